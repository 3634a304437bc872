import type { Edit } from '../../domain/edit.ts'
import { linesOf } from '../cite.ts'
import type { CatchFact } from '../facts/catch.ts'
import { exceptCollector } from '../facts/except.ts'
import type { View } from '../inspector.ts'
import { repair, replaceLine } from '../repair.ts'
import { comesOut } from '../reread.ts'

/** Words of a clause that is bare on purpose: it passes on, keeps or ends on whatever came, or puts right what that left behind. */
const meant =
  /\b(?:rollback|release|restore|unlock|abort|clean_?up)\w*\(|\braise\b|\bexc_info\b|\b_exit\b|sys\.exit|SystemExit|KeyboardInterrupt|BaseException|GeneratorExit|CancelledError/

/** Whether a clause and its try statement leave no doubt. */
export function isPlain(view: View, clause: CatchFact): boolean {
  return 'edits' in nameException(view, [clause])
}

/** Writes `except Exception:` where the clause and its try statement leave no doubt. */
export function nameException(view: View, clauses: readonly CatchFact[]): ReturnType<typeof repair> {
  const edits = clauses.map((clause) => named(view, clause))
  const isMeant = comesOut(view, edits, {
    collector: exceptCollector,
    fact: 'catch',
    change: (before) => before.map((fact) => (clauses.includes(fact) ? { ...fact, catches: 'Exception' } : fact)),
  })
  return isMeant ? repair(view.snapshot, edits) : {}
}

function named(view: View, { file, line }: CatchFact): Edit | null {
  const lines = linesOf(view.snapshot, file)
  if (isShadowed(lines) || isDeliberate(lines, line)) return null
  return replaceLine(view.snapshot, file, line, (text) => {
    // A comment beside it, often a note for a linter, is somebody's decision.
    const [, indent, rest = ''] = /^(\s*)except\s*:([^#]*)$/.exec(text) ?? []
    return indent === undefined ? null : `${indent}except Exception:${rest}`
  })
}

/** The file gives the name another meaning. */
function isShadowed(lines: readonly string[]): boolean {
  return lines.some(
    (line) =>
      /^\s*(?:Exception\s*=(?!=)|class\s+Exception\b)/.test(line) ||
      (/^\s*(?:from|import)\s/.test(line) && /\bException\b/.test(line)),
  )
}

/** Its body passes errors on, or an earlier clause of its try has taken every Exception already or told interrupts apart. */
function isDeliberate(lines: readonly string[], clause: number): boolean {
  const indent = indentOf(lines[clause - 1])
  const isInside = (text: string) => text.trim() === '' || indentOf(text) > indent
  const after = lines.slice(clause)
  const end = after.findIndex((text) => !isInside(text))
  const body = [lines[clause - 1], ...after.slice(0, end === -1 ? after.length : end)]
  if (body.some((text) => meant.test(text ?? ''))) return true
  for (let line = clause - 1; line > 0; line--) {
    const text = lines[line - 1] ?? ''
    if (text.trim() === '' || indentOf(text) > indent || /^\s*#/.test(text)) continue
    if (/^\s*except\b/.test(text) && (/\bException\b/.test(text) || meant.test(text))) return true
    if (indentOf(text) < indent || /^\s*try\s*:/.test(text)) return false
  }
  return false
}

function indentOf(text: string | undefined): number {
  return /^\s*/.exec(text ?? '')?.[0].length ?? 0
}
