import type { Edit } from '../../domain/edit.ts'
import { linesOf } from '../cite.ts'
import { quotedName, type RuffFact, ruffCollector } from '../facts/ruff.ts'
import type { View } from '../inspector.ts'
import { removeLines, repair } from '../repair.ts'
import { comesOut } from '../reread.ts'

/** A definition and the line of the earlier one that it replaces. */
export interface Repeat {
  readonly fact: RuffFact
  readonly first: number
}

/** Removes the second of two definitions that are the same letter for letter; which of two different ones is meant, nobody can tell. */
export function dropRepeats(view: View, repeats: readonly Repeat[]): ReturnType<typeof repair> {
  const facts = repeats.map(({ fact }) => fact)
  // A name that is there three times is told twice, about different pairs.
  if (new Set(facts.map((fact) => quotedName(fact))).size !== facts.length) return {}
  const edits = repeats.map((repeat) => dropped(view, repeat))
  const isMeant = comesOut(view, edits, {
    collector: ruffCollector,
    fact: 'ruff',
    change: (before) => before.filter((fact) => !facts.includes(fact)),
  })
  return isMeant ? repair(view.snapshot, edits) : {}
}

function dropped(view: View, { fact, first }: Repeat): Edit | null {
  const lines = linesOf(view.snapshot, fact.file)
  if (fact.code === 'PIE794') {
    const isSame = lines[first - 1] === lines[fact.line - 1] && isPlainField(lines[first - 1] ?? '')
    const changes = new RegExp(`^\\s*(?:del\\s+)?${quotedName(fact)}\\b`)
    const isChanged = lines.slice(first, fact.line - 1).some((text) => changes.test(text))
    return isSame && !isChanged ? removeLines(view.snapshot, fact.file, fact.line) : null
  }
  const [one, two] = [blockAt(lines, first), blockAt(lines, fact.line)]
  if (one.join('\n') !== two.join('\n') || /^\s*[@)]/.test(lines[fact.line - 2] ?? '')) return null
  const above = blanksAbove(lines, fact.line)
  return removeLines(view.snapshot, fact.file, fact.line - above, fact.line + two.length - 1)
}

/** Only an annotation, or a value that is the same each time: a call may count how often it is made. */
function isPlainField(text: string): boolean {
  const [, annotation = '', value = ''] = /^\w+ ?(:[^=]*)?(=.*)?$/.exec(text.trim()) ?? ['', '?']
  return /^[\w.[\], |"':]*$/.test(annotation) && /^(?:|=|-?[\w.]+|"[^"\\]*"|'[^'\\]*')$/.test(value.slice(1).trim())
}

/** The definition that begins on a line, without the blank lines behind it. */
function blockAt(lines: readonly string[], line: number): readonly string[] {
  const indent = indentOf(lines[line - 1])
  const rest = lines.slice(line)
  const end = rest.findIndex((text) => text.trim() !== '' && indentOf(text) <= indent)
  const block = lines.slice(line - 1, end === -1 ? lines.length : line + end)
  return block.slice(0, block.findLastIndex((text) => text.trim() !== '') + 1)
}

function blanksAbove(lines: readonly string[], line: number): number {
  let count = 0
  while (line - 2 - count > 0 && lines[line - 2 - count]?.trim() === '') count++
  return count
}

function indentOf(text: string | undefined): number {
  return /^\s*/.exec(text ?? '')?.[0].length ?? 0
}
