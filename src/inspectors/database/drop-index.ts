import type { Edit } from '../../domain/edit.ts'
import { linesOf } from '../cite.ts'
import type { Collector } from '../facts/collector.ts'
import { drizzleCollector } from '../facts/drizzle.ts'
import { modelCollector } from '../facts/models.ts'
import { prismaCollector } from '../facts/prisma.ts'
import type { TableIndexFact } from '../facts/schema.ts'
import type { View } from '../inspector.ts'
import { removeLines, repair, replaceLine } from '../repair.ts'
import { comesOut } from '../reread.ts'
import { isMigrated } from './migrated.ts'

/** Removes spare plain indexes whose declaration has a line to itself, or is an `index=True` in the line of its column. */
export function dropIndexes(view: View, spares: readonly TableIndexFact[]): ReturnType<typeof repair> {
  const [first] = spares
  const collector = first === undefined ? null : collectorOf(first)
  if (collector === null || isMigrated(view) || spares.some(({ kind }) => kind !== 'plain')) return {}
  const edits = spares.map((spare) => dropped(view, spare))
  const isMeant = comesOut(view, edits, {
    collector,
    fact: 'tableIndex',
    change: (before) => before.filter((fact) => !spares.includes(fact)),
  })
  return isMeant ? repair(view.snapshot, edits) : {}
}

function collectorOf({ schema }: TableIndexFact): Collector | null {
  switch (schema) {
    case 'sqlalchemy':
      return modelCollector
    case 'prisma':
      return prismaCollector
    case 'drizzle':
      return drizzleCollector
    case 'alembic':
    case 'sql':
      return null
  }
}

function dropped(view: View, spare: TableIndexFact): Edit | null {
  if (spare.origin === 'column') return withoutFlag(view, spare)
  const lines = linesOf(view.snapshot, spare.file)
  return standsAlone(lines, spare) ? removeLines(view.snapshot, spare.file, ...spanOf(lines, spare)) : null
}

/** `, index=True` of a column that is written in one line. */
function withoutFlag(view: View, { schema, file, line }: TableIndexFact): Edit | null {
  if (schema !== 'sqlalchemy') return null
  return replaceLine(view.snapshot, file, line, (text) => {
    const isWhole =
      text.split('(').length === text.split(')').length && !/[#"']/.test(text.replace(/["'][\w.]*["']/g, ''))
    const rest = text.replace(/,\s*index=True(?=\s*[,)])/, '')
    return isWhole && !/\bindex=/.test(rest) ? rest : null
  })
}

/** A whole declaration in one line, in a list that stays one, and not the last use of a name that was imported for it. */
function standsAlone(lines: readonly string[], { schema, line }: TableIndexFact): boolean {
  const text = lines[line - 1] ?? ''
  switch (schema) {
    case 'prisma':
      return /^\s*@@index\([^()]*\)\s*$/.test(text)
    case 'sqlalchemy':
      return (
        /^\s+(?:\w+\.)?Index\([^()#]*\),\s*$/.test(text) && staysTuple(lines, line) && isUsedElse(lines, line, 'Index(')
      )
    case 'drizzle':
      return /^\s+(?:\w+:\s*)?index\([^()]*\)\.on\([^()]*\),\s*$/.test(text) && isUsedElse(lines, line, 'index(')
    case 'alembic':
    case 'sql':
      return false
  }
}

/** Without a comma behind its last item, what is left between the parentheses would be no tuple any more. */
function staysTuple(lines: readonly string[], line: number): boolean {
  const below = lines[line] ?? ''
  const end = lines.findIndex((text, index) => index >= line && /^\s*\)/.test(text))
  const last = lines.slice(0, end).findLast((text, index) => index !== line - 1 && text.trim() !== '') ?? ''
  return end !== -1 && !/^\s*#/.test(below) && /[,(]\s*$/.test(last)
}

function isUsedElse(lines: readonly string[], line: number, call: string): boolean {
  return lines.some((text, index) => index !== line - 1 && text.includes(call))
}

/** The blank line above goes as well when nothing is left between it and the end of the model. */
function spanOf(lines: readonly string[], { schema, line }: TableIndexFact): readonly [number, number] {
  const isLast = /^\s*\}/.test(lines[line] ?? '') && (lines[line - 2] ?? '').trim() === ''
  return [schema === 'prisma' && isLast ? line - 1 : line, line]
}
