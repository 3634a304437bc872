import { cite } from '../cite.ts'
import { unitOf } from '../facts/manifest.ts'
import { type RuffFact, ruffFacts, ruffTool } from '../facts/ruff.ts'
import { isProduct } from '../facts/source-kind.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { awaitSleeps } from './await-sleep.ts'

const waits: Readonly<Record<string, string>> = {
  ASYNC210: 'on an HTTP call',
  ASYNC220: 'on a process',
  ASYNC221: 'on a process',
  ASYNC222: 'on a process',
  ASYNC251: 'in time.sleep',
}

export const syncCallInAsync: Inspector = {
  id: 'performance/sync-call-in-async',
  version: 1,
  layer: 'performance',
  title: 'An async function that blocks the event loop',
  tool: ruffTool,
  inspect: (view) => {
    const files = view.snapshot.files.filter(({ path, language, text }) => isAsync(path, language, text))
    const calls = ruffFacts(view.facts).filter(({ code, file }) => code in waits && isServing(file))
    const places = Map.groupBy(calls, ({ file, code }) => `${waits[code]}@${unitOf(view.snapshot, file)}`)
    return {
      population: files.length,
      bad: new Set(calls.map(({ file }) => file)).size,
      unit: 'files with async functions',
      drafts: [...places].map(([anchor, members]) => draftOf(view, anchor, members)),
    }
  },
}

/** A script that runs alone has nobody to keep waiting. */
function isServing(file: string): boolean {
  return isProduct(file) && !/(?:^|\/)(?:repro|reproduce|verify|debug|check)[-_][^/]*\.py$/i.test(file)
}

function isAsync(path: string, language: string, text: string): boolean {
  return language === 'python' && isServing(path) && /^\s*async def /m.test(text)
}

function titleOf(calls: readonly RuffFact[], first: RuffFact): string {
  const functions = new Set(calls.map(({ file, symbol }) => `${file}#${symbol}`)).size
  const who =
    functions === 1 ? `The async ${first.symbol} waits` : `${functions} async functions (such as ${first.symbol}) wait`
  return `${who} ${waits[first.code]}: the event loop stands still meanwhile`.slice(0, 140)
}

function draftOf(view: View, anchor: string, calls: readonly RuffFact[]): Unfiled {
  const [first] = calls
  if (first === undefined) throw new Error(`no call for ${anchor}`)
  return {
    title: titleOf(calls, first),
    claim: 'behaviour',
    impact: 'quality',
    reach: 'reachable',
    reachWhy: 'the function stands in source code outside tests and scripts',
    confidence: 'high',
    anchor: anchor.slice(0, 300),
    evidence: calls.slice(0, 5).map(({ file, line }) => cite(view.snapshot, file, line)),
    instances: calls.slice(0, 50).map(({ file, line }) => ({ file, line })),
    fix: {
      advice:
        'Await the asynchronous equivalent (asyncio.sleep, httpx.AsyncClient, asyncio.create_subprocess_exec) or move the call to asyncio.to_thread.',
      effort: 'S',
      doneWhen: 'no async function makes a blocking call of this kind',
      ...awaitSleeps(view, calls),
    },
  }
}
