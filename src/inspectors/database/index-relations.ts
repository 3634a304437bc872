import type { Edit } from '../../domain/edit.ts'
import { linesOf } from '../cite.ts'
import { prismaCollector } from '../facts/prisma.ts'
import type { TableIndexFact, TableReferenceFact } from '../facts/schema.ts'
import { insertBelow } from '../insert-below.ts'
import type { View } from '../inspector.ts'
import { repair } from '../repair.ts'
import { comesOut } from '../reread.ts'
import { isMigrated } from './migrated.ts'

/** Adds an `@@index` for each of these Prisma relations at the end of its model. */
export function indexRelations(view: View, references: readonly TableReferenceFact[]): ReturnType<typeof repair> {
  if (isMigrated(view) || references.some(({ schema }) => schema !== 'prisma')) return {}
  const models = [...Map.groupBy(references, ({ file, model }) => `${file}\n${model}`).values()]
  const edits = models.map((own) => indexed(view, own))
  const added = distinct(references).map(indexOf)
  const isMeant = comesOut(view, edits, {
    collector: prismaCollector,
    fact: 'tableIndex',
    change: (before) => [...before, ...added],
  })
  return isMeant ? repair(view.snapshot, edits) : {}
}

/** Two relations over one column need one index. */
function distinct(references: readonly TableReferenceFact[]): readonly TableReferenceFact[] {
  return [...new Map(references.map((one) => [`${one.file}\n${one.model}\n${one.columns}`, one])).values()]
}

function indexOf({ file, line, schema, table, model, columns, lead }: TableReferenceFact): TableIndexFact {
  return { file, line, schema, table, model, columns, lead, kind: 'plain', origin: 'table', isSpecial: false }
}

function indexed(view: View, references: readonly TableReferenceFact[]): Edit | null {
  const [first] = references
  if (first === undefined) return null
  const lines = linesOf(view.snapshot, first.file)
  const end = lines.findIndex((text, index) => index >= first.line && /^\s*\}/.test(text))
  const last = lines.findLastIndex((text, index) => index < end && text.trim() !== '')
  const indent = /^\s*/.exec(lines[first.line - 1] ?? '')?.[0] ?? ''
  const fields = distinct(references).map((reference) => fieldsOf(lines[reference.line - 1] ?? ''))
  if (end === -1 || fields.includes(null)) return null
  const isBelowAttribute = /^\s*@@/.test(lines[last] ?? '')
  return insertBelow(view.snapshot, first.file, last + 1, [
    ...(isBelowAttribute ? [] : ['']),
    ...fields.map((names) => `${indent}@@index([${names}])`),
  ])
}

/** The fields as the relation names them; a column may be called otherwise. */
function fieldsOf(text: string): string | null {
  const names = /\bfields:\s*\[([\w\s,]+)\]/
    .exec(text)?.[1]
    ?.split(',')
    .map((name) => name.trim())
  return names === undefined || names.includes('') ? null : names.join(', ')
}
