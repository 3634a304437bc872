import { Command, type OptionValues } from 'commander'
import type { ExitCode } from './exit-code.ts'
import { epilogue, missionEpilogue } from './help.ts'
import type { Shell } from './shell.ts'
import type { Terminal } from './terminal.ts'

/** A mission that can be named as a verb. */
export interface MissionVerb {
  readonly name: string
  readonly about: string
}

type Act = (shell: Shell, options: OptionValues, args: readonly string[]) => Promise<ExitCode>

/** The verbs and options of the command line. `done` is told the exit code. Each verb loads its code when it is called. */
export function programOf(
  terminal: Terminal,
  missions: readonly MissionVerb[],
  done: (exitCode: ExitCode) => void,
): Command {
  const program = new Command('echelon')
  const verb = (usage: string, about: string, group: string, act: Act): Command =>
    program
      .command(usage)
      .description(about)
      .helpGroup(group)
      .action(async (...given: unknown[]) => {
        const command = given.at(-1)
        if (!(command instanceof Command)) throw new TypeError('commander calls actions with their command')
        const options = command.optsWithGlobals()
        const shell = shellOf(terminal, options)
        done(await act(shell, options, command.args))
      })
  globals(program, terminal)
  missionVerbs(verb, missions)
  runVerbs(verb)
  ledgerVerbs(verb('ledger', 'show, export or verify the ledger of a run', runs, noLedgerVerb), terminal, done)
  definitionVerbs(verb)
  return program
}

type Verb = (usage: string, about: string, group: string, act: Act) => Command

const missionGroup = 'Missions:'
const runs = 'Runs:'
const house = 'Definitions and machine:'

function globals(program: Command, terminal: Terminal): void {
  program
    .description('Hierarchical teams of coding agents that the runtime enforces and measures.')
    .option('--repo <path>', 'folder of the repository (default: the one around the current folder)')
    .option('--state <dir>', 'folder for ledgers, register and history (default: .echelon in the repository)')
    .option('--work <dir>', 'folder for workspaces, outside of the repository (default: in your state folder)')
    .option('--json', 'lines of JSON instead of words')
    .option('--no-color', 'no colours; NO_COLOR=1 does the same')
    .helpOption('-h, --help', 'explain echelon, or a verb')
    .helpCommand('help [verb]', 'explain a verb')
    .addHelpText('after', epilogue)
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.text(text), writeErr: () => {} })
}

function missionVerbs(verb: Verb, missions: readonly MissionVerb[]): void {
  for (const { name, about } of missions)
    missionOptions(
      verb(`${name} [goal...]`, about, missionGroup, async (shell, options, goal) =>
        (await import('./verbs/mission.ts')).missionVerb(shell, name, goal.join(' '), options),
      ),
    )
  missionOptions(
    verb(
      'run <mission> [goal...]',
      'run a mission by its name',
      missionGroup,
      async (shell, options, [name = '', ...goal]) =>
        (await import('./verbs/mission.ts')).missionVerb(shell, name, goal.join(' '), options),
    ),
  )
  verb(
    'plan <mission> [goal...]',
    'show what a mission would do and cost; spends nothing',
    missionGroup,
    async (shell, _, args) => {
      const [name = '', ...goal] = args
      return (await import('./verbs/plan.ts')).planVerb(shell, name, goal.join(' '))
    },
  )
}

function missionOptions(command: Command): void {
  command
    .option('--out <dir>', 'folder for the documents (default: the folder of the run)')
    .option('--agents <n>', 'specialists at work at once, at most')
    .option('--run-minutes <n>', 'minutes for the whole run, at most')
    .option('--until <hh:mm>', 'when you wake up: nothing is begun that could not be handed over by then')
    .option('--cost-usd <n>', 'dollars for the whole run, at most')
    .option('--backend <id>', 'what runs specialists that name none (default: static, the inspectors)')
    .option('--quiet', 'show only the summary')
    .option('--new-only', 'show and count only debts that this run added or that came back')
    .option('--fail-on <severity>', 'exit code 3 when a debt of p0, p1, p2 or p3, or worse, is open')
    .addHelpText('after', missionEpilogue)
}

function runVerbs(verb: Verb): void {
  verb(
    'status [run]',
    'how a run stands (default: the one at work, or the latest)',
    runs,
    async (shell, options, [run]) => (await import('./verbs/status.ts')).statusVerb(shell, run, options.all === true),
  ).option('--all', 'list the runs of this repository')
  verb('stop [run]', 'stop the run at work gracefully; twice stops it at once', runs, async (shell, options, [run]) =>
    (await import('./verbs/stop.ts')).stopVerb(shell, run, options.now === true),
  ).option('--now', 'at once')
  verb('resume [run]', 'go on with a run that was stopped or died', runs, async (shell, options, [run]) =>
    (await import('./verbs/resume.ts')).resumeVerb(shell, run, options.quiet === true),
  ).option('--quiet', 'show only the summary')
  verb('handoff [run]', 'print HANDOFF.md or another document of a run', runs, async (shell, options, [run]) =>
    (await import('./verbs/handoff.ts')).handoffVerb(shell, run, textOf(options.document) ?? 'HANDOFF.md'),
  ).option('--document <name>', 'which document', 'HANDOFF.md')
  verb('metrics [run]', 'the numbers of a run, folded from its ledger', runs, async (shell, _, [run]) =>
    (await import('./verbs/metrics.ts')).metricsVerb(shell, run),
  )
}

const noLedgerVerb: Act = async (_, __, args) => {
  const { EchelonError } = await import('../domain/errors.ts')
  const given = args.length === 0 ? 'The ledger can be' : `"${args[0]}" is nothing a ledger can do; it can be`
  throw new EchelonError('input', `${given} shown, exported or verified: "echelon ledger show", "export" or "verify".`)
}

function ledgerVerbs(ledger: Command, terminal: Terminal, done: (exitCode: ExitCode) => void): void {
  ledger.allowExcessArguments()
  const part = (
    usage: string,
    about: string,
    act: (shell: Shell, run: string | undefined) => Promise<ExitCode>,
  ): void => {
    ledger
      .command(usage)
      .description(about)
      .action(async (run: string | undefined, _: OptionValues, command: Command) => {
        const options = command.optsWithGlobals()
        done(await act(shellOf(terminal, options), run))
      })
  }
  part('show [run]', 'every event, a line each', async (shell, run) =>
    (await import('./verbs/ledger.ts')).ledgerShowVerb(shell, run),
  )
  part('export [run]', 'lines of JSON, byte for byte what was hashed', async (shell, run) =>
    (await import('./verbs/ledger.ts')).ledgerExportVerb(shell, run),
  )
  part('verify [run]', 'recompute the chain of hashes of a run or of an exported file', async (shell, run) =>
    (await import('./verbs/ledger.ts')).ledgerVerifyVerb(shell, run),
  )
}

function definitionVerbs(verb: Verb): void {
  verb('list [kind]', 'missions, coordinators, agents and inspectors', house, async (shell, _, [kind]) =>
    (await import('./verbs/list.ts')).listVerb(shell, kind),
  )
  verb('check [path]', 'find mistakes in definitions, as file:line', house, async (shell, _, [path]) =>
    (await import('./verbs/check.ts')).checkVerb(shell, path),
  )
  verb('init [names...]', 'copy our definitions into .echelon/ for editing', house, async (shell, _, names) =>
    (await import('./verbs/init.ts')).initVerb(shell, names),
  )
  verb('baseline', 'accept the open P2 and P3 debts, so that later audits show what is new', house, async (shell) =>
    (await import('./verbs/baseline.ts')).baselineVerb(shell),
  )
  verb('clean', 'say what the work folder holds, and remove what is nowhere needed', house, async (shell, options) =>
    (await import('./verbs/clean.ts')).cleanVerb(shell, options.all === true),
  ).option('--all', 'rescue refs and installed dependencies too')
  verb('doctor', 'what will work on this machine', house, async (shell) =>
    (await import('./verbs/doctor.ts')).doctorVerb(shell),
  )
}

function shellOf(terminal: Terminal, options: OptionValues): Shell {
  return { terminal, repo: textOf(options.repo), state: textOf(options.state), work: textOf(options.work) }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
