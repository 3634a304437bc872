import type { FactQuery } from '../../domain/finding.ts'
import type { FactTables } from './tables.ts'

export type FactName = keyof FactTables

/** Where a fact stands. Every fact is a flat record with its place, so that any of them can be cited and queried. */
export interface Placed {
  readonly file: string
  readonly line: number
}

/** The facts of one snapshot, by name, in the order of the files. */
export class FactStore {
  readonly #tables = new Map<string, Placed[]>()
  readonly #derived = new Map<string, unknown>()

  add<N extends FactName>(name: N, fact: FactTables[N]): void {
    const table = this.#tables.get(name)
    if (table === undefined) this.#tables.set(name, [fact])
    else table.push(fact)
  }

  all<N extends FactName>(name: N): readonly FactTables[N][] {
    return (this.#tables.get(name) ?? []) as unknown as readonly FactTables[N][]
  }

  /** How many facts of the name have exactly these values. What absence and count evidence is checked with. */
  count({ fact, where }: FactQuery): number {
    const wanted = Object.entries(where)
    return (this.#tables.get(fact) ?? []).filter((record) => {
      const values = new Map<string, unknown>(Object.entries(record))
      return wanted.every(([key, value]) => values.get(key) === value)
    }).length
  }

  /** Something computed from the whole store, made once: a join, a graph. */
  derived<T>(key: string, make: () => T): T {
    if (!this.#derived.has(key)) this.#derived.set(key, make())
    return this.#derived.get(key) as T
  }

  counts(): Record<string, number> {
    return Object.fromEntries([...this.#tables].map(([name, table]) => [name, table.length]).sort())
  }
}
