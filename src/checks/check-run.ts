import type { Check, CheckOutcome, CheckRun } from '../domain/check.ts'
import type { Ended } from '../processes/run-process.ts'
import { excerpt, plainText } from './excerpt.ts'
import { nothing } from './formats/format.ts'
import { noGoTestsIn, noTestsIn } from './formats/no-tests.ts'
import { readOutput } from './formats/read-output.ts'

/** What one run of a check says, read from how it ended and what it printed. `note` goes with one that did not pass. */
export function readRun(check: Check, ended: Ended, note = ''): CheckRun {
  const text = plainText(ended.output)
  const outcome = outcomeOf(ended, text)
  if (outcome === 'unavailable')
    return { ...unavailable(text, note), exitCode: ended.exitCode, milliseconds: ended.milliseconds }
  const { counts, failures } = readOutput(check.kind, text)
  const none =
    check.kind === 'test' && !ended.truncated && failures.length === 0 ? withoutTests(ended, text, counts) : null
  if (none !== null) return { ...none, exitCode: ended.exitCode, milliseconds: ended.milliseconds }
  return {
    outcome,
    exitCode: ended.exitCode,
    // With the middle of the output gone, sums over all of it would be wrong.
    counts: ended.truncated ? null : counts,
    failures: outcome === 'passed' ? [] : failures,
    milliseconds: ended.milliseconds,
    excerpt: noted(
      `${text}${ended.ending === 'flooded' ? '\n[ended: it printed without end]' : ''}`,
      outcome === 'passed' ? '' : note,
    ),
  }
}

/** A check that could not begin. */
export function unavailable(reason: string, note = ''): CheckRun {
  const rest = { exitCode: null, counts: null, failures: [], milliseconds: 0 }
  return { outcome: 'unavailable', ...rest, excerpt: noted(reason, note) }
}

const longest = 8_000

function noted(output: string, note: string): string {
  return note === '' ? excerpt(output, longest) : `${excerpt(output, longest - note.length)}\n${note}`.trim()
}

/** Null: there are tests, or nobody says that there are none. */
function withoutTests({ ending, exitCode }: Ended, text: string, counts: CheckRun['counts']): CheckRun | null {
  const counted = counts !== null && Object.values(counts).some((amount) => amount > 0)
  if (ending !== 'exited' || counted) return null
  const line = exitCode === 0 ? noGoTestsIn(text) : noTestsIn(text)
  return line === null ? null : { ...unavailable(`there are no tests: ${line}`), counts: nothing }
}

function outcomeOf({ ending, exitCode }: Ended, text: string): CheckOutcome {
  switch (ending) {
    case 'timeout':
      return 'timeout'
    case 'unstarted':
      return 'unavailable'
    case 'aborted':
    case 'flooded':
      return 'failed'
    case 'exited':
      if (exitCode === 0) return 'passed'
      return isProgramMissing(exitCode, text) ? 'unavailable' : 'failed'
  }
}

const tail = 4_000

/** 127 and 126 are a shell's words for "no such program" and "it cannot be run". */
function isProgramMissing(exitCode: number | null, text: string): boolean {
  const end = text.slice(-tail)
  if ((exitCode === 127 || exitCode === 126) && /not found|No such file|[Pp]ermission denied/.test(end)) return true
  return missing.some((pattern) => pattern.test(end))
}

const missing: readonly RegExp[] = [
  /^\S{1,300}python\S{0,20}: No module named (?:pytest|mypy|ruff)$/m,
  /^error: no such command: `/m,
  /^error: rustup could not choose a version of cargo/m,
  /^error: toolchain '.{1,100}' is not installed/m,
  /^error: 'cargo-\w{1,30}' is not installed for the toolchain/m,
  /^make: \S{1,200}: No such file or directory$/m,
  /^make: \*\*\* \[.{1,300}\] Error 127$/m,
  /^npm error could not determine executable to run$/m,
]
