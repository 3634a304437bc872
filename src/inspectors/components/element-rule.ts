import type { Edit } from '../../domain/edit.ts'
import type { Impact } from '../../domain/finding.ts'
import { byUnit, type Group } from '../by-unit.ts'
import type { ElementFact } from '../facts/element.ts'
import { isProduct } from '../facts/source-kind.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { repair } from '../repair.ts'
import { counted, titled } from '../wording.ts'

/** What one rule about elements says; the finding of it is always the same shape. */
export interface ElementRule {
  readonly id: string
  /** Default 1. */
  readonly version?: number
  readonly kind: ElementFact['kind']
  readonly title: string
  readonly impact: Impact
  /** Plural noun for the population. */
  readonly unit: string
  /** "icon button", "image". */
  readonly noun: string
  readonly lacks: string
  readonly advice: string
  /** The edits that give the elements what they lack; null for one where the code does not say what that is. */
  readonly give?: (view: View, elements: readonly ElementFact[]) => readonly (Edit | null)[]
  /** Those of which the code says what they lack: they are a finding of their own, so that the others do not hold them up. */
  readonly said?: (view: View, elements: readonly ElementFact[]) => readonly ElementFact[]
}

/** An inspector of named elements: one finding per package, with every place. */
export function elementRule(rule: ElementRule): Inspector {
  return {
    id: rule.id,
    version: rule.version ?? 1,
    layer: 'frontend-components',
    title: rule.title,
    inspect(view) {
      const elements = view.facts.all('element').filter((fact) => fact.kind === rule.kind && isProduct(fact.file))
      const bad = elements.filter((fact) => !fact.named)
      return {
        population: elements.length,
        bad: bad.length,
        unit: rule.unit,
        drafts: byUnit(view, bad).flatMap((group) => drafts(view, rule, group)),
      }
    },
  }
}

function drafts(view: View, rule: ElementRule, group: Group<ElementFact>): readonly Unfiled[] {
  const said = new Set(rule.said?.(view, group.members) ?? [])
  const others = group.members.filter((fact) => !said.has(fact))
  const own = { ...rule, lacks: `${rule.lacks} though the code says it` }
  return [
    ...(others.length === 0 ? [] : [draft(view, rule, { ...group, members: others })]),
    ...(said.size === 0 ? [] : [draft(view, own, { ...group, members: [...said] }, ':said')]),
  ]
}

function draft(view: View, rule: ElementRule, { unit, members, where }: Group<ElementFact>, part = ''): Unfiled {
  const [first] = members
  return {
    title: titled(
      `${counted(members.length, rule.noun)}${where} ${members.length === 1 ? 'has' : 'have'} ${rule.lacks}, such as in ${first?.symbol ?? ''}`,
    ),
    claim: 'absence',
    impact: rule.impact,
    reach: 'reachable',
    reachWhy: 'the elements stand in product components',
    confidence: members.some((fact) => /^[a-z]/.test(fact.tag)) ? 'high' : 'medium',
    anchor: `${rule.kind}:${unit}${part}`,
    ...placesOf(view, members),
    fix: {
      advice: rule.advice,
      effort: members.length > 20 ? 'M' : 'S',
      doneWhen: `every ${rule.noun} is named`,
      ...repair(view.snapshot, rule.give?.(view, members) ?? []),
    },
  }
}
