import type { Draft, Impact } from '../../domain/finding.ts'
import type { View } from '../inspector.ts'
import { reachedFrom } from './entry.ts'
import { manifestOf } from './manifest.ts'
import { moduleGraph } from './module-graph.ts'
import { pythonUsers } from './python-targets.ts'
import { regionOf } from './region.ts'
import { isProduct } from './source-kind.ts'

export type Standing = Pick<Draft, 'reach' | 'reachWhy'>

/** The standing of the file that is reached most surely. */
export function standingOfAny(view: View, files: readonly string[]): Standing {
  const standings = files.map((file) => standingOf(view, file))
  const most = (['reachable', 'unknown'] as const).flatMap(
    (reach) => standings.find((one) => one.reach === reach) ?? [],
  )
  const [first] = [...most, ...standings]
  if (first === undefined) throw new RangeError('no file to judge')
  return first
}

/** What an import that fails breaks: a feature where the code is loaded, nothing yet where no import of it is found. */
export function breakage({ reach }: Standing): Impact {
  return reach === 'unknown' ? 'quality' : 'feature-broken'
}

/** How a file is reached, as far as the import graphs show. */
export function standingOf(view: View, file: string): Standing {
  const region = regionOf(file)
  if (region === 'source' && !isProduct(file)) return { reach: 'dev-or-test', reachWhy: `${file} is kept aside` }
  if (region !== 'source') return { reach: 'dev-or-test', reachWhy: `${file} is ${region} code` }
  return file.endsWith('.py') ? pythonStanding(view, file) : scriptStanding(view, file)
}

function scriptStanding(view: View, file: string): Standing {
  const reached = reachedFrom(view)
  if (reached.entries.has(file) && isIdleBarrel(view, file))
    return { reach: 'unknown', reachWhy: `${file} only hands on what it imports, and nothing here imports it` }
  if (reached.entries.has(file)) return { reach: 'reachable', reachWhy: `${file} is an entry of its package` }
  if (reached.files.has(file))
    return { reach: 'reachable', reachWhy: `${file} is imported from an entry of its package` }
  const folder = manifestOf(view.snapshot, file)?.folder ?? '(none)'
  if (reached.unclear.has(folder))
    return { reach: 'unknown', reachWhy: 'the entries of this package are not understood' }
  return { reach: 'unreachable', reachWhy: `no entry of the package imports ${file}` }
}

/** An index that re-exports and that nothing imports: an entry by its name alone. */
function isIdleBarrel(view: View, file: string): boolean {
  const graph = moduleGraph(view)
  const folder = manifestOf(view.snapshot, file)?.folder ?? ''
  const inner = folder === '' ? file : file.slice(folder.length + 1)
  if (!/^(?:src\/)?[^/]+\/(?:.*\/)?index\.[cm]?[jt]sx?$/.test(inner) || graph.incoming.has(file)) return false
  const imports = view.facts.all('import').filter((fact) => fact.file === file)
  return imports.length > 0 && imports.every((fact) => fact.form === 'reexport')
}

/** Python files that a server, a command or a framework is given by name. */
const started =
  /(?:^|\/)(?:main|__main__|app|application|manage|wsgi|asgi|server|cli|worker|celery\w*|settings|urls|routes|views|models|tasks|admin|apps|env)\.py$/

function pythonStanding(view: View, file: string): Standing {
  const users = pythonUsers(view).get(file)
  if (users !== undefined) return { reach: 'reachable', reachWhy: `${users} imports it` }
  if (started.test(file) || /^if __name__ ==/m.test(view.snapshot.byPath.get(file)?.text ?? ''))
    return { reach: 'reachable', reachWhy: `${file} is started by its name` }
  return { reach: 'unknown', reachWhy: 'no import of this module was found; something else may load it' }
}
