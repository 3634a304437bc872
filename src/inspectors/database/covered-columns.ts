import type { TableColumnFact } from '../facts/schema.ts'
import type { FactStore } from '../facts/store.ts'

/** `table.column` for every column that begins an index, a key or a unique constraint, wherever that is declared. */
function coveredColumns(facts: FactStore): ReadonlySet<string> {
  return facts.derived('covered-columns', () => {
    const tables = tablesByModel(facts)
    return new Set(
      facts.all('tableIndex').flatMap(({ table, columns, lead, isSpecial }) => {
        const name = table.startsWith('model:') ? (tables.get(table.slice('model:'.length)) ?? '*') : table
        // An expression index may serve any column it names.
        const served = isSpecial ? columns.split(',') : [lead]
        return served.map((column) => `${name}.${column}`)
      }),
    )
  })
}

/** Whether something in models, migrations or SQL begins with the column. A statement on an unreadable table counts. */
export function isCovered(facts: FactStore, table: string, column: string): boolean {
  const covered = coveredColumns(facts)
  const bare = table.slice(table.lastIndexOf('.') + 1)
  return [table, bare, '*'].some((name) => covered.has(`${name}.${column}`))
}

function tablesByModel(facts: FactStore): ReadonlyMap<string, string> {
  return new Map(facts.all('tableColumn').map(({ model, table }) => [model, table]))
}

/** SQLAlchemy columns by `Model.column`, under the name of the attribute's column; ambiguous models are left out. */
export function modelColumns(facts: FactStore): ReadonlyMap<string, TableColumnFact> {
  return facts.derived('sqlalchemy-columns', () => {
    const own = facts.all('tableColumn').filter(({ schema }) => schema === 'sqlalchemy')
    const files = Map.groupBy(own, ({ model }) => model)
    const isUnique = (model: string) => new Set(files.get(model)?.map(({ file }) => file)).size === 1
    return new Map(
      own.filter(({ model }) => isUnique(model)).map((column) => [`${column.model}.${column.column}`, column]),
    )
  })
}
