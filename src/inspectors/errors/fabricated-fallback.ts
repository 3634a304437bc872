import { cite } from '../cite.ts'
import type { CatchFact } from '../facts/catch.ts'
import { isProduct } from '../facts/source-kind.ts'
import { standingOf } from '../facts/standing.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { titled } from '../wording.ts'

/** An error is answered with a result that nothing computed, so that nobody learns of the failure. */
export const fabricatedFallback: Inspector = {
  id: 'errors/fabricated-fallback',
  version: 1,
  layer: 'errors',
  title: 'An error is answered with invented data or a claim of success',
  inspect(view) {
    const catches = view.facts
      .all('catch')
      .filter(
        (fact) =>
          isProduct(fact.file) && !/(?:^|[/_.-])(?:mocks?|seed|demo|fixtures?|fake)(?:[/_.-]|$)/i.test(fact.file),
      )
    const bad = catches.filter((fact) => fact.invents !== '')
    return {
      population: catches.length,
      bad: bad.length,
      unit: 'places that catch errors',
      drafts: [...Map.groupBy(bad, (fact) => `${fact.symbol}@${fact.file}`)].map(([anchor, group]) =>
        draft(view, anchor, group),
      ),
    }
  },
}

function draft(view: View, anchor: string, group: readonly CatchFact[]): Unfiled {
  const [first] = group
  if (first === undefined) throw new RangeError('a group has a member')
  const isClaim = group.every((fact) => /^(?:success|ok): /i.test(fact.invents))
  const { evidence } = placesOf(
    view,
    group.map(({ file, inventsLine }) => ({ file, line: inventsLine })),
  )
  return {
    title: titled(`${first.symbol} answers an error with ${first.invents}`),
    claim: 'behaviour',
    impact: isClaim ? 'quality' : 'feature-broken',
    ...standingOf(view, first.file),
    confidence: isClaim || /figures|random/i.test(first.invents) ? 'medium' : 'high',
    anchor,
    evidence: [...evidence, cite(view.snapshot, first.file, first.line, { role: 'related' })],
    instances: group.map(({ file, inventsLine }) => ({ file, line: inventsLine })),
    fix: {
      advice: `Let ${first.symbol} fail visibly: pass the error on or show an error state, and keep made-up data in tests.`,
      effort: 'S',
      doneWhen: `no error path of ${first.symbol} hands out a result that nothing computed`,
    },
  }
}
