import { cite } from '../cite.ts'
import type { ColumnFilterFact } from '../facts/queries.ts'
import { regionOf } from '../facts/region.ts'
import type { TableColumnFact } from '../facts/schema.ts'
import type { FactStore } from '../facts/store.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { isCovered, modelColumns } from './covered-columns.ts'

/** A plain column must be asked for this often, a foreign key less. */
const oftenEnough = { plain: 4, foreign: 2 } as const

export const missingIndex: Inspector = {
  id: 'database/missing-index',
  version: 1,
  layer: 'database',
  title: 'A column that queries filter by and that no index begins with',
  inspect: (view) => {
    const columns = filteredColumns(view.facts)
    const bad = columns.filter((column) => isBad(view, column))
    const tables = Map.groupBy(bad, ({ column }) => column.table)
    return {
      population: columns.length,
      bad: bad.length,
      unit: 'filtered columns',
      drafts: [...tables].map(([table, members]) => draftOf(view, table, members)),
    }
  },
}

interface Filtered {
  readonly column: TableColumnFact
  /** One filter for each query that nothing else narrows by an index. */
  readonly filters: readonly ColumnFilterFact[]
}

function filteredColumns(facts: FactStore): readonly Filtered[] {
  const known = modelColumns(facts)
  const own = facts.all('columnFilter').filter(({ file }) => regionOf(file) === 'source')
  const queries = Map.groupBy(own, ({ file, query }) => `${file}@${query}`)
  const found = [...queries.values()].flatMap((filters) => {
    const narrowed = filters.some((filter) => narrows(facts, known, filter))
    return filters.flatMap((filter) => {
      const column = known.get(`${filter.model}.${filter.column}`)
      return column === undefined ? [] : [{ column, filter, counts: !narrowed && filter.how !== 'join' }]
    })
  })
  return [...Map.groupBy(found, ({ column }) => column).entries()].map(([column, members]) => ({
    column,
    filters: [
      ...Map.groupBy(
        members.filter(({ counts }) => counts),
        ({ filter }) => `${filter.file}@${filter.query}`,
      ).values(),
    ].flatMap(([first]) => (first === undefined ? [] : [first.filter])),
  }))
}

/** A query that already finds its rows by an index or a key needs no second one. */
function narrows(facts: FactStore, known: ReadonlyMap<string, TableColumnFact>, filter: ColumnFilterFact): boolean {
  if (filter.how === 'join') return false
  const column = known.get(`${filter.model}.${filter.column}`)
  // A column that is inherited or unknown may well be the key.
  return column === undefined || isCovered(facts, column.table, column.column)
}

function isBad(view: View, { column, filters }: Filtered): boolean {
  if (isCovered(view.facts, column.table, column.column) || isCoarse(column)) return false
  if (column.references === '') return filters.length >= oftenEnough.plain
  return filters.length >= oftenEnough.foreign && !indexesForeignKeys(view)
}

/** An index on a flag, a state or a document helps nobody. */
function isCoarse(column: TableColumnFact): boolean {
  return /bool|enum|json|array|status|state|kind|type\b/i.test(`${column.type} ${column.column}`)
}

/** MySQL and MariaDB make an index for every foreign key. */
function indexesForeignKeys({ facts, snapshot }: View): boolean {
  return facts.derived('mysql', () =>
    snapshot.files.some(
      ({ path, text }) =>
        /(?:requirements[^/]*\.txt|pyproject\.toml|Pipfile|compose[^/]*\.ya?ml)$/.test(path) &&
        /\b(?:mysqlclient|pymysql|aiomysql|asyncmy|mysql|mariadb)\b/i.test(text),
    ),
  )
}

function draftOf(view: View, table: string, columns: readonly Filtered[]): Unfiled {
  const names = columns.map(({ column }) => column.column)
  const hasKey = columns.some(({ column }) => column.references !== '')
  const filters = columns.flatMap((column) => column.filters)
  const list = names.slice(0, 3).join(', ') + (names.length > 3 ? ', …' : '')
  return {
    title: `No index begins with ${table}.${list}, which ${filters.length} queries filter by`.slice(0, 140),
    claim: 'absence',
    impact: 'quality',
    reach: 'reachable',
    reachWhy: `${filters[0]?.symbol} and others in source code run these queries`,
    confidence: hasKey ? 'high' : 'medium',
    anchor: `table:${table}`,
    evidence: [
      ...columns.slice(0, 5).map(({ column }) => cite(view.snapshot, column.file, column.line)),
      ...filters.slice(0, 5).map(({ file, line }) => cite(view.snapshot, file, line, { role: 'related' })),
      ...names.slice(0, 5).map((lead) => absenceOf(table, lead)),
    ],
    instances: [...columns.map(({ column }) => column), ...filters]
      .slice(0, 50)
      .map(({ file, line }) => ({ file, line })),
    fix: {
      advice: `Add index=True (or an Index) for ${list} of ${table} and a migration that creates it; without one each query reads the whole table.`,
      effort: 'S',
      doneWhen: `an index of ${table} begins with each of: ${names.join(', ')}`.slice(0, 300),
    },
  }
}

function absenceOf(table: string, lead: string): Unfiled['evidence'][number] {
  return {
    kind: 'absence',
    query: { fact: 'tableIndex', where: { table, lead } },
    scope: ['**/*.py', '**/*.sql'],
    expected: 0,
  }
}
