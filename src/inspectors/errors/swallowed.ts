import { byUnit, type Group } from '../by-unit.ts'
import type { CatchFact } from '../facts/catch.ts'
import { isProduct } from '../facts/source-kind.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { counted, titled } from '../wording.ts'

/** An error of any kind is caught and nothing at all happens, not even a word of why. */
export const swallowed: Inspector = {
  id: 'errors/swallowed',
  version: 1,
  layer: 'errors',
  title: 'An error is caught and dropped without a trace',
  inspect(view) {
    const catches = view.facts.all('catch').filter((fact) => isProduct(fact.file))
    const bad = catches.filter(isDropped)
    return {
      population: catches.length,
      bad: bad.length,
      unit: 'places that catch errors',
      drafts: byUnit(view, bad).map((group) => draft(view, group)),
    }
  },
}

const anything = /^(?:any|Exception|BaseException)$/

function isDropped(fact: CatchFact): boolean {
  return (fact.does === 'empty' || fact.does === 'skips') && !fact.harmless && anything.test(fact.catches)
}

function draft(view: View, { unit, members, where }: Group<CatchFact>): Unfiled {
  const [first] = members
  return {
    title: titled(
      `${counted(members.length, 'place')}${where} ${members.length === 1 ? 'drops' : 'drop'} errors without a trace, such as ${first?.symbol ?? ''}`,
    ),
    claim: 'presence',
    impact: 'quality',
    reach: 'reachable',
    reachWhy: 'the places stand in product code',
    // A handful may each have an unspoken reason; more are a habit.
    confidence: members.length < 4 ? 'medium' : 'high',
    anchor: `swallowed:${unit}`,
    ...placesOf(view, members),
    fix: {
      advice:
        'Catch the errors that are expected, log or report the rest with their cause, and say in a comment where silence is meant.',
      effort: members.length > 10 ? 'M' : 'S',
      doneWhen: 'no empty catch of all errors is left without a reason',
    },
  }
}
