import { DatabaseSync } from 'node:sqlite'
import { EchelonError } from '../../domain/errors.ts'

/** Version of the tables. A newer file is refused, never guessed at. */
const tablesVersion = 1

/**
 * Every table only grows at its end: a commit touches few pages, and what was written is never written again. Nothing
 * is looked up by SQL while a run goes on; an opening runtime reads the tables once. A unit's input is not kept: its
 * parent gives it again on replay.
 */
const tables = `
  CREATE TABLE IF NOT EXISTS facts (
    seq INTEGER PRIMARY KEY, boot INTEGER NOT NULL, wall INTEGER NOT NULL, mono REAL NOT NULL,
    unit TEXT NOT NULL, pos INTEGER, body TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS units (
    num INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, parent TEXT, pos INTEGER) STRICT;
  CREATE TABLE IF NOT EXISTS ends (
    num INTEGER PRIMARY KEY, unit TEXT NOT NULL, status TEXT NOT NULL, answer TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS steps (
    num INTEGER PRIMARY KEY, unit TEXT NOT NULL, pos INTEGER NOT NULL, call TEXT NOT NULL, answer TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS signals (
    id INTEGER PRIMARY KEY, unit TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, origin TEXT UNIQUE, taken INTEGER
  ) STRICT;
`

/** Pages of the write-ahead log before it is folded into the file: 32 MB. SQLite's default folds 8 times as often. */
const checkpointPages = 8_000

/** Opens the ledger of one run for writing. A null file keeps it in memory. */
export function openTables(file: string | null): DatabaseSync {
  const db = new DatabaseSync(file ?? ':memory:')
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000')
    db.exec(`PRAGMA wal_autocheckpoint = ${checkpointPages}`)
    checkVersion(db, file ?? 'memory')
    db.exec(tables)
    db.exec(`PRAGMA user_version = ${tablesVersion}`)
    return db
  } catch (cause) {
    db.close()
    throw cause
  }
}

/** Opens a ledger for reading only, as screens and the other verbs do while a run goes on. */
export function openForReading(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { readOnly: true })
  db.exec('PRAGMA busy_timeout = 5000')
  checkVersion(db, file)
  return db
}

function checkVersion(db: DatabaseSync, file: string): void {
  const version = Number(db.prepare('PRAGMA user_version').get()?.user_version ?? 0)
  if (version <= tablesVersion) return
  throw new EchelonError(
    'ledger',
    `${file} was written by a newer Echelon (tables ${version}, this one knows ${tablesVersion}). Update Echelon to go on with this run.`,
  )
}
