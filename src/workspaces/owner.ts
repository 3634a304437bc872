import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Locks that this process holds. Without a reference the garbage collector would close the database and free the lock. */
const held = new Set<DatabaseSync>()

/** A lock on a file; the kernel gives it back when the process ends, however it ends. */
export interface Held {
  release(): void
}

/** Takes the lock of a file. Null: somebody else has it. */
export function tryHold(file: string): Held | null {
  const db = new DatabaseSync(file)
  try {
    db.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch (cause) {
    db.close()
    if (cause instanceof Error && 'errcode' in cause && cause.errcode === 5) return null
    throw cause
  }
  held.add(db)
  return {
    release: () => {
      held.delete(db)
      db.close()
    },
  }
}

/** Says to everybody that this owner lives, until it is released or the process ends. */
export function liveAs(folder: string, owner: string): Held {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const lock = tryHold(join(folder, `${owner}.db`))
  if (lock === null) throw new TypeError(`the owner ${owner} lives twice`)
  return {
    release: () => {
      lock.release()
      rmSync(join(folder, `${owner}.db`), { force: true })
    },
  }
}

/** Owners that once lived here and do not any more. */
export function deadOwners(folder: string, alive: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.db'))
  return names.map((name) => name.slice(0, -3)).filter((owner) => owner !== alive && !isAlive(folder, owner))
}

/** Forgets an owner that is dead and has nothing left. */
export function bury(folder: string, owner: string): void {
  for (const end of ['.db', '.db-journal']) rmSync(join(folder, `${owner}${end}`), { force: true })
}

function isAlive(folder: string, owner: string): boolean {
  const lock = tryHold(join(folder, `${owner}.db`))
  lock?.release()
  return lock === null
}
