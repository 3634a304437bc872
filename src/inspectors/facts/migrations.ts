import type { SyntaxNode } from '@lezer/common'
import type { SourceFile } from '../snapshot.ts'
import type { Collector, Emit } from './collector.ts'
import { folderOf } from './path.ts'
import { assignmentsOf } from './python-assignment.ts'
import { ancestor, nodesOf, textOf } from './python-node.ts'
import { calleeOf, callOf, isTrue, type PythonCall, type PythonValue, stringValue } from './python-value.ts'
import { bareTable, indexesOfSql, type TableIndexFact } from './schema.ts'
import type { Placed } from './store.ts'
import type { PythonTree } from './trees.ts'

/** One Alembic revision. */
export interface MigrationFact extends Placed {
  readonly folder: string
  readonly revision: string
  /** Comma-joined parents; empty for a root. */
  readonly parents: string
  /** True when revision or parents are computed. */
  readonly isDynamic: boolean
  readonly hasLabels: boolean
}

/** Alembic revisions and what they do to indexes; plain SQL files are read for the same. */
export const migrationCollector: Collector = {
  id: 'migrations',
  wants: (file) => isRevision(file) || file.language === 'sql',
  collect: (file, trees, emit) => {
    if (file.language === 'sql') return emitSql(file.path, file.text, 1, 'sql', emit)
    const python = trees.python()
    emitRevision(file, python, emit)
    for (const node of nodesOf(python, ['CallExpression'])) emitOperation(file, python, node, emit)
  },
}

/** An Alembic revision. What it declares is the database as it stood that day, and its queries run once. */
export function isRevision(file: SourceFile): boolean {
  return file.language === 'python' && /^down_revision\b/m.test(file.text)
}

function emitRevision(file: SourceFile, python: PythonTree, emit: Emit): void {
  const assignments = assignmentsOf(python.tree.topNode, python)
  const assigned = (name: string) => assignments.find(({ target }) => target === name)
  const revision = stringValue(assigned('revision')?.value ?? undefined)
  const down = assigned('down_revision')
  const labels = assigned('branch_labels')?.value
  const parents = parentsOf(down?.value ?? null)
  emit('migration', {
    file: file.path,
    line: down?.line ?? 1,
    folder: folderOf(file.path),
    revision: revision ?? '',
    parents: (parents ?? []).join(','),
    isDynamic: revision === null || parents === null,
    hasLabels: labels != null && labels.kind !== 'none',
  })
}

function parentsOf(value: PythonValue | null): readonly string[] | null {
  if (value === null) return null
  if (value.kind === 'none') return []
  const texts = (value.kind === 'list' ? value.items : [value]).map((item) => stringValue(item))
  return texts.every((text) => text !== null) ? texts : null
}

function emitOperation(file: SourceFile, python: PythonTree, node: SyntaxNode, emit: Emit): void {
  const callee = calleeOf(node, python)
  const last = callee.slice(callee.lastIndexOf('.') + 1)
  if (!isUpgrade(node, python)) return
  const operation: Operation = { file, call: callOf(node, python), table: batchTable(node, python), emit }
  switch (last) {
    case 'create_index':
      return emitCreated(operation, 'plain')
    case 'create_unique_constraint':
      return emitCreated(operation, 'unique')
    case 'create_primary_key':
      return emitCreated(operation, 'primary')
    case 'create_table':
    case 'add_column':
      return emitColumns(operation)
    case 'execute':
    case 'text':
      return emitSql(file.path, textOf(node, python), operation.call.line, 'alembic', emit)
    default:
      return
  }
}

interface Operation {
  readonly file: SourceFile
  readonly call: PythonCall
  /** The table of the surrounding batch, or null. */
  readonly table: string | null
  readonly emit: Emit
}

/** What a downgrade makes does not exist at head. */
function isUpgrade(node: SyntaxNode, python: PythonTree): boolean {
  const around = ancestor(node, ['FunctionDefinition'])
  const name = around?.getChild('VariableName')
  return name == null || !textOf(name, python).startsWith('downgrade')
}

function batchTable(node: SyntaxNode, python: PythonTree): string | null {
  const block = ancestor(node, ['WithStatement'])
  if (block === null) return null
  const head = python.slice(block.from, Math.min(block.to, block.from + 300))
  return /batch_alter_table\(\s*["'](\w+)["']/.exec(head)?.[1] ?? null
}

function emitCreated({ file, call, table, emit }: Operation, kind: TableIndexFact['kind']): void {
  const rest = call.args.slice(1)
  const named = table ?? stringValue(call.keywords.get('table_name') ?? rest[0])
  const columns = call.keywords.get('columns') ?? (table === null ? rest[1] : rest[0]) ?? null
  const parts = columns?.kind === 'list' ? columns.items : []
  const names = parts.map((part) => stringValue(part) ?? '')
  emit('tableIndex', {
    file: file.path,
    line: call.line,
    schema: 'alembic',
    model: '',
    table: named === null ? '*' : bareTable(named),
    columns: names.join(','),
    lead: names[0] ?? '',
    kind: isTrue(call.keywords.get('unique')) ? 'unique' : kind,
    origin: 'table',
    isSpecial: names.includes('') || [...call.keywords.keys()].some((key) => /where|using/.test(key)),
  })
}

function emitColumns({ file, call, table, emit }: Operation): void {
  const named = table ?? stringValue(call.args[0]) ?? '*'
  const say = (line: number, columns: readonly string[], kind: TableIndexFact['kind']) =>
    emit('tableIndex', {
      file: file.path,
      line,
      schema: 'alembic',
      model: '',
      table: bareTable(named),
      columns: columns.join(','),
      lead: columns[0] ?? '',
      kind,
      origin: 'column',
      isSpecial: false,
    })
  const keys = call.args.filter((part) => part.kind === 'call' && isTrue(part.keywords.get('primary_key')))
  const names = keys.flatMap((part) => (part.kind === 'call' ? (stringValue(part.args[0]) ?? []) : []))
  if (names.length > 0) say(call.line, names, 'primary')
  for (const part of call.args) {
    if (part.kind !== 'call') continue
    const texts = part.args.map((argument) => stringValue(argument)).filter((text) => text !== null)
    if (/PrimaryKeyConstraint$/.test(part.callee)) say(part.line, texts, 'primary')
    else if (/UniqueConstraint$/.test(part.callee)) say(part.line, texts, 'unique')
    else if (/Index$/.test(part.callee)) say(part.line, texts.slice(1), 'plain')
    else if (isTrue(part.keywords.get('unique'))) say(part.line, texts.slice(0, 1), 'unique')
    else if (isTrue(part.keywords.get('index'))) say(part.line, texts.slice(0, 1), 'plain')
  }
}

function emitSql(file: string, sql: string, line: number, schema: 'alembic' | 'sql', emit: Emit): void {
  for (const { at, table, columns, isUnique, isSpecial } of indexesOfSql(sql)) {
    emit('tableIndex', {
      file,
      line: line + sql.slice(0, at).split('\n').length - 1,
      schema,
      model: '',
      table,
      columns: columns.join(','),
      lead: columns[0] ?? '',
      kind: isUnique ? 'unique' : 'plain',
      origin: 'table',
      isSpecial,
    })
  }
}
