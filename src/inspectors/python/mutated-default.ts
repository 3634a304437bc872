import { linesOf } from '../cite.ts'
import type { RuffFact } from '../facts/ruff.ts'
import type { Snapshot } from '../snapshot.ts'

/** Functions longer than this are read up to here. */
const longest = 300

/** Whether the function changes the parameter whose mutable default the fact marks; a default that is only read is harmless. */
export function isMutatedDefault(snapshot: Snapshot, fact: RuffFact): boolean {
  const lines = linesOf(snapshot, fact.file)
  const start = lines[fact.line - 1] ?? ''
  const name = parameterName(start, fact.text)
  if (name === null) return false
  const change = new RegExp(
    `\\b${name}\\.(?:append|extend|insert|add|update|pop|popitem|clear|remove|discard|setdefault|sort|reverse)\\(|\\b${name}\\[[^\\]]{1,80}\\]\\s*(?:[-+|*]?=)(?!=)|^\\s*del ${name}\\[`,
  )
  const rebound = new RegExp(`^\\s*${name}\\s*=(?!=)`)
  const body = bodyAfter(lines, fact.line)
  const at = body.findIndex((line) => change.test(line))
  return at !== -1 && !body.slice(0, at).some((line) => rebound.test(line))
}

function parameterName(line: string, text: string): string | null {
  const at = line.indexOf(text)
  if (at === -1 || text === '') return null
  return /^\s*(\w+)\s*[:=]/.exec(line.slice(startOfParameter(line, at), at))?.[1] ?? null
}

/** Back to the comma or bracket before the parameter; commas inside of its type do not count. */
function startOfParameter(line: string, at: number): number {
  let depth = 0
  let start = at
  for (; start > 0; start--) {
    const sign = line[start - 1] ?? ''
    if (depth === 0 && /[,([{]/.test(sign)) break
    if (/[)\]}]/.test(sign)) depth++
    if (/[([{]/.test(sign)) depth--
  }
  return start
}

/** The lines of the function: indented deeper than its `def`. */
function bodyAfter(lines: readonly string[], line: number): readonly string[] {
  let head = line
  while (head > 1 && !/^\s*(?:async\s+)?def\s/.test(lines[head - 1] ?? '')) head--
  const depth = indentOf(lines[head - 1] ?? '')
  const rest = lines.slice(line, line + longest)
  const end = rest.findIndex((text) => text.trim() !== '' && indentOf(text) <= depth && !/^\s*\)/.test(text))
  return end === -1 ? rest : rest.slice(0, end)
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}
