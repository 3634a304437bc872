import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import PQueue from 'p-queue'
import type { Company } from './company.ts'
import { type Spent, stopwatch } from './meter.ts'

/** The same agents in the same shape at the same latency, and nothing else: no ledger, no door, no hierarchy. */
export async function workBare({ teams, specialists, turns, latency, teamCap }: Company): Promise<Spent> {
  const read = stopwatch()
  const queues = Array.from({ length: teams }, () => new PQueue({ concurrency: teamCap }))
  await Promise.all(
    queues.flatMap((queue) => Array.from({ length: specialists }, () => queue.add(() => agent(turns, latency)))),
  )
  return read()
}

/** One line per turn, flushed before the next: the least that a durable loop can do. */
export function writeJournal(file: string, line: string, turns: number): Spent {
  const handle = openSync(file, 'a')
  const read = stopwatch()
  for (let turn = 0; turn < turns; turn += 1) {
    writeSync(handle, line)
    fdatasyncSync(handle)
  }
  const spent = read()
  closeSync(handle)
  return spent
}

async function agent(turns: number, latency: number): Promise<number> {
  let calls = 0
  for (let turn = 0; turn < turns; turn += 1) {
    if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency))
    calls += await useTool(turn)
  }
  return calls
}

async function useTool(turn: number): Promise<number> {
  return turn < 0 ? 0 : 1
}
