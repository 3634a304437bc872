import { cite } from '../cite.ts'
import { regionOf } from '../facts/region.ts'
import type { TableIndexFact } from '../facts/schema.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { counted } from '../wording.ts'
import { dropIndexes } from './drop-index.ts'

export const duplicateIndex: Inspector = {
  id: 'database/duplicate-index',
  version: 1,
  layer: 'database',
  title: 'Two indexes on the same columns of a table',
  inspect: (view) => {
    const indexes = view.facts
      .all('tableIndex')
      .filter(({ schema, isSpecial, file, columns }) => isModel(schema) && !isSpecial && columns !== '' && isOwn(file))
    const tables = Map.groupBy(indexes, ({ file, table }) => `${table}\n${file}`)
    const found = [...tables.values()].flatMap((members) => duplicatesOf(members))
    const keys = found.filter(({ kept, spare }) => isKeyFlag(kept, spare))
    const others = Map.groupBy(
      found.filter((pair) => !keys.includes(pair)),
      ({ spare }) => spare.table,
    )
    return {
      population: indexes.length,
      bad: found.length,
      unit: 'indexes',
      drafts: [
        ...(keys.length === 0 ? [] : [keyDraft(view, keys)]),
        ...[...others].map(([table, members]) => draftOf(view, table, members)),
      ],
    }
  },
}

interface Pair {
  readonly kept: TableIndexFact
  readonly spare: TableIndexFact
}

function isModel(schema: TableIndexFact['schema']): boolean {
  return schema === 'sqlalchemy' || schema === 'prisma' || schema === 'drizzle'
}

function isOwn(file: string): boolean {
  return !['test', 'docs', 'vendored'].includes(regionOf(file))
}

const strength: Readonly<Record<TableIndexFact['kind'], number>> = { primary: 2, unique: 1, plain: 0 }

/** Of two with the same columns the weaker one is spare. */
function duplicatesOf(indexes: readonly TableIndexFact[]): readonly Pair[] {
  return [...Map.groupBy(indexes, ({ columns }) => columns).values()].flatMap((same) => {
    const [kept, ...spares] = [...same].sort((a, b) => strength[b.kind] - strength[a.kind])
    return kept === undefined ? [] : spares.map((spare) => ({ kept, spare }))
  })
}

/** `primary_key=True, index=True` on one column: a habit, and one finding. */
function isKeyFlag(kept: TableIndexFact, spare: TableIndexFact): boolean {
  return kept.kind === 'primary' && spare.file === kept.file && spare.line === kept.line
}

function keyDraft(view: View, pairs: readonly Pair[]): Unfiled {
  const tables = pairs.map(({ spare }) => spare.table)
  return {
    ...shared,
    title:
      `The primary key of ${counted(tables.length, 'table')} (${tables.slice(0, 3).join(', ')}) is indexed twice`.slice(
        0,
        140,
      ),
    impact: 'hygiene',
    anchor: 'primary-keys',
    evidence: pairs.slice(0, 10).map(({ spare }) => cite(view.snapshot, spare.file, spare.line)),
    instances: pairs.slice(0, 100).map(({ spare: { file, line } }) => ({ file, line })),
    fix: {
      advice:
        'Drop index=True from primary key columns and add a migration that drops the second index: a key is an index.',
      effort: 'S',
      doneWhen: 'no primary key column has an index of its own',
      ...dropIndexes(
        view,
        pairs.map(({ spare }) => spare),
      ),
    },
  }
}

function draftOf(view: View, table: string, pairs: readonly Pair[]): Unfiled {
  const columns = pairs.map(({ spare }) => spare.columns.replaceAll(',', ', '))
  return {
    ...shared,
    title: `Table ${table} has two indexes on (${columns[0]})`.slice(0, 140),
    impact: 'quality',
    anchor: `table:${table}`,
    evidence: pairs
      .slice(0, 5)
      .flatMap(({ kept, spare }) => [
        cite(view.snapshot, spare.file, spare.line),
        cite(view.snapshot, kept.file, kept.line, { role: 'related' }),
      ]),
    instances: pairs.slice(0, 50).map(({ spare: { file, line } }) => ({ file, line })),
    fix: {
      advice: `Keep one index on (${columns.join('; ')}) of ${table}: a key or a unique constraint already is one. Every write pays for the second.`,
      effort: 'S',
      doneWhen: `each list of columns of ${table} is indexed once`,
      ...dropIndexes(
        view,
        pairs.map(({ spare }) => spare),
      ),
    },
  }
}

const shared = {
  claim: 'presence',
  reach: 'reachable',
  reachWhy: 'the table belongs to the schema of this repository',
  confidence: 'high',
} as const
