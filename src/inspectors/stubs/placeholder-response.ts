import { cite } from '../cite.ts'
import { nameOf } from '../facts/path.ts'
import { isProduct } from '../facts/source-kind.ts'
import type { StubFact } from '../facts/stub.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { titled } from '../wording.ts'
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
      drafts: [...Map.groupBy(bad, anchorOf)].map(([anchor, group]) => draft(view, anchor, group)),
    }
  },
}

/** Endpoints are told one by one: each has callers of its own. */
function anchorOf(stub: StubFact): string {
  return stub.isEndpoint ? `${stub.symbol}@${stub.file}` : `functions@${stub.file}`
}

function draft(view: View, anchor: string, group: readonly StubFact[]): Unfiled {
  const [stub] = group
  if (stub === undefined) throw new RangeError('a group has a member')
  const names = [...new Set(group.map(({ symbol }) => symbol))]
  const reached = group.find((one) => stubStanding(view, one).reach !== 'unreachable') ?? stub
  return {
    title: titled(
      names.length === 1
        ? `${stub.symbol} returns made-up data: ${stub.why}`
        : `${names.length} functions of ${nameOf(stub.file)} return made-up data: ${names.join(', ')}`,
    ),
    claim: 'behaviour',
    impact: 'feature-broken',
    ...stubStanding(view, reached),
    confidence: stub.isEndpoint ? 'high' : 'medium',
    anchor,
    evidence: group
      .slice(0, 5)
      .flatMap((one, index) => [
        cite(view.snapshot, one.file, one.at, { role: index === 0 ? 'primary' : 'related' }),
        cite(view.snapshot, one.file, one.line, { role: 'related' }),
      ]),
    instances: group.slice(0, 100).map(({ file, at }) => ({ file, line: at })),
    fix: {
      advice: `Compute what ${names.slice(0, 5).join(', ')} ${names.length === 1 ? 'returns' : 'return'}, or answer that it is not available.`,
      effort: 'M',
      doneWhen: 'what is returned is computed',
    },
  }
}
