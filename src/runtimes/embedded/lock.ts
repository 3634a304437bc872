import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { LockedError } from '../../domain/errors.ts'

/**
 * Holds a folder for one process. The lock is an exclusive transaction that is never committed: the kernel releases
 * it when the process ends, however it ends, so that there is no stale lock to clean up.
 */
export class Lock {
  readonly #db: DatabaseSync
  private constructor(db: DatabaseSync) {
    this.#db = db
  }

  /** Takes the lock at once or throws a LockedError that names the holder. */
  static take(folder: string, holder: string): Lock {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const db = new DatabaseSync(join(folder, 'lock.db'))
    try {
      db.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
    } catch (cause) {
      db.close()
      if (!isBusy(cause)) throw cause
      throw new LockedError(folder, readHolder(folder) ?? 'another process')
    }
    writeFileSync(join(folder, 'lock.txt'), holder)
    return new Lock(db)
  }

  release(): void {
    this.#db.close()
  }
}

/** Whether some process holds the folder, and who says so; null when it is free. */
export function lockHolder(folder: string): string | null {
  try {
    Lock.take(folder, readHolder(folder) ?? '').release()
    return null
  } catch (cause) {
    if (cause instanceof LockedError) return cause.holder
    throw cause
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
