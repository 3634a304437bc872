import type { View } from '../inspector.ts'
import { isNamedElsewhere } from '../facts/client-text.ts'
import { isNeverCalled } from '../facts/client-uses.ts'
import type { PathCallFact } from '../facts/http.ts'
import type { Joined } from '../facts/http-joins.ts'
import { reachOfMethod } from './method-reach.ts'
import { modulesOf } from '../facts/modules.ts'
import { type Standing, standingOf } from '../facts/standing.ts'

/** A call in a function that nothing names cannot hurt yet, nor one in a method that nothing calls. */
export function reachOf(view: View, group: readonly Joined[]): Standing {
  const live = group.filter((one) => !isUnused(view, one))
  const standings = live.map(({ call }) => standingOfCall(view, call.fact))
  const most = (['reachable', 'unknown'] as const).flatMap(
    (reach) => standings.find((one) => one.reach === reach) ?? [],
  )
  const { reach, reachWhy } = most[0] ?? standings[0] ?? unused(group)
  return { reach, reachWhy: reachWhy.slice(0, 300) }
}

function standingOfCall(view: View, { file, line, symbol }: PathCallFact): Standing {
  const known = view.facts.derived('method-standings', () => new Map<string, Standing | null>())
  const key = `${file}:${line}`
  const made = known.get(key)
  const standing = made === undefined ? reachOfMethod(view, file, line) : made
  known.set(key, standing)
  return standing ?? { reach: 'reachable', reachWhy: `${symbol || 'module code'} in ${file} makes the call` }
}

function unused(group: readonly Joined[]): Standing {
  const { symbol, file } = group[0]?.call.fact ?? { symbol: '', file: '' }
  return { reach: 'unreachable', reachWhy: `nothing in the client code uses ${symbol || file}` }
}

/** Whether the text alone shows that nothing uses the function. Findings are grouped by this, so that they keep their ids. */
export function isUnused(view: View, { call }: Joined): boolean {
  const { symbol, file } = call.fact
  return (
    !isNamedElsewhere(view, symbol) ||
    isNeverCalled(view, file, symbol) ||
    isOrphan(view, file) ||
    standingOf(view, file).reach === 'unreachable'
  )
}

/** A service module that no file imports. Pages and entries are loaded by their frameworks, so they do not count. */
function isOrphan(view: View, file: string): boolean {
  if (
    !/(?:^|\/)(?:apis?|services?|clients?|lib|queries|composables)\//.test(file) ||
    /(?:^|\/)(?:pages|app|routes|index)\b/.test(file)
  )
    return false
  return !importedFiles(view).has(file)
}

function importedFiles(view: View): ReadonlySet<string> {
  return view.facts.derived('http:imported-files', () => {
    const modules = modulesOf(view.facts, view.snapshot)
    const bindings = view.facts.all('binding').filter((one) => !one.file.endsWith('.py'))
    const pairs = new Map(bindings.map((one) => [`${one.file} ${one.source}`, one]))
    return new Set([...pairs.values()].flatMap((one) => modules.fileOf(one.file, one.source) ?? []))
  })
}
