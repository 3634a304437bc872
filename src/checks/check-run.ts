import type { Check, CheckOutcome, CheckRun } from '../domain/check.ts'
import type { Ended } from '../processes/run-process.ts'
import { excerpt, plainText } from './excerpt.ts'
import { readOutput } from './formats/read-output.ts'

/** What one run of a check says, read from how it ended and what it printed. */
export function readRun(check: Check, ended: Ended): CheckRun {
  const text = plainText(ended.output)
  const outcome = outcomeOf(ended, text)
  if (outcome === 'unavailable')
    return { ...unavailable(text), exitCode: ended.exitCode, milliseconds: ended.milliseconds }
  const { counts, failures } = readOutput(check.kind, text)
  return {
    outcome,
    exitCode: ended.exitCode,
    // With the middle of the output gone, sums over all of it would be wrong.
    counts: ended.truncated ? null : counts,
    failures: outcome === 'passed' ? [] : failures,
    milliseconds: ended.milliseconds,
    excerpt: excerpt(`${text}${ended.ending === 'flooded' ? '\n[ended: it printed without end]' : ''}`),
  }
}

/** A check that could not begin. */
export function unavailable(reason: string): CheckRun {
  const nothing = { exitCode: null, counts: null, failures: [], milliseconds: 0 }
  return { outcome: 'unavailable', ...nothing, excerpt: excerpt(reason) }
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
