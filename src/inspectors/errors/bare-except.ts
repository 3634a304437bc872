import { byUnit, type Group } from '../by-unit.ts'
import type { CatchFact } from '../facts/catch.ts'
import { isProduct } from '../facts/source-kind.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { counted, titled } from '../wording.ts'
import { isPlain, nameException } from './name-exception.ts'

/** `except:` also catches the signals that stop a process. */
export const bareExcept: Inspector = {
  id: 'errors/bare-except',
  version: 2,
  layer: 'errors',
  title: 'A bare except also catches interrupts and exits',
  inspect(view) {
    const clauses = view.facts.all('catch').filter((fact) => fact.language === 'python' && isProduct(fact.file))
    const bad = clauses.filter((fact) => fact.catches === 'any' && fact.does !== 'raises')
    return {
      population: clauses.length,
      bad: bad.length,
      unit: 'except clauses',
      drafts: byUnit(view, bad).flatMap((group) => drafts(view, group)),
    }
  },
}

/** Those that leave no doubt are a finding of their own, so that the others do not hold them up. */
function drafts(view: View, group: Group<CatchFact>): readonly Unfiled[] {
  const plain = new Set(group.members.filter((clause) => isPlain(view, clause)))
  const doubtful = group.members.filter((clause) => !plain.has(clause))
  return [
    ...(plain.size === 0 ? [] : [draft(view, { ...group, members: [...plain] })]),
    ...(doubtful.length === 0 ? [] : [draft(view, { ...group, members: doubtful }, ':doubtful')]),
  ]
}

function draft(view: View, { unit, members, where }: Group<CatchFact>, part: '' | ':doubtful' = ''): Unfiled {
  const [first] = members
  return {
    title: titled(
      `${counted(members.length, 'bare except', 'bare excepts')}${where}${part === '' ? '' : ', perhaps on purpose,'} also ${members.length === 1 ? 'catches' : 'catch'} interrupts, such as in ${first?.symbol ?? ''}`,
    ),
    claim: 'presence',
    impact: 'hygiene',
    reach: 'reachable',
    reachWhy: 'the clauses stand in product code',
    confidence: 'proven',
    anchor: `bare:${unit}${part}`,
    ...placesOf(view, members),
    fix: {
      advice: 'Write the errors that are expected, or "except Exception" with a log of the cause.',
      effort: 'S',
      doneWhen: 'every except names what it catches',
      ...nameException(view, members),
    },
  }
}
