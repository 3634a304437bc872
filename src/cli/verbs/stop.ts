import { locate } from '../../compose/locate.ts'
import { runningRun } from '../../compose/run-look.ts'
import { stopRun } from '../../compose/stop-run.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Shell } from '../shell.ts'

/** How long the answer is waited for: agents may work on for 30 s after a graceful stop. */
const waitMs = 45_000

/** Stops the run at work: gracefully, or at once when asked so or asked twice. */
export async function stopVerb(shell: Shell, wanted: string | undefined, now: boolean): Promise<ExitCode> {
  const { terminal } = shell
  const { folders } = await locate(shell, new AbortController().signal)
  const look = await runningRun(folders, wanted)
  const heard = (): void => {
    if (!terminal.json) terminal.say(`${look.run} is stopping; agents at work may end within 30 s.`)
  }
  const how = now ? 'now' : 'graceful'
  const answer = await stopRun(folders, look, { how, waitMs, heard })
  if (terminal.json) terminal.record({ type: 'stop', run: look.run, how, answer })
  switch (answer) {
    case 'stopped':
      if (!terminal.json) terminal.say(`${look.run} has stopped. "echelon resume ${look.run}" goes on with it.`)
      return 0
    case 'stopping':
      if (!terminal.json) terminal.say(`${look.run} is still stopping. "echelon stop" again ends it at once.`)
      return 0
    case 'deaf':
      terminal.complain(
        `${look.run} has not answered within ${waitMs / 1_000} s. ${look.holder ?? 'Its process'} may hang; ending that process is safe, "echelon resume" goes on.`,
      )
      return 1
  }
}
