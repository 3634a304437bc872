import { linesOf } from '../cite.ts'
import { type RuffFact, ruffCollector } from '../facts/ruff.ts'
import type { View } from '../inspector.ts'
import { type Rewrite, repair, replaceLine } from '../repair.ts'
import { comesOut } from '../reread.ts'

/** Mistakes of one line whose meaning is plain, and the line as it was meant. */
const rewrites: Readonly<Record<string, Rewrite>> = {
  B030: namedExceptions,
  PLE0101: withoutReturn,
  PLE1205: withPlaceholder,
}

/** Writes each of these places as it was meant, or none at all. */
export function mendPattern(view: View, places: readonly RuffFact[]): ReturnType<typeof repair> {
  const edits = places.map((place) => {
    const rewrite = rewrites[place.code]
    return rewrite === undefined || !fits(view, place)
      ? null
      : replaceLine(view.snapshot, place.file, place.line, rewrite)
  })
  if (edits.includes(null)) return {}
  const isMeant = comesOut(view, edits, {
    collector: ruffCollector,
    fact: 'ruff',
    change: (before) => before.filter((fact) => !places.includes(fact)),
  })
  return isMeant ? repair(view.snapshot, edits) : {}
}

/** Whether the line means what it seems to, where it stands. */
function fits(view: View, place: RuffFact): boolean {
  switch (place.code) {
    case 'PLE0101':
      return isLast(view, place)
    case 'PLE1205':
      return !hasOtherLoggers(view)
    default:
      return true
  }
}

/** `except A or B as e:` takes `A` alone, and `except[A] as e:` is a subscript of nothing. */
function namedExceptions(text: string): string | null {
  const [, head = '', rest = '', tail = ''] =
    /^(\s*except)\s*(\[[\w.]+\]|[\w.]+(?: or [\w.]+)+)( as \w+)?:$/.exec(text) ?? []
  if (head === '') return null
  const names = rest.replace(/[[\]]/g, '').split(' or ')
  return `${head} ${names.length > 1 ? `(${names.join(', ')})` : rest.slice(1, -1)}${tail}:`
}

/** `return super().__init__(…)` as the last word of an `__init__`. */
function withoutReturn(text: string): string | null {
  const [, indent = '', call = ''] = /^(\s+)return (super\(\)\.__init__\([^#]*\))$/.exec(text) ?? []
  return call === '' || call.split('(').length !== call.split(')').length ? null : indent + call
}

/** `logger.error('Bad row: ', row)` has no place for its one argument. */
function withPlaceholder(text: string): string | null {
  const [, head = '', quote = '', message = '', argument = ''] =
    /^(\s*[\w.]+\.(?:debug|info|warning|error|critical|exception)\()(["'])([^"'\\%{}]*[:=]) ?\2, ([\w.]+|str\([\w.]+\))\)$/.exec(
      text,
    ) ?? []
  if (head === '') return null
  const gap = text.includes(`${message} ${quote}`) || message.endsWith(':') ? ' ' : ''
  return `${head}${quote}${message}${gap}%s${quote}, ${argument})`
}

/** Libraries whose loggers have the same methods and another way to write a placeholder. */
function hasOtherLoggers({ facts, snapshot }: View): boolean {
  return facts.derived('python:other-loggers', () =>
    snapshot.files.some(
      ({ language, text }) => language === 'python' && /^\s*(?:from|import)\s+(?:loguru|logbook|eliot)\b/m.test(text),
    ),
  )
}

/** Nothing of the function follows. */
function isLast({ snapshot }: View, { file, line }: RuffFact): boolean {
  const lines = linesOf(snapshot, file)
  const start = lines.slice(0, line).findLastIndex((text) => /^\s*def __init__\(/.test(text))
  const next = lines.slice(line).find((text) => text.trim() !== '')
  return start !== -1 && (next === undefined || indentOf(next) <= indentOf(lines[start]))
}

function indentOf(text: string | undefined): number {
  return /^\s*/.exec(text ?? '')?.[0].length ?? 0
}
