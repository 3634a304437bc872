import type { Collector } from '../facts/collector.ts'
import { elementCollector } from '../facts/element.ts'
import { hookCollector } from '../facts/hook.ts'
import type { Inspector } from '../inspector.ts'
import { elementRule } from './element-rule.ts'
import { giveName, spokenButtons } from './give-name.ts'
import { giveScope } from './give-scope.ts'
import { hookInCondition } from './hook-in-condition.ts'

/** A button that shows only an icon needs a name that a screen reader can say. */
export const iconButtonWithoutName = elementRule({
  id: 'components/icon-button-without-name',
  version: 2,
  kind: 'icon-button',
  title: 'A button shows only an icon and has no accessible name',
  impact: 'quality',
  unit: 'icon buttons',
  noun: 'icon button',
  lacks: 'no accessible name',
  advice: 'Give each an aria-label, or a visually hidden text, that says what it does.',
  give: giveName,
  said: spokenButtons,
})

/** A header cell without a scope leaves its direction to guessing; grouped, as tidiness. */
export const headerCellWithoutScope = elementRule({
  id: 'components/header-cell-without-scope',
  kind: 'header-cell',
  title: 'A table header cell has no scope',
  impact: 'hygiene',
  unit: 'header cells',
  noun: 'header cell',
  lacks: 'no scope',
  advice: 'Add scope="col" (or "row") to the header cells; a shared header component does it once.',
  give: giveScope,
})

/** An image without an alternative text is read out as its file name. */
export const imageWithoutAlt = elementRule({
  id: 'components/image-without-alt',
  kind: 'image',
  title: 'An image has no alternative text',
  impact: 'quality',
  unit: 'images',
  noun: 'image',
  lacks: 'no alt text',
  advice: 'Describe each image in alt, or set alt="" when it only decorates.',
})

export const componentsCollectors: readonly Collector[] = [elementCollector, hookCollector]

export const componentsInspectors: readonly Inspector[] = [
  headerCellWithoutScope,
  hookInCondition,
  iconButtonWithoutName,
  imageWithoutAlt,
]
