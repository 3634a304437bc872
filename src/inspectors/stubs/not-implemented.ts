import { unitOf } from '../facts/manifest.ts'
import { folderOf } from '../facts/path.ts'
import { isProduct } from '../facts/source-kind.ts'
import { type Standing, standingOf } from '../facts/standing.ts'
import { type StubFact, unfinished } from '../facts/stub.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { titled } from '../wording.ts'

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
      drafts: groupsOf(view, bad).map((group) => draft(view, group)),
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
  if (
    bases.has(stub.owner) ||
    /^(?:Base|Abstract|I[A-Z][a-z])|(?:Base|Interface|Protocol|Mixin|Abstract|Backend|Adapter|Provider)$/.test(
      stub.owner,
    )
  )
    return true
  if (stub.form !== 'raises') return false
  return (
    !unfinished.test(
      stub.why.replace(/^raise\s+NotImplementedError/, '').replace(/^NotImplemented(?:Error|Exception)$/, ''),
    ) ||
    (parents.has(stub.owner) && !/\b(?:yet|todo)\b/i.test(stub.why))
  )
}

/** Stubs that one finding names: the endpoints of a file, unfinished functions of a folder, likely ones of a package. */
interface Group {
  readonly anchor: string
  readonly stubs: readonly StubFact[]
  readonly standing: Standing
}

function groupsOf(view: View, stubs: readonly StubFact[]): Group[] {
  const placed = stubs.map((stub) => ({ stub, standing: stubStanding(view, stub) }))
  const groups = Map.groupBy(placed, ({ stub, standing }) => {
    if (standing.reach === 'unreachable') return `unreached:${unitOf(view.snapshot, stub.file)}`
    if (stub.isEndpoint) return `endpoints:${stub.file}`
    const isSure = saysSo(stub) && standing.reach !== 'unknown'
    return isSure ? `functions:${folderOf(stub.file) || '.'}` : `likely:${unitOf(view.snapshot, stub.file)}`
  })
  return [...groups].flatMap(([anchor, members]) => {
    const [first] = members
    return first === undefined ? [] : [{ anchor, stubs: members.map(({ stub }) => stub), standing: first.standing }]
  })
}

function draft(view: View, { anchor, stubs, standing }: Group): Unfiled {
  const [first] = stubs
  if (first === undefined) throw new RangeError('a group has a member')
  const isSure = !anchor.startsWith('likely:') && stubs.some((stub) => stub.isEndpoint || saysSo(stub))
  const { evidence } = placesOf(
    view,
    stubs.map((stub) => ({ file: stub.file, line: stub.at })),
  )
  return {
    title: titled(titleOf(first, stubs)),
    claim: 'behaviour',
    impact: 'feature-broken',
    ...standing,
    confidence: isSure && standing.reach !== 'unknown' ? 'high' : 'medium',
    anchor,
    evidence,
    instances: stubs.map(({ file, line }) => ({ file, line })),
    fix: {
      advice: `Write ${first.symbol}${stubs.length > 1 ? ' and the others' : ''}, or remove them with everything that offers them.`,
      effort: 'M',
      doneWhen: 'every function that is offered does its work',
    },
  }
}

/** Its own words call it unfinished; other wordings only hint at it. */
function saysSo(stub: StubFact): boolean {
  return stub.form === 'raises' && /\b(?:yet|todo|fixme|implement me)\b/i.test(stub.why)
}

function titleOf(first: StubFact, stubs: readonly StubFact[]): string {
  if (stubs.length === 1)
    return `${first.symbol} ${first.form === 'raises' ? 'only raises' : 'does nothing'}: ${first.why}`
  const noun = first.isEndpoint ? 'endpoints' : 'functions'
  const names = stubs.map((stub) => stub.symbol)
  const listed = names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
  return `${stubs.length} ${noun} are not implemented: ${listed}`
}

/** A stub that nothing else names is not reached, whatever its file is. */
export function stubStanding(view: View, stub: StubFact): Standing {
  const standing = standingOf(view, stub.file)
  if (stub.isEndpoint || standing.reach !== 'reachable') return standing
  const name = stub.symbol.split('.').at(-1) ?? ''
  return isNamed(view, stub, name) ? standing : { reach: 'unreachable', reachWhy: `nothing else names ${name}` }
}

function isNamed(view: View, stub: StubFact, name: string): boolean {
  const word = new RegExp(`(?<![\\w$/])${name.replace(/[^\w]/g, '')}(?![\\w$])`)
  return view.snapshot.files.some((file) => {
    const mayName = file.text.includes(name) && (file.language === 'typescript' || file.language === 'python')
    if (!mayName || !isProduct(file.path)) return false
    if (file.path !== stub.file) return word.test(file.text)
    return file.text
      .split('\n')
      .some((line, index) => index + 1 !== stub.line && word.test(line) && !/^\s*(?:export\b|#|\/\/|\*)/.test(line))
  })
}
