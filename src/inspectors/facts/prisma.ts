import type { SourceFile } from '../snapshot.ts'
import type { Collector, Emit } from './collector.ts'
import type { TableIndexFact } from './schema.ts'

/** Prisma schemas: columns, indexes, relations and the database behind them. */
export const prismaCollector: Collector = {
  id: 'prisma',
  wants: (file) => file.language === 'prisma',
  collect: (file, _trees, emit) => {
    for (const block of blocksOf(file)) {
      if (block.kind === 'model') emitModel(file, block, emit)
      if (block.kind === 'datasource') emitSource(file, block, emit)
    }
  },
}

interface Line {
  readonly text: string
  readonly line: number
}

interface Block {
  readonly kind: string
  readonly name: string
  readonly lines: readonly Line[]
}

function blocksOf(file: SourceFile): readonly Block[] {
  const blocks: Block[] = []
  let open: { kind: string; name: string; lines: Line[] } | null = null
  for (const [index, raw] of file.text.split('\n').entries()) {
    const text = raw.replace(/\/\/.*$/, '').trim()
    const head = /^(model|datasource|enum|view|generator|type)\s+(\w+)\s*\{/.exec(text)
    if (head !== null) open = { kind: head[1] ?? '', name: head[2] ?? '', lines: [] }
    else if (text === '}' && open !== null) {
      blocks.push(open)
      open = null
    } else if (text !== '') open?.lines.push({ text, line: index + 1 })
  }
  return blocks
}

function emitSource(file: SourceFile, block: Block, emit: Emit): void {
  const text = block.lines.map((line) => line.text).join('\n')
  const provider = /provider\s*=\s*"(\w+)"/.exec(text)?.[1] ?? ''
  const isRelationMode = /relationMode\s*=\s*"prisma"/.test(text)
  emit('database', { file: file.path, line: block.lines[0]?.line ?? 1, schema: 'prisma', provider, isRelationMode })
}

function emitModel(file: SourceFile, block: Block, emit: Emit): void {
  const table = block.lines.flatMap(({ text }) => /^@@map\((?:name:\s*)?"([^"]+)"/.exec(text)?.[1] ?? [])[0]
  const model: Model = { path: file.path, name: block.name, table: table ?? block.name, emit, columns: mapped(block) }
  for (const line of block.lines) {
    if (line.text.startsWith('@@')) emitBlockIndex(model, line)
    else emitField(model, line)
  }
}

interface Model {
  readonly path: string
  readonly name: string
  readonly table: string
  /** Field → column, where `@map` gives another name. */
  readonly columns: ReadonlyMap<string, string>
  readonly emit: Emit
}

function mapped(block: Block): ReadonlyMap<string, string> {
  return new Map(
    block.lines.flatMap(({ text }) => {
      const found = /^(\w+)\s[^@]*.*?\s@map\((?:name:\s*)?"([^"]+)"/.exec(text)
      return found === null ? [] : [[found[1] ?? '', found[2] ?? ''] as const]
    }),
  )
}

function emitBlockIndex(model: Model, { text, line }: Line): void {
  const [, attribute = '', listed, single] =
    /^@@(index|unique|id)\(\s*(?:fields:\s*)?(?:\[([^\]]*)\]|(\w+))/.exec(text) ?? []
  if (attribute === '') return
  const names = splitFields(listed ?? single ?? '')
  const isSpecial = /\btype:|\bops:|\bwhere:|\blength:/.test(text)
  emitIndex(model, line, names, { kind: kindOf(attribute), origin: 'table', isSpecial })
}

/** `a, b(sort: Desc)` → a, b. */
function splitFields(fields: string): readonly string[] {
  return fields
    .replace(/\([^)]*\)/g, '')
    .split(',')
    .map((field) => field.trim())
    .filter((field) => field !== '')
}

function kindOf(attribute: string): TableIndexFact['kind'] {
  return attribute === 'id' ? 'primary' : attribute === 'unique' ? 'unique' : 'plain'
}

function emitIndex(
  model: Model,
  line: number,
  fields: readonly string[],
  rest: Pick<TableIndexFact, 'kind' | 'origin' | 'isSpecial'>,
): void {
  const columns = fields.map((field) => model.columns.get(field) ?? field)
  model.emit('tableIndex', {
    file: model.path,
    line,
    schema: 'prisma',
    table: model.table,
    model: model.name,
    columns: columns.join(','),
    lead: columns[0] ?? '',
    ...rest,
  })
}

function emitField(model: Model, { text, line }: Line): void {
  const [, field = '', type = ''] = /^(\w+)\s+([\w.]+(?:\[\])?\??)/.exec(text) ?? []
  if (field === '') return
  const place = { file: model.path, line, schema: 'prisma', table: model.table, model: model.name } as const
  const relation = /@relation\((.*)\)/.exec(text)?.[1] ?? ''
  const [, listed, single] = /fields:\s*(?:\[([^\]]*)\]|(\w+))/.exec(relation) ?? []
  const from = listed ?? single
  if (from !== undefined) {
    const columns = splitFields(from).map((name) => model.columns.get(name) ?? name)
    const onDelete = (/onDelete:\s*(\w+)/.exec(relation)?.[1] ?? '').toLowerCase()
    const target = type.replace(/\?$/, '')
    const names = { columns: columns.join(','), lead: columns[0] ?? '' }
    return model.emit('tableReference', { ...place, ...names, target, onDelete })
  }
  const column = model.columns.get(field) ?? field
  model.emit('tableColumn', { ...place, column, type, references: '' })
  const [, flag = ''] = /\s@(id|unique)\b/.exec(text) ?? []
  if (flag !== '') emitIndex(model, line, [field], { kind: kindOf(flag), origin: 'column', isSpecial: false })
}
