import type { Placed } from './store.ts'

export type Schema = 'sqlalchemy' | 'alembic' | 'prisma' | 'drizzle' | 'sql'

/** One column of a table, as a model declares it. */
export interface TableColumnFact extends Placed {
  readonly schema: Schema
  readonly table: string
  /** The class, Prisma model or Drizzle constant. */
  readonly model: string
  readonly column: string
  readonly type: string
  /** Target of the foreign key as written, or an empty string. */
  readonly references: string
}

/** One index, primary key or unique constraint, wherever it is declared. */
export interface TableIndexFact extends Placed {
  readonly schema: Schema
  /** `*` when the statement's table cannot be read. */
  readonly table: string
  readonly model: string
  /** Comma-joined, in order. Parts that are expressions keep only the column names they hold. */
  readonly columns: string
  /** The first column: the one a filter can use alone. */
  readonly lead: string
  readonly kind: 'primary' | 'unique' | 'plain'
  /** `column` for a flag on the column itself, `table` for an own declaration. */
  readonly origin: 'column' | 'table'
  /** True for partial and expression indexes and for special methods: they never duplicate another one. */
  readonly isSpecial: boolean
}

/** A foreign key of a Prisma or Drizzle schema. */
export interface TableReferenceFact extends Placed {
  readonly schema: Schema
  readonly table: string
  readonly model: string
  readonly columns: string
  readonly lead: string
  readonly target: string
  /** What happens to the rows when their parent goes, in lower case; empty when it is not said. */
  readonly onDelete: string
}

/** The database behind a Prisma schema or a Drizzle table. */
export interface DatabaseFact extends Placed {
  readonly schema: Schema
  readonly provider: string
  /** True when the ORM, not the database, keeps references. */
  readonly isRelationMode: boolean
}

/** A table's name without quotes and without its schema. */
export function bareTable(name: string): string {
  return name.replace(/["'`[\]\s]/g, '').replace(/^.*\./, '')
}

/** Every `CREATE INDEX` of a piece of SQL. */
export function indexesOfSql(
  sql: string,
): readonly { at: number; table: string; columns: readonly string[]; isUnique: boolean; isSpecial: boolean }[] {
  const statement =
    /\bcreate\s{1,9}(unique\s{1,9})?index\s{1,9}(?:concurrently\s{1,9})?(?:if\s{1,9}not\s{1,9}exists\s{1,9})?(?:[\w."`]{1,140}\s{1,20})?on\s{1,20}(?:only\s{1,9})?([\w."`]{1,140})\s{0,20}(?:using\s{1,9}(\w{1,20})\s{0,20})?\(([^;]{0,600})/gi
  return [...sql.matchAll(statement)].map((match) => {
    const { inside, after } = balanced(match[4] ?? '')
    const columns = inside.split(',').map(columnOf)
    const isPlain = /^[\w"`\s,]*$/.test(inside.replace(/\b(?:asc|desc|nulls|first|last)\b/gi, ''))
    const method = (match[3] ?? 'btree').toLowerCase()
    const isSpecial = !isPlain || /\bwhere\b|\binclude\b/i.test(after) || method !== 'btree'
    return { at: match.index, table: bareTable(match[2] ?? ''), columns, isUnique: match[1] !== undefined, isSpecial }
  })
}

function balanced(text: string): { inside: string; after: string } {
  let depth = 1
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++
    if (text[at] === ')') depth--
    if (depth === 0) return { inside: text.slice(0, at), after: text.slice(at + 1) }
  }
  return { inside: text, after: '' }
}

/** The column an index part is about: `lower(email)` is about `email`. */
function columnOf(part: string): string {
  const words = part.replace(/["`]/g, '').match(/[A-Za-z_]\w*/g) ?? []
  return (part.includes('(') ? words[1] : words[0]) ?? ''
}
