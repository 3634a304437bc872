import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

/**
 * `making`: nobody but us has seen it. `free`: nothing is in it that is not saved; it is put right when it is taken. `open`: an
 * agent or a command may have worked in it. `removing`: was free and is on its way out. `quarantined`: holds what we could not save, or is not ours any more; nobody touches it.
 */
const State = z.enum(['making', 'free', 'open', 'removing', 'quarantined'])

const Slot = z.object({
  id: z.int(),
  state: State,
  use: z.enum(['work', 'check']),
  /** Who works with it. */
  owner: z.string(),
  /** What stands in the mark of the folder that we made: another folder in its place is not ours. */
  mark: z.string(),
  run: z.string(),
  branch: z.string(),
  /** The commit that is checked out. */
  base: z.string(),
  /** The commit that was made in it. Empty: none. */
  made: z.string(),
  reason: z.string(),
})
export type SlotRow = z.infer<typeof Slot>

const Published = z.object({ done: z.string(), intent: z.string() })

const schema = `
  PRAGMA busy_timeout = 10000;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS slot (
    id INTEGER PRIMARY KEY AUTOINCREMENT, state TEXT NOT NULL, use TEXT NOT NULL, owner TEXT NOT NULL,
    mark TEXT NOT NULL, run TEXT NOT NULL DEFAULT '', branch TEXT NOT NULL DEFAULT '',
    base TEXT NOT NULL DEFAULT '', made TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT ''
  ) STRICT;
  CREATE TABLE IF NOT EXISTS published (
    place TEXT NOT NULL, branch TEXT NOT NULL, done TEXT NOT NULL, intent TEXT NOT NULL, PRIMARY KEY (place, branch)
  ) STRICT;
`

/** What we made and what became of it, on disc before it happens. Nothing that is not in here is ever removed. */
export class Registry {
  readonly #db: DatabaseSync
  constructor(folder: string) {
    this.#db = new DatabaseSync(join(folder, 'registry.db'))
    this.#db.exec(schema)
  }

  /** A free slot for this owner, one with that commit before others. Null: there is none. */
  take(use: SlotRow['use'], owner: string, base: string): SlotRow | null {
    const take = `UPDATE slot SET state = 'open', owner = ? WHERE id = (
      SELECT id FROM slot WHERE state = 'free' AND use = ? ORDER BY base = ? DESC, id LIMIT 1) RETURNING *`
    return this.#one(take, owner, use, base)
  }

  /** Says that a slot is going to be made. */
  intend(use: SlotRow['use'], owner: string, base: string): SlotRow {
    const insert = `INSERT INTO slot (state, use, owner, mark, base) VALUES ('making', ?, ?, ?, ?) RETURNING *`
    const made = this.#one(insert, use, owner, randomUUID(), base)
    if (made === null) throw new TypeError('the registry gave no row for a new slot')
    return made
  }

  set(id: number, change: Partial<Omit<SlotRow, 'id' | 'use' | 'mark'>>): void {
    const [columns, values] = [Object.keys(change), Object.values(change)]
    const assignments = columns.map((column) => `"${column}" = ?`).join(', ')
    this.#db.prepare(`UPDATE slot SET ${assignments} WHERE id = ?`).run(...values, id)
  }

  forget(id: number): void {
    this.#db.prepare('DELETE FROM slot WHERE id = ?').run(id)
  }

  get(id: number): SlotRow | null {
    return this.#one('SELECT * FROM slot WHERE id = ?', id)
  }

  all(): readonly SlotRow[] {
    return this.#db
      .prepare('SELECT * FROM slot ORDER BY id')
      .all()
      .map((row) => Slot.parse(row))
  }

  /** Takes a free slot out of use, the oldest first. Null: there is none. */
  retire(owner: string, use?: SlotRow['use']): SlotRow | null {
    const retire = `UPDATE slot SET state = 'removing', owner = ? WHERE id = (
      SELECT id FROM slot WHERE state = 'free' AND (? = '' OR use = ?) ORDER BY id DESC LIMIT 1) RETURNING *`
    return this.#one(retire, owner, use ?? '', use ?? '')
  }

  /** Makes slots of somebody who is dead ours. */
  inherit(from: readonly string[], to: string): readonly SlotRow[] {
    const mine = this.all().filter(
      ({ owner, state }) => from.includes(owner) && state !== 'free' && state !== 'quarantined',
    )
    for (const { id } of mine) this.set(id, { owner: to })
    return mine
  }

  published(place: string, branch: string): z.infer<typeof Published> {
    const row = this.#db.prepare('SELECT done, intent FROM published WHERE place = ? AND branch = ?').get(place, branch)
    return row === undefined ? { done: '', intent: '' } : Published.parse(row)
  }

  /** Branches that were about to move in a repository of the user's when somebody died. */
  halfPublished(place: string): readonly string[] {
    const rows = this.#db.prepare('SELECT branch FROM published WHERE place = ? AND done <> intent').all(place)
    return rows.map(({ branch }) => String(branch))
  }

  setPublished(place: string, branch: string, { done, intent }: z.infer<typeof Published>): void {
    this.#db.prepare('INSERT OR REPLACE INTO published VALUES (?, ?, ?, ?)').run(place, branch, done, intent)
  }

  close(): void {
    this.#db.close()
  }

  #one(sql: string, ...values: readonly (string | number)[]): SlotRow | null {
    const row = this.#db.prepare(sql).get(...values)
    return row === undefined ? null : Slot.parse(row)
  }
}
