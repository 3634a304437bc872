import { cite } from '../cite.ts'
import { titled, type Unfiled } from '../code/grouping.ts'
import { isProduct, type Standing, standingOf } from '../code/standing.ts'
import { type StubFact, unfinished } from '../facts/stub.ts'
import type { Inspector, View } from '../inspector.ts'

/** A function on a product path that stands in for work nobody wrote. */
export const notImplemented: Inspector = {
  id: 'stubs/not-implemented',
  version: 1,
  layer: 'errors',
  title: 'A function that product code can reach is not implemented',
  inspect(view) {
    const functions = view.facts.all('functionCount').filter((fact) => isProduct(fact.file))
    const bad = stubsOf(view, ['raises', 'idle'])
    return {
      population: functions.reduce((sum, fact) => sum + fact.functions, 0),
      bad: bad.length,
      unit: 'functions',
      drafts: unique(bad).map((stub) => draft(view, stub)),
    }
  },
}

/** Stubs of product code, without the methods that a subclass is meant to write. */
export function stubsOf(view: View, forms: readonly StubFact['form'][]): readonly StubFact[] {
  const bases = new Set(view.facts.all('subclass').map((fact) => fact.base.split('.').at(-1) ?? ''))
  const parents = new Set(view.facts.all('subclass').map((fact) => fact.name))
  return view.facts
    .all('stub')
    .filter((stub) => forms.includes(stub.form) && isProduct(stub.file))
    .filter((stub) => stub.owner === '' || stub.isEndpoint || !isContract(stub, bases, parents))
}

/** The class is extended here, is named as a base, or fills in an interface that it did not choose. */
function isContract(stub: StubFact, bases: ReadonlySet<string>, parents: ReadonlySet<string>): boolean {
  if (bases.has(stub.owner) || /^(?:Base|Abstract|I[A-Z][a-z])|(?:Base|Interface|Protocol|Mixin|Abstract|Backend|Adapter|Provider)$/.test(stub.owner)) return true
  if (stub.form !== 'raises') return false
  return !unfinished.test(stub.why.replace(/^raise\s+NotImplementedError/, '').replace(/^NotImplemented(?:Error|Exception)$/, '')) || (parents.has(stub.owner) && !/\b(?:yet|todo)\b/i.test(stub.why))
}

export function unique(stubs: readonly StubFact[]): readonly StubFact[] {
  return [...new Map(stubs.map((stub) => [anchorOf(stub), stub])).values()]
}

export function anchorOf(stub: StubFact): string {
  return `${stub.symbol}@${stub.file}`
}

function draft(view: View, stub: StubFact): Unfiled {
  const standing = stubStanding(view, stub)
  const isSure = stub.isEndpoint || /\b(?:yet|todo|fixme|implement me)\b/i.test(stub.why)
  return {
    title: titled(`${stub.symbol} ${stub.form === 'raises' ? 'only raises' : 'does nothing'}: ${stub.why}`),
    claim: 'behaviour',
    impact: 'feature-broken',
    ...standing,
    confidence: isSure && standing.reach !== 'unknown' ? 'high' : 'medium',
    anchor: anchorOf(stub),
    evidence: [cite(view.snapshot, stub.file, stub.at), cite(view.snapshot, stub.file, stub.line, { role: 'related' })],
    instances: [{ file: stub.file, line: stub.line }],
    fix: { advice: `Write ${stub.symbol}, or remove it with everything that offers it.`, effort: 'M', doneWhen: `${stub.symbol} does its work or is gone` },
  }
}

/** A stub that nothing else names is not reached, whatever its file is. */
export function stubStanding(view: View, stub: StubFact): Standing {
  const standing = standingOf(view, stub.file)
  if (stub.isEndpoint || standing.reach !== 'reachable') return standing
  const name = stub.symbol.split('.').at(-1) ?? ''
  return isNamed(view, stub, name) ? standing : { reach: 'unreachable', reachWhy: `nothing else names ${name}` }
}

function isNamed(view: View, stub: StubFact, name: string): boolean {
  const word = new RegExp(`(?<![\\w$])${name.replace(/[^\w]/g, '')}(?![\\w$])`)
  return view.snapshot.files.some((file) => {
    if ((file.language !== 'typescript' && file.language !== 'python') || !isProduct(file.path) || !file.text.includes(name)) return false
    if (file.path !== stub.file) return word.test(file.text)
    return file.text.split('\n').some((line, index) => index + 1 !== stub.line && word.test(line) && !/^\s*(?:export\b|#|\/\/|\*)/.test(line))
  })
}
