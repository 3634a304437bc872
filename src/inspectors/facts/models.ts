import type { SyntaxNode } from '@lezer/common'
import type { SourceFile } from '../snapshot.ts'
import type { Collector, Emit } from './collector.ts'
import { isRevision } from './migrations.ts'
import { assignmentsOf, type PythonAssignment } from './python-assignment.ts'
import { nodesOf, textOf } from './python-node.ts'
import { calleeOf, callOf, isTrue, type PythonCall, type PythonValue, stringValue } from './python-value.ts'
import type { TableIndexFact } from './schema.ts'
import type { PythonTree } from './trees.ts'

/** SQLAlchemy and SQLModel classes: their columns, and every index, key and unique constraint on them. */
export const modelCollector: Collector = {
  id: 'models',
  wants: (file) =>
    file.language === 'python' && /sqlalchemy|sqlmodel|SQLModel|db\.Column/.test(file.text) && !isRevision(file),
  collect: (file, trees, emit) => {
    const python = trees.python()
    for (const node of nodesOf(python, ['ClassDefinition'])) {
      const model = modelOf(file, python, node)
      if (model !== null) emitModel(model, emit)
    }
    for (const node of nodesOf(python, ['ExpressionStatement', 'AssignStatement'])) {
      if (node.parent?.name === 'Script') emitLooseIndex(file, python, node, emit)
    }
  },
}

interface Model {
  readonly file: SourceFile
  readonly name: string
  readonly table: string
  readonly line: number
  readonly isSqlModel: boolean
  readonly assignments: readonly PythonAssignment[]
}

function modelOf(file: SourceFile, python: PythonTree, node: SyntaxNode): Model | null {
  const nameNode = node.getChild('VariableName')
  const body = node.getChild('Body')
  if (nameNode === null || body === null) return null
  const name = textOf(nameNode, python)
  const assignments = assignmentsOf(body, python)
  const bases = callOf(node, python)
  const isSqlModel = isTrue(bases.keywords.get('table'))
  const named = stringValue(assignments.find(({ target }) => target === '__tablename__')?.value ?? undefined)
  const isFlask = bases.args.some((base) => base.kind === 'name' && /(?:^|\.)db\.Model$/.test(base.text))
  const table = named ?? (isSqlModel ? name.toLowerCase() : isFlask ? snake(name) : null)
  return table === null ? null : { file, name, table, line: python.line(node.from), isSqlModel, assignments }
}

function snake(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase()
}

function emitModel(model: Model, emit: Emit): void {
  const keys: { column: string; line: number }[] = []
  for (const assignment of model.assignments) {
    if (assignment.target === '__table_args__') emitTableArgs(model, assignment.value, emit)
    else if (emitColumn(model, assignment, emit) === 'primary') {
      keys.push({ column: columnName(assignment, model), line: assignment.line })
    }
  }
  const [first] = keys
  if (first === undefined) return
  // Several key columns are one key, in the order of the class.
  const columns = keys.map(({ column }) => column).join(',')
  emit('tableIndex', { ...placeOf(model, first.line), columns, lead: first.column, ...flag, kind: 'primary' })
}

const flag = { origin: 'column', isSpecial: false } as const

function placeOf(model: Model, line: number) {
  return { file: model.file.path, line, schema: 'sqlalchemy', model: model.name, table: model.table } as const
}

function columnName({ target, value }: PythonAssignment, model: Model): string {
  const call = value?.kind === 'call' ? columnCall(value, model.isSqlModel) : null
  return stringValue(call?.args[0]) ?? target
}

/** Says whether the column belongs to the primary key; that is reported once for the whole key. */
function emitColumn(model: Model, assignment: PythonAssignment, emit: Emit): 'primary' | 'plain' {
  const { value, annotation, line } = assignment
  if (value !== null && value.kind !== 'call') return 'plain'
  const call = value === null ? null : columnCall(value, model.isSqlModel)
  if (call === null && !/^Mapped\[/.test(annotation) && !(model.isSqlModel && value === null)) return 'plain'
  const column = columnName(assignment, model)
  const place = placeOf(model, line)
  const type = `${annotation} ${call === null ? '' : typeOf(call)}`.trim().slice(0, 200)
  emit('tableColumn', { ...place, column, type, references: call === null ? '' : foreignKey(call) })
  if (call === null) return 'plain'
  const index = call.keywords.get('index')
  // Index and unique together make one unique index. What cannot be read counts as an index.
  const isUnique = isTrue(call.keywords.get('unique'))
  if (isUnique || isTrue(index) || call.open || index?.kind === 'name') {
    emit('tableIndex', { ...place, columns: column, lead: column, ...flag, kind: isUnique ? 'unique' : 'plain' })
  }
  return isTrue(call.keywords.get('primary_key')) ? 'primary' : 'plain'
}

function columnCall(call: PythonCall, isSqlModel: boolean): PythonCall | null {
  const last = call.callee.slice(call.callee.lastIndexOf('.') + 1)
  if (last === 'Column' || last === 'mapped_column') return call
  if (last !== 'Field' || !isSqlModel) return null
  const inner = call.keywords.get('sa_column')
  return inner?.kind === 'call' ? inner : call
}

function typeOf(call: PythonCall): string {
  return call.args
    .filter((argument) => stringValue(argument) === null)
    .map((argument) => (argument.kind === 'call' ? argument.callee : argument.kind === 'name' ? argument.text : ''))
    .join(' ')
}

function foreignKey(call: PythonCall): string {
  const direct = stringValue(call.keywords.get('foreign_key'))
  if (direct !== null) return direct
  const key = call.args.find((argument) => argument.kind === 'call' && /(?:^|\.)ForeignKey$/.test(argument.callee))
  const target = key?.kind === 'call' ? key.args[0] : undefined
  return stringValue(target) ?? (target?.kind === 'name' ? target.text : '')
}

function emitTableArgs(model: Model, value: PythonValue | null, emit: Emit): void {
  const items = value?.kind === 'list' ? value.items : value === null || value.kind === 'dict' ? [] : [value]
  for (const item of items) if (item.kind === 'call') emitIndex(model, item, emit)
}

const kinds: Readonly<Record<string, TableIndexFact['kind']>> = {
  Index: 'plain',
  UniqueConstraint: 'unique',
  PrimaryKeyConstraint: 'primary',
}

function emitIndex(model: Pick<Model, 'file' | 'name' | 'table'>, call: PythonCall, emit: Emit): void {
  const kind = kinds[call.callee.slice(call.callee.lastIndexOf('.') + 1)]
  if (kind === undefined) return
  const parts = kind === 'plain' ? call.args.slice(1) : call.args
  const columns = parts.map((part) => columnIn(part))
  const options = [...call.keywords.keys()].some((key) => /where|using|ops|include|length/.test(key))
  emit('tableIndex', {
    file: model.file.path,
    line: call.line,
    schema: 'sqlalchemy',
    model: model.name,
    table: model.table,
    columns: columns.join(','),
    lead: columns[0] ?? '',
    kind: kind === 'plain' && isTrue(call.keywords.get('unique')) ? 'unique' : kind,
    origin: 'table',
    isSpecial: options || parts.some((part) => part.kind !== 'string' && part.kind !== 'name') || call.open,
  })
}

/** The column an index part is about; functions and orderings are read through. */
function columnIn(part: PythonValue): string {
  switch (part.kind) {
    case 'string':
      return part.text
    case 'name':
      return part.text.slice(part.text.lastIndexOf('.') + 1)
    case 'call': {
      const [first] = part.args
      if (first === undefined) return part.callee.split('.').at(-2) ?? ''
      const text = columnIn(first)
      return /[A-Za-z_]\w*/.exec(text.replace(/^\w+\(/, ''))?.[0] ?? ''
    }
    default:
      return ''
  }
}

/** `Index('name', Model.column)` that stands beside the classes. */
function emitLooseIndex(file: SourceFile, python: PythonTree, node: SyntaxNode, emit: Emit): void {
  const callNode = node.getChild('CallExpression')
  if (callNode === null || !/(?:^|\.)Index$/.test(calleeOf(callNode, python))) return
  const call = callOf(callNode, python)
  const owner = call.args.flatMap((argument) =>
    argument.kind === 'name' ? [argument.text.split('.')[0] ?? ''] : [],
  )[0]
  // The class is known by name only: its table is looked up by whoever joins.
  emitIndex({ file, name: owner ?? '', table: owner === undefined ? '*' : `model:${owner}` }, call, emit)
}
