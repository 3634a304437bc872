import { cite } from '../cite.ts'
import type { BlockingCallFact } from '../facts/blocking-calls.ts'
import { regionOf } from '../facts/region.ts'
import type { Inspection, Inspector, View } from '../inspector.ts'

export const blockingIoInHandler: Inspector = {
  id: 'performance/blocking-io-in-handler',
  version: 1,
  layer: 'performance',
  title: 'A request function that makes a synchronous call',
  inspect: (view) => {
    const routes = view.facts.all('requestFunction').filter(({ file }) => regionOf(file) === 'source')
    const calls = view.facts.all('blockingCall').filter(({ file }) => regionOf(file) === 'source')
    const groups = Map.groupBy(calls, ({ file, route }) => `${route}@${file}`)
    return {
      population: routes.length,
      bad: groups.size,
      unit: 'request functions',
      drafts: [...groups].map(([anchor, members]) => draftOf(view, anchor, members)),
    }
  },
}

function draftOf({ snapshot }: View, anchor: string, calls: readonly BlockingCallFact[]): Inspection['drafts'][number] {
  const [first] = calls
  if (first === undefined) throw new Error(`no call for ${anchor}`)
  const names = [...new Set(calls.map(({ callee }) => callee))].join(', ')
  return {
    title: `${first.route} calls ${names} while it answers: every other request waits`.slice(0, 140),
    claim: 'behaviour',
    impact: 'quality',
    reach: 'reachable',
    reachWhy: 'the call stands in the function that answers the route',
    confidence: 'high',
    anchor: anchor.slice(0, 300),
    evidence: calls.slice(0, 5).map(({ file, line }) => cite(snapshot, file, line)),
    instances: calls.slice(0, 50).map(({ file, line }) => ({ file, line })),
    fix: {
      advice: `Await the asynchronous form of ${names} (node:fs/promises, promisified child_process and crypto), or do it once at start.`,
      effort: 'S',
      doneWhen: `the function of ${first.route} makes no synchronous call`.slice(0, 300),
    },
  }
}
