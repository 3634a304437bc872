import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Inbox } from '../runtimes/embedded/inbox.ts'
import { lockHolder } from '../runtimes/embedded/lock.ts'
import { readEvents } from '../runtimes/embedded/read.ts'
import { openForReading } from '../runtimes/embedded/schema.ts'
import type { Folders } from './folders.ts'
import type { RunLook } from './run-look.ts'

/** `stopped`: it let go. `stopping`: it heard, and its agents still work. `deaf`: it did not answer. */
export type Stopped = 'stopped' | 'stopping' | 'deaf'

/** Between two looks at the run. */
const lookMs = 100

/** Asks the process of a run to stop and waits until it has, for at most so many milliseconds. `heard` is called once. */
export async function stopRun(
  folders: Folders,
  { folder, holder, state }: RunLook,
  { how, waitMs, heard }: { how: 'graceful' | 'now'; waitMs: number; heard: () => void },
): Promise<Stopped> {
  post(folder, how)
  const end = Date.now() + waitMs
  let answered = false
  while (Date.now() < end) {
    await pause(lookMs)
    if (lockHolder(folders.state) !== holder) return 'stopped'
    if (answered || !isStopping(folder, state.events)) continue
    answered = true
    heard()
  }
  return answered ? 'stopping' : 'deaf'
}

function post(folder: string, how: 'graceful' | 'now'): void {
  const inbox = new Inbox(folder)
  try {
    inbox.post({ kind: 'stop', how, by: '"echelon stop"' })
  } finally {
    inbox.close()
  }
}

function isStopping(folder: string, after: number): boolean {
  const db = openForReading(join(folder, 'ledger.db'))
  try {
    for (const { fact } of readEvents(db, after)) if (fact.type === 'run.stopping') return true
    return false
  } finally {
    db.close()
  }
}
