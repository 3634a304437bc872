import { cite } from '../cite.ts'
import { regionOf } from '../facts/region.ts'
import { type RuffFact, ruffFacts, ruffTool } from '../facts/ruff.ts'
import type { Inspection, Inspector, View } from '../inspector.ts'

const waits: Readonly<Record<string, string>> = {
  ASYNC210: 'a blocking HTTP call',
  ASYNC220: 'a blocking process',
  ASYNC221: 'a blocking process',
  ASYNC222: 'a blocking wait for a process',
  ASYNC251: 'time.sleep',
}

export const syncCallInAsync: Inspector = {
  id: 'performance/sync-call-in-async',
  version: 1,
  layer: 'performance',
  title: 'An async function that blocks the event loop',
  tool: ruffTool,
  inspect: (view) => {
    const files = view.snapshot.files.filter(({ path, language, text }) => isAsync(path, language, text))
    const calls = ruffFacts(view.facts).filter(({ code, file }) => code in waits && regionOf(file) === 'source')
    const places = Map.groupBy(calls, ({ file, symbol, code }) => `${file}#${symbol}:${code}`)
    return {
      population: files.length,
      bad: new Set(calls.map(({ file }) => file)).size,
      unit: 'files with async functions',
      drafts: [...places].map(([anchor, members]) => draftOf(view, anchor, members)),
    }
  },
}

function isAsync(path: string, language: string, text: string): boolean {
  return language === 'python' && regionOf(path) === 'source' && /^\s*async def /m.test(text)
}

function draftOf({ snapshot }: View, anchor: string, calls: readonly RuffFact[]): Inspection['drafts'][number] {
  const [first] = calls
  if (first === undefined) throw new Error(`no call for ${anchor}`)
  return {
    title: `The async ${first.symbol} makes ${waits[first.code]}: every other request waits`.slice(0, 140),
    claim: 'behaviour',
    impact: 'quality',
    reach: 'reachable',
    reachWhy: 'the function stands in source code outside tests and scripts',
    confidence: 'high',
    anchor: anchor.slice(0, 300),
    evidence: calls.slice(0, 5).map(({ file, line }) => cite(snapshot, file, line)),
    instances: calls.slice(0, 50).map(({ file, line }) => ({ file, line })),
    fix: {
      advice:
        'Await the asynchronous equivalent (asyncio.sleep, httpx.AsyncClient, asyncio.create_subprocess_exec) or move the call to asyncio.to_thread.',
      effort: 'S',
      doneWhen: `${first.symbol} makes no blocking call`,
    },
  }
}
