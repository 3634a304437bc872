import type { Edit } from '../../domain/edit.ts'
import { linesOf } from '../cite.ts'
import type { Placed } from '../facts/store.ts'
import type { View } from '../inspector.ts'
import { removeLines, repair, replaceLine } from '../repair.ts'

/** A check of a workflow and how its failure is thrown away. */
export interface DeadGate extends Placed {
  readonly name: string
  readonly excuse: string | null
}

/**
 * Checks that follow the world outside: whether their news should stop a change is a policy. And steps that mend what
 * they find: they fail over the rest, and what they have mended would be lost.
 */
const advice =
  /audit|bandit|safety|trivy|snyk|semgrep|gitleaks|secur|vulnerab|coverage|codecov|outdated|benchmark|report|--output|--junit|\bfix|autofix|--write\b/i

/** Takes `|| true` and `continue-on-error: true` away where that is all that stands between a check and its failure. */
export function letFail(view: View, gates: readonly DeadGate[]): ReturnType<typeof repair> {
  const files = new Set(gates.map(({ file }) => file))
  if ([...files].some((file) => isLenient(view.snapshot.byPath.get(file)?.text ?? ''))) return {}
  return repair(
    view.snapshot,
    gates.map((gate) => live(view, gate)),
  )
}

/** A shell that goes on after a failure anyway, or one of other rules. */
function isLenient(text: string): boolean {
  return /set \+e|set \+o errexit|^[ \t]*(?:-[ \t]+)?shell:[ \t]*(?![ \t]|["']?bash["']?[ \t]*$)/m.test(text)
}

function live(view: View, gate: DeadGate): Edit | null {
  const lines = linesOf(view.snapshot, gate.file)
  if (isAdvice(view, gate)) return null
  switch (gate.excuse) {
    case '|| true':
    case '|| :':
    case '|| exit':
      if (isExplained(lines, gate.line)) return null
      return replaceLine(view.snapshot, gate.file, gate.line, withoutFallback)
    case 'continue-on-error':
      return withoutKey(view, gate.file, gate.line)
    case 'continue-on-error of the job':
      return isAskedFor(lines, gate.line) ? null : withoutKey(view, gate.file, keyOfJob(lines, gate.line))
    default:
      return null
  }
}

function isAdvice({ facts, snapshot }: View, { name, file, line }: DeadGate): boolean {
  const steps = facts.all('workflowStep').filter((step) => step.file === file && step.continueLine === line)
  const commands = steps.map(({ run }) => run ?? '')
  return advice.test([name, file, linesOf(snapshot, file)[line - 1], ...commands].join('\n'))
}

/** A comment beside it, above or below is somebody's reason. */
function isExplained(lines: readonly string[], line: number): boolean {
  const isComment = (number: number): boolean => /^\s*#/.test(lines[number - 1] ?? '')
  return /(?:^|\s)#/.test(lines[line - 1] ?? '') || isComment(line - 1) || isComment(line + 1)
}

/** One plain command: in a pipe or a chain the shell would still lose the failure of some part. */
function withoutFallback(text: string): string | null {
  const end = text.lastIndexOf('||')
  if (end === -1 || !/^(?:true|:|exit 0)$/.test(text.slice(end + 2).trim())) return null
  const [lead = ''] = /^\s*(?:-\s+)?(?:run:\s+)?/.exec(text) ?? []
  const command = text.slice(lead.length, end).trimEnd()
  const bare = command.replace(/\$\{\{[^{}]*\}\}/g, 'x')
  const isPlain = !/[|&;()`\\{}#<>]|^(?:["'!-]|\[|(?:if|while|until|for)\s)/.test(bare)
  return bare !== '' && isPlain && isClosed(bare, '"') && isClosed(bare, "'") ? `${lead}${command}` : null
}

function isClosed(text: string, quote: string): boolean {
  return text.split(quote).length % 2 === 1
}

function withoutKey(view: View, file: string, line: number | null): Edit | null {
  const lines = linesOf(view.snapshot, file)
  if (line === null || isExplained(lines, line)) return null
  return /^\s+continue-on-error:\s*true\s*$/.test(lines[line - 1] ?? '') ? removeLines(view.snapshot, file, line) : null
}

/** Line of the job's own `continue-on-error`, among the keys directly below the job's name. */
function keyOfJob(lines: readonly string[], job: number): number | null {
  const outer = indentOf(lines[job - 1])
  let inner: number | null = null
  for (let line = job + 1; line <= lines.length; line++) {
    const text = lines[line - 1] ?? ''
    if (/^\s*(?:#|$)/.test(text)) continue
    const indent = indentOf(text)
    if (indent <= outer) return null
    inner ??= indent
    if (indent === inner && /^\s+continue-on-error:/.test(text)) return line
  }
  return null
}

function indentOf(text: string | undefined): number {
  return /^ */.exec(text ?? '')?.[0].length ?? 0
}

/** Another job looks at how this one ended. */
function isAskedFor(lines: readonly string[], job: number): boolean {
  const name = /^\s*["']?([\w-]+)["']?:/.exec(lines[job - 1] ?? '')?.[1] ?? ''
  return name === '' || lines.some((line) => line.includes(`needs.${name}.`))
}
