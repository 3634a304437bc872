import { cite, linesOf } from '../cite.ts'
import { regionOf } from '../facts/region.ts'
import { quotedName, type RuffFact, ruffFacts, ruffTool } from '../facts/ruff.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { dropRepeats } from './drop-repeat.ts'

export const redefinedUnused: Inspector = {
  id: 'python/redefined-unused',
  version: 1,
  layer: 'errors',
  title: 'A function, class or field that a second one of the same name replaces',
  tool: ruffTool,
  inspect: (view) => {
    const files = view.snapshot.files.filter(({ path, language }) => language === 'python' && isOwn(path))
    const found = ruffFacts(view.facts)
      .filter(({ file }) => isOwn(file))
      .flatMap((fact) => {
        const first = replaced(view, fact)
        return first === null ? [] : [{ fact, first }]
      })
    const groups = Map.groupBy(found, anchorOf)
    return {
      population: files.length,
      bad: new Set(found.map(({ fact }) => fact.file)).size,
      unit: 'Python files',
      drafts: [...groups].map(([anchor, members]) => draftOf(view, anchor, members)),
    }
  },
}

interface Replaced {
  readonly fact: RuffFact
  /** Line of the definition that is lost. */
  readonly first: number
}

/** Fields that one class declares twice come from one pasted block; functions are told one by one. */
function anchorOf({ fact }: Replaced): string {
  const scope = `${fact.file}#${fact.symbol}`
  return fact.code === 'PIE794' ? `${scope}:fields` : `${scope}:${quotedName(fact)}`
}

function isOwn(file: string): boolean {
  return !['vendored', 'docs', 'example'].includes(regionOf(file))
}

/** The line that is lost, when losing it matters: not for imports, and not for what a decorator has already taken. */
function replaced({ snapshot }: View, fact: RuffFact): number | null {
  const lines = linesOf(snapshot, fact.file)
  if (fact.code === 'PIE794') return fieldBefore(lines, fact)
  const first = Number(/from line (\d+)/.exec(fact.message)?.[1] ?? 0)
  if (fact.code !== 'F811' || first === 0) return null
  const isDefinition = (line: number) => /^\s*(?:async\s+def|def|class)\s/.test(lines[line - 1] ?? '')
  const isTaken = /^\s*[@)]/.test(lines[first - 2] ?? '')
  return isDefinition(first) && isDefinition(fact.line) && !isTaken ? first : null
}

function fieldBefore(lines: readonly string[], fact: RuffFact): number | null {
  const field = new RegExp(`^${indentOf(lines[fact.line - 1])}${quotedName(fact)}\\s*[:=]`)
  for (let line = fact.line - 1; line > 0; line--) {
    if (field.test(lines[line - 1] ?? '')) return line
    if (/^\s*class\s/.test(lines[line - 1] ?? '')) return null
  }
  return null
}

function indentOf(line: string | undefined): string {
  return /^\s*/.exec(line ?? '')?.[0] ?? ''
}

/** A field that is only annotated twice, or given the same value twice, has nothing to lose. */
function isBare(snapshot: View['snapshot'], { fact, first }: Replaced): boolean {
  if (fact.code !== 'PIE794') return false
  const code = (line: number) => (linesOf(snapshot, fact.file)[line - 1] ?? '').replace(/\s#.*$/, '').trim()
  const isSame = code(fact.line) === code(first) && !/[([{,]$/.test(code(first))
  return !code(fact.line).includes('=') || isSame || /=\s*None$/.test(code(first))
}

function draftOf(view: View, anchor: string, members: readonly Replaced[]): Unfiled {
  const { snapshot } = view
  const [pair] = members
  if (pair === undefined) throw new Error(`no definition for ${anchor}`)
  const { fact } = pair
  const name = quotedName(fact)
  const isTest = regionOf(fact.file) === 'test'
  const isLostTest = isTest && name.startsWith('test')
  const names = [...new Set(members.map((member) => quotedName(member.fact)))]
  return {
    title: (names.length > 1
      ? `${names.length} fields of ${fact.symbol} are declared twice: ${names.slice(0, 5).join(', ')}`
      : `${isLostTest ? 'Test' : 'Definition'} "${name}" in ${fact.file} is replaced by a later one of the same name`
    ).slice(0, 140),
    claim: 'presence',
    impact: members.every((member) => isBare(snapshot, member)) ? 'hygiene' : 'quality',
    reach: isTest ? 'dev-or-test' : 'reachable',
    reachWhy: isTest ? 'the file is a test' : 'both definitions stand in the same scope of source code',
    confidence: 'high',
    anchor: anchor.slice(0, 300),
    evidence: members
      .slice(0, 5)
      .flatMap((member, index) => [
        cite(snapshot, member.fact.file, member.first, { role: index === 0 ? 'primary' : 'related' }),
        cite(snapshot, member.fact.file, member.fact.line, { role: 'related' }),
      ]),
    instances: members.slice(0, 50).map((member) => ({ file: member.fact.file, line: member.first })),
    fix: {
      advice: isLostTest
        ? `Rename one of the two: the first "${name}" never runs.`
        : `Remove the definition that is not meant, or rename it: the first "${name}" can never be used.`,
      effort: 'S',
      doneWhen:
        names.length > 1 ? `each field of ${fact.symbol} is declared once` : `"${name}" is defined once in its scope`,
      // A second test of one name was meant to test something else.
      ...(isTest ? {} : dropRepeats(view, members)),
    },
  }
}
