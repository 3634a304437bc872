import type { View } from '../inspector.ts'
import type { ClientCall } from './client-targets.ts'
import { isTest } from './source-kind.ts'

/**
 * Whether some other file names the very path: a proxy table, a hand-written server, a service worker, nginx. Such a
 * path may be answered without a route that we read, so nothing is said about it.
 */
export function isServedByHand(view: View, call: ClientCall): boolean {
  if (call.path.includes('{')) return false
  const callers = callersOf(view)
  const spellings = [`'${call.path}'`, `"${call.path}"`, `\`${call.path}\``, `location ${call.path}`]
  return view.snapshot.files.some(
    (file) =>
      !isTest(file.path) &&
      file.language !== 'json' &&
      file.language !== 'markdown' &&
      !callers.has(`${file.path} ${call.path}`) &&
      spellings.some((spelling) => file.text.includes(spelling)),
  )
}

/** The files that ask for a path themselves; they prove no server. */
function callersOf(view: View): ReadonlySet<string> {
  return view.facts.derived(
    'http:callers',
    () => new Set(view.facts.all('pathCall').map((fact) => `${fact.file} ${fact.path.replace(/[?#].*$/, '')}`)),
  )
}
