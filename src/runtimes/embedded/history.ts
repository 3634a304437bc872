import type { DatabaseSync } from 'node:sqlite'
import { EchelonError } from '../../domain/errors.ts'
import type { Json } from '../../domain/json.ts'
import type { Settled } from '../../ports/runtime.ts'
import type { Blobs } from './blobs.ts'

/** One call of a mission unit as an earlier life of the process recorded it. */
export interface RecordedCall {
  readonly call: string
  readonly answer: string | null
}

export interface RecordedUnit {
  readonly parent: string | null
  readonly pos: number | null
  readonly settled: Settled | null
}

export interface EarlySignal {
  readonly id: number
  readonly body: string
}

/** What earlier lives of a run left behind: the calls of each unit by position, the units, and the signals not yet taken. */
export interface History {
  readonly boot: number
  readonly calls: Map<string, Map<number, RecordedCall>>
  readonly units: Map<string, RecordedUnit>
  readonly signals: Map<string, EarlySignal[]>
}

export const emitCall = 'emit'

export function readHistory(db: DatabaseSync, blobs: Blobs): History {
  const history: History = { boot: lastBoot(db) + 1, calls: new Map(), units: new Map(), signals: new Map() }
  const put = (unit: string, pos: number, call: RecordedCall): void => {
    const known = history.calls.get(unit) ?? new Map<number, RecordedCall>()
    history.calls.set(unit, known.set(pos, call))
  }
  for (const row of db.prepare('SELECT unit, pos, call, answer FROM steps').iterate())
    put(String(row.unit), Number(row.pos), { call: String(row.call), answer: String(row.answer) })
  for (const row of db.prepare('SELECT unit, pos FROM facts WHERE pos IS NOT NULL').iterate())
    put(String(row.unit), Number(row.pos), { call: emitCall, answer: null })
  const ends = readEnds(db, blobs)
  for (const row of db.prepare('SELECT id, name, parent, pos FROM units').iterate()) {
    const [id, parent, pos] = [String(row.id), text(row.parent), row.pos === null ? null : Number(row.pos)]
    history.units.set(id, { parent, pos, settled: ends.get(id) ?? null })
    if (parent !== null && pos !== null)
      put(parent, pos, { call: startCall(String(row.name), id.slice(parent.length + 1)), answer: null })
  }
  for (const row of db.prepare('SELECT id, unit, name, body FROM signals WHERE taken IS NULL ORDER BY id').iterate()) {
    const key = signalKey(String(row.unit), String(row.name))
    const waiting = history.signals.get(key) ?? []
    waiting.push({ id: Number(row.id), body: String(row.body) })
    history.signals.set(key, waiting)
  }
  return history
}

export function startCall(unit: string, key: string): string {
  return `start ${unit} ${key}`
}

export function signalKey(unit: string, name: string): string {
  return `${unit}\n${name}`
}

/** How units ended in earlier lives. */
function readEnds(db: DatabaseSync, blobs: Blobs): ReadonlyMap<string, Settled> {
  const ends = new Map<string, Settled>()
  for (const row of db.prepare('SELECT unit, status, answer FROM ends').iterate())
    ends.set(String(row.unit), settledFrom(String(row.status), text(row.answer), blobs))
  return ends
}

function settledFrom(status: string, answer: string | null, blobs: Blobs): Settled {
  switch (status) {
    case 'done': {
      const value: Json = JSON.parse(blobs.get(answer ?? 'null'))
      return { status, value }
    }
    case 'failed':
      return { status, message: answer ?? '' }
    case 'cancelled':
      return { status }
    default:
      throw new EchelonError(
        'ledger',
        `The ledger holds a unit that ended as "${status}"; a newer Echelon wrote it. Update to resume.`,
      )
  }
}

function lastBoot(db: DatabaseSync): number {
  return Number(db.prepare('SELECT boot FROM facts ORDER BY seq DESC LIMIT 1').get()?.boot ?? 0)
}

function text(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value)
}
