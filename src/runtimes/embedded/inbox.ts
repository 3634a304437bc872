import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

/** What another process may ask of the one that runs a mission. It asks; the ledger is written by the runner alone. */
export const Command = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stop'), how: z.enum(['graceful', 'now']), by: z.string() }),
  z.object({ kind: z.literal('signal'), unit: z.string(), name: z.string(), data: z.json() }),
])
export type Command = z.infer<typeof Command>

/** Commands for a run, in the order in which they came. Any process may post; the runner takes. */
export class Inbox {
  readonly #db: DatabaseSync
  constructor(folder: string) {
    this.#db = new DatabaseSync(join(folder, 'inbox.db'))
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000')
    this.#db.exec('CREATE TABLE IF NOT EXISTS commands (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT')
  }

  post(command: Command): void {
    this.#db.prepare('INSERT INTO commands (body) VALUES (?)').run(JSON.stringify(command))
  }

  /** Commands after that id. One that cannot be read is passed over: whoever wrote it was not us. */
  after(id: number): readonly { readonly id: number; readonly command: Command }[] {
    const rows = this.#db.prepare('SELECT id, body FROM commands WHERE id > ? ORDER BY id').all(id)
    return rows.flatMap((row) => {
      const command = Command.safeParse(JSON.parse(String(row.body)))
      return command.success ? [{ id: Number(row.id), command: command.data }] : []
    })
  }

  /** The id of the newest command: commands of an earlier life of the run do not stop the next one. */
  newest(): number {
    return Number(this.#db.prepare('SELECT max(id) AS id FROM commands').get()?.id ?? 0)
  }

  close(): void {
    this.#db.close()
  }
}
