import type { SyntaxNode } from '@lezer/common'
import { z } from 'zod'
import type { Collector } from './collector.ts'
import { ancestor } from './python-node.ts'
import { qualifiedName } from './python-symbol.ts'
import { regionOf } from './region.ts'
import { ruffModule } from './ruff-module.ts'
import type { FactStore, Placed } from './store.ts'

/** One diagnostic of a rule that some inspector uses. */
export interface RuffFact extends Placed {
  readonly code: string
  readonly message: string
  /** Function or class around it: `Class.method`, or `module`. */
  readonly symbol: string
  /** Source of the place that the diagnostic marks, cut at 80 characters. */
  readonly text: string
  /** `annotation` is one that Python evaluates, `unevaluated` one that it does not: quoted, local, or postponed. */
  readonly position: 'code' | 'annotation' | 'unevaluated'
}

/** Names what could not be read by Ruff, and why. */
export interface RuffFailureFact extends Placed {
  readonly reason: string
}

/**
 * The rules that pay: real bugs, and the swallowed errors that the error layer joins. Everything else that Ruff knows
 * is style and stays with the repository's own linter.
 */
const selectors = [
  ...['F502', 'F503', 'F504', 'F505', 'F506', 'F507', 'F508', 'F509', 'F521', 'F522', 'F523', 'F524', 'F525'],
  ...['F601', 'F621', 'F622', 'F631', 'F632', 'F634', 'F702', 'F706', 'F707', 'F811', 'F821', 'F822', 'F823'],
  ...['B006', 'B012', 'B015', 'B016', 'B020', 'B023', 'B025', 'B029', 'B030', 'B031', 'B035', 'B039'],
  ...['PLE0101', 'PLE0116', 'PLE0117', 'PLE0118', 'PLE0302', 'PLE1142', 'PLE1205', 'PLE1206'],
  ...['PLE1300', 'PLE1307', 'PLE1310', 'PLE1519', 'PLE1520', 'PLW0129', 'PLW0245', 'PLW1501', 'PIE794', 'RUF006'],
  ...['RUF008', 'RUF024', 'ASYNC210', 'ASYNC220', 'ASYNC221', 'ASYNC222', 'ASYNC251', 'BLE001', 'E722', 'S110'],
] as const

const Place = z.object({ row: z.int(), column: z.int() })

const Diagnostic = z.object({
  code: z.string().nullable(),
  message: z.string(),
  start_location: Place,
  end_location: Place,
  fix: z
    .object({
      edits: z.array(z.object({ location: Place, end_location: Place, content: z.string().nullable() })),
    })
    .nullable(),
})
type Diagnostic = z.infer<typeof Diagnostic>

/** Longer files are generated; a lint of them costs more than it tells. */
const longest = 400_000

export const ruffCollector: Collector = {
  id: 'ruff',
  wants: (file) =>
    file.language === 'python' &&
    regionOf(file.path) !== 'vendored' &&
    file.text.length <= longest &&
    !/\{\{|\{%/.test(file.path),
  collect: (file, trees, emit) => {
    const linter = load()
    if (linter.state === 'failed') {
      emit('ruffFailure', { file: file.path, line: 1, reason: linter.reason })
      return
    }
    const python = trees.python()
    if (python.errorLine !== null) return
    const isLazy = /^from __future__ import [^\n]*\bannotations\b/m.test(file.text)
    const starts = lineStarts(file.text)
    for (const { code, message, start_location, end_location } of linter.check(file.text)) {
      if (code === null || !wanted.has(code)) continue
      const from = (starts[start_location.row - 1] ?? 0) + start_location.column - 1
      const to = (starts[end_location.row - 1] ?? 0) + end_location.column - 1
      // Whether a name is evaluated is for the tree to say.
      if (code === 'F821' && !python.isWhole) continue
      const node = python.tree.resolveInner(from, 1)
      emit('ruff', {
        file: file.path,
        line: start_location.row,
        code,
        message,
        symbol: qualifiedName(node, python),
        text: file.text.slice(from, Math.min(to, from + 80)).split('\n')[0] ?? '',
        position: positionOf(node, isLazy),
      })
    }
  },
}

/** One place where Ruff would change the text to resolve a diagnostic; offsets into the text. */
export interface RuffFix {
  readonly code: string
  /** Line of the diagnostic. */
  readonly line: number
  readonly splices: readonly { readonly start: number; readonly end: number; readonly text: string }[]
}

/** What Ruff would do about the diagnostics of one file. Whether a rule's change is safe is for the caller to know. */
export function ruffFixes(text: string): readonly RuffFix[] {
  const linter = load()
  if (linter.state === 'failed') return []
  const starts = lineStarts(text)
  const offset = ({ row, column }: z.infer<typeof Place>) => (starts[row - 1] ?? 0) + column - 1
  return linter.check(text).flatMap(({ code, start_location: { row }, fix }) => {
    if (code === null || fix === null) return []
    const splices = fix.edits.map(({ location, end_location, content }) => ({
      start: offset(location),
      end: offset(end_location),
      text: content ?? '',
    }))
    return [{ code, line: row, splices }]
  })
}

/** Throws when Ruff could not run, so that an inspector that rests on it is reported as not run. */
export function ruffFacts(facts: FactStore): readonly RuffFact[] {
  const [failure] = facts.all('ruffFailure')
  if (failure !== undefined) throw new Error(`Ruff did not run: ${failure.reason}`)
  return facts.all('ruff')
}

/** The name that a message is about: what it quotes, or the marked text. */
export function quotedName({ message, text }: RuffFact): string {
  return /`([^`]+)`/.exec(message)?.[1] ?? text
}

export const ruffTool = { id: 'ruff', version: '0.17.3' } as const

const wanted: ReadonlySet<string> = new Set(selectors)

type Linter =
  | { readonly state: 'ready'; check(text: string): readonly Diagnostic[] }
  | { readonly state: 'failed'; readonly reason: string }

let loaded: Linter | null = null

function load(): Linter {
  loaded ??= tryLoad()
  return loaded
}

function tryLoad(): Linter {
  try {
    const ruff = ruffModule()
    if (ruff.Workspace.version() !== ruffTool.version) {
      return { state: 'failed', reason: `version ${ruff.Workspace.version()}, expected ${ruffTool.version}` }
    }
    const options = { 'target-version': 'py312', lint: { select: [...selectors] } }
    const workspace = new ruff.Workspace(options, ruff.PositionEncoding.Utf16)
    return { state: 'ready', check: (text) => z.array(Diagnostic).parse(workspace.check(text)) }
  } catch (cause) {
    return { state: 'failed', reason: cause instanceof Error ? cause.message : String(cause) }
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function positionOf(node: SyntaxNode, isLazy: boolean): RuffFact['position'] {
  if (node.name === 'String' || node.name === 'ContinuedString' || ancestor(node, ['String']) !== null) {
    return 'unevaluated'
  }
  const annotation = node.name === 'TypeDef' ? node : ancestor(node, ['TypeDef'])
  if (annotation === null) return 'code'
  const around = annotation.parent?.name === 'AssignStatement' ? ancestor(annotation, scopes) : null
  return isLazy || around?.name === 'FunctionDefinition' ? 'unevaluated' : 'annotation'
}

const scopes = ['FunctionDefinition', 'ClassDefinition']
