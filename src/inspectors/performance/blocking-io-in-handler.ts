import { cite } from '../cite.ts'
import type { BlockingCallFact } from '../facts/blocking-calls.ts'
import { unitOf } from '../facts/manifest.ts'
import { regionOf } from '../facts/region.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'

export const blockingIoInHandler: Inspector = {
  id: 'performance/blocking-io-in-handler',
  version: 1,
  layer: 'performance',
  title: 'A request function that makes a synchronous call',
  inspect: (view) => {
    const routes = view.facts.all('requestFunction').filter(({ file }) => regionOf(file) === 'source')
    const calls = view.facts.all('blockingCall').filter(({ file }) => regionOf(file) === 'source')
    const groups = Map.groupBy(
      calls,
      ({ file, callee }) => `${isBrief(callee) ? 'files' : 'work'}@${unitOf(view.snapshot, file)}`,
    )
    return {
      population: routes.length,
      bad: new Set(calls.map(({ file, route }) => `${route}@${file}`)).size,
      unit: 'request functions',
      drafts: [...groups].map(([anchor, members]) => draftOf(view, anchor, members)),
    }
  },
}

/** Reading or writing one small file blocks for a moment; a process, a hash or a compression for much longer. */
function isBrief(callee: string): boolean {
  return /(?:File|dir)Sync$/.test(callee) && !callee.startsWith('exec')
}

function draftOf({ snapshot }: View, anchor: string, calls: readonly BlockingCallFact[]): Unfiled {
  const [first] = calls
  if (first === undefined) throw new Error(`no call for ${anchor}`)
  const names = [...new Set(calls.map(({ callee }) => callee))].join(', ')
  const routes = new Set(calls.map(({ file, route }) => `${route}@${file}`)).size
  const who = routes === 1 ? `${first.route} calls` : `${routes} request functions (such as ${first.route}) call`
  return {
    title: `${who} ${names} while other requests wait`.slice(0, 140),
    claim: 'behaviour',
    impact: 'quality',
    reach: 'reachable',
    reachWhy: 'the call stands in the function that answers the route',
    confidence: anchor.startsWith('files@') ? 'medium' : 'high',
    anchor: anchor.slice(0, 300),
    evidence: calls.slice(0, 5).map(({ file, line }) => cite(snapshot, file, line)),
    instances: calls.slice(0, 50).map(({ file, line }) => ({ file, line })),
    fix: {
      advice:
        `Await the asynchronous form of ${names} (node:fs/promises, promisified child_process and crypto), or do it once at start.`.slice(
          0,
          600,
        ),
      effort: 'S',
      doneWhen: 'no request function makes a synchronous call of this kind',
    },
  }
}
