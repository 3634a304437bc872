import { cite } from '../cite.ts'
import { titled, type Unfiled } from '../code/grouping.ts'
import { isProduct } from '../code/standing.ts'
import type { StubFact } from '../facts/stub.ts'
import type { Inspector, View } from '../inspector.ts'
import { stubStanding, stubsOf } from './not-implemented.ts'

/** A function returns fixed data that its own comment calls made up. */
export const placeholderResponse: Inspector = {
  id: 'stubs/placeholder-response',
  version: 1,
  layer: 'api',
  title: 'A function returns placeholder data to its callers',
  inspect(view) {
    const functions = view.facts.all('functionCount').filter((fact) => isProduct(fact.file))
    const bad = stubsOf(view, ['placeholder']).filter(
      (stub) => !/(?:^|[/_.-])(?:mocks?|seed|demo|fixtures?|fake)(?:[/_.-]|$)/i.test(stub.file),
    )
    return {
      population: functions.reduce((sum, fact) => sum + fact.functions, 0),
      bad: bad.length,
      unit: 'functions',
      drafts: [...new Map(bad.map((stub) => [`${stub.symbol}@${stub.file}`, stub]))].map(([anchor, stub]) =>
        draft(view, anchor, stub),
      ),
    }
  },
}

function draft(view: View, anchor: string, stub: StubFact): Unfiled {
  return {
    title: titled(`${stub.symbol} returns made-up data: ${stub.why}`),
    claim: 'behaviour',
    impact: 'feature-broken',
    ...stubStanding(view, stub),
    confidence: stub.isEndpoint ? 'high' : 'medium',
    anchor,
    evidence: [cite(view.snapshot, stub.file, stub.at), cite(view.snapshot, stub.file, stub.line, { role: 'related' })],
    instances: [{ file: stub.file, line: stub.at }],
    fix: {
      advice: `Compute what ${stub.symbol} returns, or answer that it is not available.`,
      effort: 'M',
      doneWhen: `${stub.symbol} returns computed data`,
    },
  }
}
