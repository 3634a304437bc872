import { CommanderError } from 'commander'
import { readVersion } from '../compose/folders.ts'
import { redactorFor } from '../compose/redaction.ts'
import { packageRoot } from '../library/roots.ts'
import type { Redactor } from '../ports/redactor.ts'
import { type ExitCode, exitCodeOf } from './exit-code.ts'
import { missionsFor } from './missions.ts'
import { programOf } from './program.ts'
import { reportError } from './report-error.ts'
import { type Stream, Terminal } from './terminal.ts'

/** The command line: does what the arguments say and ends the process with the exit code, once everything was printed. */
export async function main(argv: readonly string[]): Promise<void> {
  const terminal = openTerminal(argv, process.stdout, process.stderr)
  process.on('uncaughtException', (error) => process.exit(fail(terminal, error)))
  const exitCode = await command(argv, terminal)
  await terminal.flush()
  process.exit(exitCode)
}

/** Does what the arguments say, and says on the terminal what went wrong. Never throws. */
export async function command(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await act(argv, terminal)
  } catch (error) {
    return fail(terminal, error)
  }
}

/** The screen is needed before the options are parsed: a mistake in them must be said in the right form too. */
export function openTerminal(argv: readonly string[], out: Stream, err: Stream): Terminal {
  const options = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
  let redactor: Redactor | null = null
  return new Terminal(out, err, {
    json: options.includes('--json'),
    colour: !options.includes('--no-color'),
    redactor: () => {
      redactor ??= redactorFor(process.env)
      return redactor
    },
  })
}

async function act(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = 0
  const program = programOf(terminal, await missionsFor(argv), (code) => {
    exitCode = code
  })
  program.version(await readVersion(packageRoot()), '--version', 'print the version')
  try {
    await program.parseAsync(argv.length === 0 ? ['--help'] : [...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    throw error
  }
}

function fail(terminal: Terminal, error: unknown): ExitCode {
  reportError(terminal, error)
  return exitCodeOf(error)
}
