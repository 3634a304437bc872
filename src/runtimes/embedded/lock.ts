import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { LockedError } from '../../domain/errors.ts'

/** Whoever only asks shares the lock for well under a millisecond; a taker lets it pass. */
const probeMs = 250

/** Locks this process holds. Without a reference the garbage collector would close the database and free the lock. */
const held = new Set<Lock>()

/**
 * Holds a folder for one process. The lock is an exclusive transaction that is never committed: the kernel releases
 * it when the process ends, however it ends, so that there is no stale lock to clean up.
 */
export class Lock {
  readonly #db: DatabaseSync
  private constructor(db: DatabaseSync) {
    this.#db = db
  }

  /** Takes the lock within `probeMs` or throws a LockedError that names the holder. */
  static take(folder: string, holder: string): Lock {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const db = new DatabaseSync(join(folder, 'lock.db'))
    try {
      db.exec(`PRAGMA busy_timeout = ${probeMs}; BEGIN EXCLUSIVE`)
    } catch (cause) {
      db.close()
      if (!isBusy(cause)) throw cause
      throw new LockedError(folder, readHolder(folder) ?? 'another process')
    }
    writeFileSync(join(folder, 'lock.txt'), holder)
    const lock = new Lock(db)
    held.add(lock)
    return lock
  }

  release(): void {
    held.delete(this)
    this.#db.close()
  }
}

/**
 * Whether some process holds the folder, and who says so; null when it is free. It reads and takes nothing: a run that
 * starts at this very moment waits for it and is not refused.
 */
export function lockHolder(folder: string): string | null {
  const file = join(folder, 'lock.db')
  if (!existsSync(file)) return null
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    db.exec('PRAGMA busy_timeout = 0')
    db.prepare('SELECT count(*) FROM sqlite_master').get()
    return null
  } catch (cause) {
    if (!isBusy(cause)) throw cause
    return readHolder(folder) ?? 'another process'
  } finally {
    db.close()
  }
}

function readHolder(folder: string): string | null {
  try {
    return readFileSync(join(folder, 'lock.txt'), 'utf8').trim() || null
  } catch {
    // The holder writes its name just after it takes the lock; until then nobody knows it.
    return null
  }
}

function isBusy(cause: unknown): boolean {
  return cause instanceof Error && 'errcode' in cause && cause.errcode === 5
}
