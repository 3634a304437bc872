import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import PQueue from 'p-queue'
import { EchelonError } from '../domain/errors.ts'
import { type Launched, launch } from '../processes/launcher.ts'
import { Heard } from './heard.ts'
import { environment, settings } from './settings.ts'

/** The longest that one command may take. */
const timeLimitMs = 10 * 60_000
/** Git removes its lock files when it is asked to end; after this long it is not asked any more. */
const graceMs = 2_000
/** More at once only makes each of them slower. */
const atOnce = 8

/** Which repository, and which files stand for its checkout. Git never looks for one by itself. */
export interface GitPlace {
  readonly gitDir: string
  readonly workTree?: string
  readonly index?: string
  /** What is written here outlives a power cut. Left out where everything can be made again. */
  readonly durable?: boolean
  /** Where new objects go, when not into the repository itself. */
  readonly objects?: string
}

export interface GitCall {
  readonly place: GitPlace
  readonly args: readonly string[]
  readonly signal: AbortSignal
  readonly input?: string | Buffer
  readonly env?: Readonly<Record<string, string>>
  /** Exit codes that are answers. Default: 0 alone. */
  readonly accept?: readonly number[]
  /** Git is ended when it prints more, and that is an answer. Default: 256 MiB, and more is an error. */
  readonly cutBytes?: number
}

export interface GitAnswer {
  readonly code: number
  readonly stdout: Buffer
  readonly stderr: string
  /** It had more to say than `cutBytes`. */
  readonly cut: boolean
}

/** Runs one git command. A code that is not accepted, a time-out and an abort are errors. */
export type Git = (call: GitCall) => Promise<GitAnswer>

/** Variable that tells whose git processes are whose when their parent has died. */
export const ownerVariable = 'ECHELON_GIT_OWNER'

/** Git for repositories of our own: no configuration of the machine, no hook, no network, a home of its own. */
export function createGit({ home, owner }: { readonly home: string; readonly owner: string }): Git {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const queue = new PQueue({ concurrency: atOnce })
  const base = { ...environment(home), [ownerVariable]: owner }
  return (call) => queue.add(() => runOne(call, { ...base, ...call.env, ...placeVariables(call.place) }))
}

async function runOne(call: GitCall, env: NodeJS.ProcessEnv): Promise<GitAnswer> {
  const { place, args, signal, accept = [0], input = '' } = call
  signal.throwIfAborted()
  const heard = new Heard(call.cutBytes)
  const cwd = place.workTree ?? place.gitDir
  const program = launch({ argv: argvOf(call), cwd, env, input }, (stream, bytes) => heard.hear(stream, bytes))
  const stopper = stopperOf(program)
  heard.onFlood = (why) => stopper.stop(why)
  const onAbort = (): void => stopper.stop('was stopped')
  const limit = setTimeout(() => stopper.stop(`took longer than ${timeLimitMs / 60_000} minutes`), timeLimitMs)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    await program.started.catch((cause: unknown) => {
      throw noGit(cause, place)
    })
    await program.closed
    const { code } = await program.exited
    signal.throwIfAborted()
    const [stdout, stderr] = [heard.stdout.bytes(), heard.stderr.bytes().toString('utf8')]
    if (heard.cut) return { code: code ?? 0, stdout, stderr, cut: true }
    if (stopper.why === null && code !== null && accept.includes(code)) return { code, stdout, stderr, cut: false }
    throw refused(args, place, stopper.why ?? whyOf(code, stderr))
  } finally {
    clearTimeout(limit)
    stopper.end()
    signal.removeEventListener('abort', onAbort)
  }
}

function argvOf({ place, args }: GitCall): readonly string[] {
  const tree = place.workTree === undefined ? [] : [`--work-tree=${place.workTree}`]
  const flush = `core.fsync=${place.durable === true ? 'all' : 'none'}`
  return [
    'git',
    '--no-pager',
    '--literal-pathspecs',
    ...settings,
    '-c',
    flush,
    `--git-dir=${place.gitDir}`,
    ...tree,
    ...args,
  ]
}

interface Stopper {
  /** Why it was told to end. Null: it was not. */
  readonly why: string | null
  stop(why: string): void
  /** It has ended: nobody is killed any more. */
  end(): void
}

/** Asks first: git removes its lock files when it is asked to end. */
function stopperOf(program: Launched): Stopper {
  let why: string | null = null
  let kill: NodeJS.Timeout | undefined
  return {
    get why() {
      return why
    },
    stop: (reason) => {
      if (why !== null) return
      why = reason
      program.signal('SIGTERM')
      kill = setTimeout(() => program.signal('SIGKILL'), graceMs)
    },
    end: () => clearTimeout(kill),
  }
}

function noGit(cause: unknown, { gitDir, workTree }: GitPlace): EchelonError {
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
  return new EchelonError(
    'environment',
    missing
      ? `git could not start in ${workTree ?? gitDir}: the folder is gone, or git 2.38 or newer is not on the PATH.`
      : `git could not start in ${workTree ?? gitDir}: ${cause instanceof Error ? cause.message : String(cause)}`,
    { cause },
  )
}

function refused(args: readonly string[], { gitDir }: GitPlace, why: string): EchelonError {
  return new EchelonError('environment', `git ${args[0]} in ${gitDir} ${why}`)
}

function whyOf(code: number | null, stderr: string): string {
  const said = stderr.trim().split('\n').slice(0, 3).join(' ').slice(0, 500)
  return `ended with ${code ?? 'a signal'}${said === '' ? '' : `: ${said}`}`
}

function placeVariables({ index, objects, gitDir }: GitPlace): Readonly<Record<string, string>> {
  return {
    ...(index === undefined ? {} : { GIT_INDEX_FILE: index }),
    ...(objects === undefined
      ? {}
      : { GIT_OBJECT_DIRECTORY: objects, GIT_ALTERNATE_OBJECT_DIRECTORIES: join(gitDir, 'objects') }),
  }
}
