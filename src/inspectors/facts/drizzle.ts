import type { CallExpression, Node } from 'oxc-parser'
import type { Collector, Emit } from './collector.ts'
import type { TableIndexFact } from './schema.ts'
import { callName } from './script-name.ts'
import { literalText } from './script-text.ts'
import type { TypeScriptTree } from './trees.ts'
import { Visitor } from './visitor.ts'

const providers: Readonly<Record<string, string>> = {
  pgTable: 'postgresql',
  sqliteTable: 'sqlite',
  mysqlTable: 'mysql',
  pgTableCreator: 'postgresql',
  sqliteTableCreator: 'sqlite',
  mysqlTableCreator: 'mysql',
}

/** Drizzle tables: columns, references, and every index on them. */
export const drizzleCollector: Collector = {
  id: 'drizzle',
  wants: (file) => file.language === 'typescript' && /drizzle-orm\/(?:pg|sqlite|mysql)-core/.test(file.text),
  collect: (file, trees, emit) => {
    const tree = trees.typescript()
    const makers = new Map(Object.entries(providers).filter(([name]) => name.endsWith('Table')))
    new Visitor({
      VariableDeclarator: (node) => {
        if (node.id.type !== 'Identifier' || node.init?.type !== 'CallExpression') return
        const maker = callName(node.init.callee)
        const creator = providers[maker]
        if (maker.endsWith('Creator') && creator !== undefined) makers.set(node.id.name, creator)
        const provider = makers.get(maker)
        const table = literalText(node.init.arguments[0])
        if (provider === undefined || table === null) return
        emitTable({ file: file.path, tree, model: node.id.name, table, provider, emit }, node.init)
      },
    }).visit(tree.program)
  },
}

interface Table {
  readonly file: string
  readonly tree: TypeScriptTree
  readonly model: string
  readonly table: string
  readonly provider: string
  readonly emit: Emit
}

function emitTable(table: Table, call: CallExpression): void {
  const { file, tree, provider } = table
  const line = tree.line(call.start)
  table.emit('database', { file, line, schema: 'drizzle', provider, isRelationMode: false })
  const columns = call.arguments[1]
  const object = columns?.type === 'ArrowFunctionExpression' ? returned(columns.body) : columns
  if (object?.type === 'ObjectExpression') {
    for (const property of object.properties) {
      if (property.type !== 'Property' || property.key.type !== 'Identifier') continue
      emitColumn(table, property.key.name, property.start, chainOf(property.value))
    }
  }
  const extras = call.arguments[2]
  if (extras !== undefined) emitExtras(table, extras)
}

function returned(body: Node): Node {
  return body.type === 'ParenthesizedExpression' ? body.expression : body
}

/** The calls of `integer('a').notNull().references(() => users.id)`, innermost first. */
function chainOf(node: Node): readonly CallExpression[] {
  if (node.type !== 'CallExpression') return []
  return node.callee.type === 'MemberExpression' ? [...chainOf(node.callee.object), node] : [node]
}

function emitColumn(table: Table, column: string, offset: number, chain: readonly CallExpression[]): void {
  const place = placeOf(table, offset)
  const names = chain.map((call) => callName(call.callee))
  table.emit('tableColumn', { ...place, column, type: names[0] ?? '', references: '' })
  if (names.includes('primaryKey')) emitIndex(table, offset, [column], { kind: 'primary', origin: 'column' })
  if (names.includes('unique')) emitIndex(table, offset, [column], { kind: 'unique', origin: 'column' })
  const reference = chain[names.indexOf('references')]
  if (reference === undefined) return
  const text = referenceText(reference)
  table.emit('tableReference', { ...place, columns: column, lead: column, ...text })
}

function referenceText(call: CallExpression): { target: string; onDelete: string } {
  const [arrow, options] = call.arguments
  const body = arrow?.type === 'ArrowFunctionExpression' ? returned(arrow.body) : undefined
  const target = body?.type === 'MemberExpression' && body.object.type === 'Identifier' ? body.object.name : ''
  const rule =
    options?.type === 'ObjectExpression'
      ? options.properties.find(
          (property) =>
            property.type === 'Property' && property.key.type === 'Identifier' && property.key.name === 'onDelete',
        )
      : undefined
  return { target, onDelete: rule?.type === 'Property' ? (literalText(rule.value) ?? '').replace(' ', '') : '' }
}

const extraKinds: Readonly<Record<string, TableIndexFact['kind']>> = {
  index: 'plain',
  uniqueIndex: 'unique',
  unique: 'unique',
  primaryKey: 'primary',
}

function emitExtras(table: Table, extras: Node): void {
  for (const call of callsIn(extras)) {
    const chain = chainOf(call)
    const kind = extraKinds[callName(chain[0]?.callee)]
    if (kind === undefined) continue
    const named = chain.find((part) => ['on', 'onOnly', 'using'].includes(callName(part.callee)))
    const fields = named?.arguments ?? (kind === 'primary' ? listedColumns(call) : [])
    const columns = fields.map((field) => callName(field.type === 'CallExpression' ? columnOfCall(field) : field))
    if (columns.length === 0) continue
    const isSpecial =
      columns.includes('') || chain.some((part) => ['where', 'using', 'with'].includes(callName(part.callee)))
    emitIndex(table, call.start, columns, { kind, origin: 'table' }, isSpecial)
  }
}

/** The outermost calls that the extras are made of. */
function callsIn(node: Node): readonly CallExpression[] {
  switch (node.type) {
    case 'CallExpression':
      return [node]
    case 'ArrowFunctionExpression':
      return callsIn(returned(node.body))
    case 'ArrayExpression':
      return node.elements.flatMap((element) => (element === null ? [] : callsIn(element)))
    case 'ObjectExpression':
      return node.properties.flatMap((property) => (property.type === 'Property' ? callsIn(property.value) : []))
    case 'BlockStatement':
      return node.body.flatMap((statement) =>
        statement.type === 'ReturnStatement' && statement.argument !== null ? callsIn(statement.argument) : [],
      )
    default:
      return []
  }
}

function columnOfCall(call: CallExpression): Node {
  return call.callee.type === 'MemberExpression' ? call.callee.object : call
}

function listedColumns(call: CallExpression): CallExpression['arguments'] {
  const [options] = call.arguments
  if (options?.type !== 'ObjectExpression') return call.arguments
  return options.properties.flatMap((property) =>
    property.type === 'Property' && property.value.type === 'ArrayExpression'
      ? property.value.elements.filter((element) => element !== null)
      : [],
  )
}

function emitIndex(
  table: Table,
  offset: number,
  columns: readonly string[],
  what: Pick<TableIndexFact, 'kind' | 'origin'>,
  isSpecial = false,
): void {
  table.emit('tableIndex', {
    ...placeOf(table, offset),
    columns: columns.join(','),
    lead: columns[0] ?? '',
    ...what,
    isSpecial,
  })
}

function placeOf({ file, tree, table, model }: Table, offset: number) {
  return { file, line: tree.line(offset), schema: 'drizzle', table, model } as const
}
