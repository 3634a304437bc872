import type { Draft } from '../../domain/finding.ts'
import type { View } from '../inspector.ts'
import { isNamedElsewhere } from './client-text.ts'
import { isNeverCalled } from './client-uses.ts'
import type { Joined } from './http-joins.ts'
import { modulesOf } from './modules.ts'
import { standingOf } from './standing.ts'

/** A call in a function that nothing names cannot hurt yet. */
export function reachOf(view: View, group: readonly Joined[]): Pick<Draft, 'reach' | 'reachWhy'> {
  const live = group.find(
    ({ call }) =>
      isNamedElsewhere(view, call.fact.symbol) &&
      !isNeverCalled(view, call.fact.file, call.fact.symbol) &&
      !isOrphan(view, call.fact.file) &&
      standingOf(view, call.fact.file).reach !== 'unreachable',
  )
  const { symbol, file } = (live ?? group[0])?.call.fact ?? { symbol: '', file: '' }
  if (live === undefined)
    return { reach: 'unreachable', reachWhy: `nothing in the client code uses ${symbol || file}`.slice(0, 300) }
  return { reach: 'reachable', reachWhy: `${symbol || 'module code'} in ${file} makes the call`.slice(0, 300) }
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
