import { findRun } from '../../compose/folders.ts'
import { locate } from '../../compose/locate.ts'
import { lookAtRun } from '../../compose/run-look.ts'
import { resumeMission } from '../../compose/start.ts'
import type { RunOutcome } from '../../domain/fact/words.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Shell } from '../shell.ts'
import { sayEnd } from '../watch/ending.ts'
import { follow } from '../watch/follow.ts'

/** Goes on with a run. One that has finished is left as it is and answers with its outcome again. */
export async function resumeVerb(shell: Shell, wanted: string | undefined, quiet: boolean): Promise<ExitCode> {
  const { repo, state, work, terminal } = shell
  const { folders } = await locate(shell, new AbortController().signal)
  const run = await findRun(folders, wanted)
  const { standing, state: known } = await lookAtRun(folders, run)
  if (standing === 'finished') return sayFinished(shell, run, known.outcome ?? 'failed')
  const resumed = resumeMission({ repo, state, work, run })
  const result = await follow(resumed, terminal, { quiet, estimate: Promise.resolve(null) })
  return sayEnd(terminal, result, folders, { failOn: null, newOnly: false })
}

const exitCodes = { accomplished: 0, failed: 1, partial: 3, aborted: 4 } as const

function sayFinished({ terminal }: Shell, run: string, outcome: RunOutcome): ExitCode {
  const exitCode = exitCodes[outcome]
  if (terminal.json) terminal.record({ type: 'result', run, outcome, reason: 'it had finished before', exitCode })
  else terminal.say(`${run} has finished before: ${outcome}. "echelon handoff" prints what it left.`)
  return exitCode
}
