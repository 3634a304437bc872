import type { EventFact } from '../facts/event.ts'
import { nameOf } from '../facts/path.ts'
import { isProduct } from '../facts/source-kind.ts'
import { standingOf } from '../facts/standing.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { titled } from '../wording.ts'

/** A control that a user can press and that does nothing. */
export const unwiredHandler: Inspector = {
  id: 'frontend/unwired-handler',
  version: 1,
  layer: 'frontend-architecture',
  title: 'A button or form is shown but does nothing',
  inspect(view) {
    const events = view.facts.all('event').filter((fact) => isProduct(fact.file))
    const bad = events.filter((fact) => fact.does !== 'something')
    return {
      population: events.length,
      bad: bad.length,
      unit: 'controls with a click or submit',
      drafts: [...Map.groupBy(bad, (fact) => `${fact.file}#${fact.symbol}`)].map(([anchor, group]) =>
        draft(view, anchor, group),
      ),
    }
  },
}

const says: Readonly<Record<Exclude<EventFact['does'], 'something'>, string>> = {
  nothing: 'does nothing',
  logs: 'only writes to the console',
  announces: 'only says that it is not there yet',
  unwired: 'has no handler',
}

function draft(view: View, anchor: string, group: readonly EventFact[]): Unfiled {
  const ordered = [...group].sort((a, b) => rank(a) - rank(b) || a.line - b.line)
  const [first] = ordered
  if (first === undefined || first.does === 'something') throw new RangeError('a group has an idle control')
  const others = group.length > 1 ? ` (and ${group.length - 1} more)` : ''
  const isSure = first.does === 'nothing' || first.does === 'logs'
  return {
    title: titled(
      `${first.tag} ${first.label === '' ? first.event : `"${first.label}"`} in ${nameOf(first.file)} ${says[first.does]}${others}`,
    ),
    claim: 'behaviour',
    impact: first.does === 'announces' ? 'quality' : 'feature-broken',
    ...standingOf(view, first.file),
    confidence: isSure || first.does === 'announces' ? 'high' : 'medium',
    anchor,
    ...placesOf(view, ordered),
    fix: {
      advice: `Connect the control in ${first.symbol} to what it promises, or take it off the page until that exists.`,
      effort: 'M',
      doneWhen: `no control of ${first.symbol} is idle`,
    },
  }
}

function rank(fact: EventFact): number {
  return ['nothing', 'logs', 'announces', 'unwired'].indexOf(fact.does)
}
