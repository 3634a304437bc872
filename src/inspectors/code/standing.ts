import type { Draft } from '../../domain/finding.ts'
import { reachedFrom } from '../facts/entry.ts'
import { manifestOf } from '../facts/manifest.ts'
import { regionOf } from '../facts/region.ts'
import type { View } from '../inspector.ts'
import { pythonUsers } from './python-modules.ts'

export type Standing = Pick<Draft, 'reach' | 'reachWhy'>

/** How a file is reached, as far as the import graphs show. */
export function standingOf(view: View, file: string): Standing {
  const region = regionOf(file)
  if (region === 'source' && !isProduct(file)) return { reach: 'dev-or-test', reachWhy: `${file} is kept aside` }
  if (region !== 'source') return { reach: 'dev-or-test', reachWhy: `${file} is ${region} code` }
  return file.endsWith('.py') ? pythonStanding(view, file) : scriptStanding(view, file)
}

function scriptStanding(view: View, file: string): Standing {
  const reached = reachedFrom(view)
  if (reached.entries.has(file)) return { reach: 'reachable', reachWhy: `${file} is an entry of its package` }
  if (reached.files.has(file))
    return { reach: 'reachable', reachWhy: `${file} is imported from an entry of its package` }
  const folder = manifestOf(view.snapshot, file)?.folder ?? '(none)'
  if (reached.unclear.has(folder))
    return { reach: 'unknown', reachWhy: 'the entries of this package are not understood' }
  return { reach: 'unreachable', reachWhy: `no entry of the package imports ${file}` }
}

function pythonStanding(view: View, file: string): Standing {
  const users = pythonUsers(view).get(file)
  if (users !== undefined) return { reach: 'reachable', reachWhy: `${users} imports it` }
  return { reach: 'unknown', reachWhy: 'no import of this module was found; something else may load it' }
}

const outside =
  /(?:^|\/)(?:google-cloud-sdk|bundledpython|dev-dist|coverage|storybook-static|test[-_]scripts?|old[-_]\w+|\w*backups?|archived?|experiments?|legacy|deprecated)\/|(?:^|\/)(?:workbox-|jquery|test[-_])[^/]*\.[cm]?[jt]s$|(?:[-_.](?:backup|old|orig|copy)\w*)\.\w+$/i

/** Code whose imports and syntax are judged here: product code and its tools. Tests have inspectors of their own. */
export function isKept(file: string): boolean {
  const region = regionOf(file)
  return (region === 'source' || region === 'tooling') && !outside.test(file)
}

/** Product code: not a test, an example, documentation, tooling or something vendored. */
export function isProduct(file: string): boolean {
  return regionOf(file) === 'source' && !outside.test(file)
}
