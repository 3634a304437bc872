import type { HookFact } from '../facts/hook.ts'
import { isProduct } from '../facts/source-kind.ts'
import { standingOf } from '../facts/standing.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { titled } from '../wording.ts'

/** A hook that does not run on every render: React loses track of state, or throws. */
export const hookInCondition: Inspector = {
  id: 'components/hook-in-condition',
  version: 1,
  layer: 'frontend-components',
  title: 'A React hook is called under a condition, in a loop or after an early return',
  inspect(view) {
    const hooks = view.facts.all('hook').filter((fact) => isProduct(fact.file))
    const bad = hooks.filter((fact) => fact.after !== 'none')
    return {
      population: hooks.length,
      bad: bad.length,
      unit: 'hook calls',
      drafts: [...Map.groupBy(bad, (fact) => `${fact.symbol}@${fact.file}`)].map(([anchor, group]) =>
        draft(view, anchor, group),
      ),
    }
  },
}

const places: Readonly<Record<HookFact['after'], string>> = {
  none: '',
  condition: 'under a condition',
  loop: 'in a loop',
  'early return': 'after an early return',
}

function draft(view: View, anchor: string, group: readonly HookFact[]): Unfiled {
  const [first] = group
  if (first === undefined) throw new RangeError('a group has a member')
  const others = group.length > 1 ? ` and ${group.length - 1} more` : ''
  return {
    title: titled(
      `${first.hook}${others} in ${first.symbol} ${group.length > 1 ? 'are' : 'is'} called ${places[first.after]}`,
    ),
    claim: 'presence',
    impact: 'quality',
    ...standingOf(view, first.file),
    confidence: 'high',
    anchor,
    ...placesOf(view, group),
    fix: {
      advice: `Call every hook of ${first.symbol} at its top, before any return, and put the condition inside the hook or in a child component.`,
      effort: 'S',
      doneWhen: `the hooks of ${first.symbol} run on every render`,
    },
  }
}
