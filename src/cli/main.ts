import { CommanderError } from 'commander'
import { readVersion } from '../compose/folders.ts'
import { redactorFor } from '../compose/redaction.ts'
import { packageRoot } from '../library/roots.ts'
import type { Redactor } from '../ports/redactor.ts'
import { type ExitCode, exitCodeOf } from './exit-code.ts'
import { missionsFor } from './missions.ts'
import { programOf } from './program.ts'
import { reportError } from './report-error.ts'
import { Terminal } from './terminal.ts'

/** The command line: parses, acts, and ends the process with the exit code once everything was printed. */
export async function main(argv: readonly string[]): Promise<void> {
  const terminal = openTerminal(argv)
  const fail = (error: unknown): ExitCode => {
    reportError(terminal, error)
    return exitCodeOf(error)
  }
  process.on('uncaughtException', (error) => process.exit(fail(error)))
  const exitCode = await act(terminal, argv).catch(fail)
  await terminal.flush()
  process.exit(exitCode)
}

async function act(terminal: Terminal, argv: readonly string[]): Promise<ExitCode> {
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

/** The screen is needed before the options are parsed: a mistake in them must be said in the right form too. */
function openTerminal(argv: readonly string[]): Terminal {
  const before = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
  let redactor: Redactor | null = null
  return new Terminal(process.stdout, process.stderr, {
    json: before.includes('--json'),
    colour: !before.includes('--no-color'),
    redactor: () => {
      redactor ??= redactorFor(process.env)
      return redactor
    },
  })
}
