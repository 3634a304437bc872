import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import PQueue from 'p-queue'
import { EchelonError } from '../domain/errors.ts'
import { environment, settings } from './settings.ts'

/** The longest that one command may take. */
const timeLimitMs = 10 * 60_000
/** Git removes its lock files when it is asked to end; after this long it is not asked any more. */
const graceMs = 2_000
/** The most that one command may print. */
const outputLimitBytes = 256 * 1024 * 1024
const errorLimitBytes = 64 * 1024
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

function runOne(call: GitCall, env: NodeJS.ProcessEnv): Promise<GitAnswer> {
  const { place, args, signal, accept = [0], cutBytes } = call
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const tree = place.workTree === undefined ? [] : [`--work-tree=${place.workTree}`]
    const flush = `core.fsync=${place.durable === true ? 'all' : 'none'}`
    const argv = [
      '--no-pager',
      '--literal-pathspecs',
      ...settings,
      '-c',
      flush,
      `--git-dir=${place.gitDir}`,
      ...tree,
      ...args,
    ]
    const child = spawn('git', argv, { cwd: place.workTree ?? place.gitDir, env, detached: true, stdio: 'pipe' })
    let cut = false
    const stdout = new Pile(cutBytes ?? outputLimitBytes, () => {
      cut = cutBytes !== undefined
      stop(`printed more than ${outputLimitBytes} bytes`)
    })
    const stderr = new Pile(errorLimitBytes, () => {})
    let stopped: string | null = null
    let kill: NodeJS.Timeout | undefined
    const stop = (why: string): void => {
      if (stopped !== null) return
      stopped = why
      signalGroup(child.pid, 'SIGTERM')
      kill = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), graceMs)
    }
    const onAbort = (): void => stop('was stopped')
    const limit = setTimeout(() => stop(`took longer than ${timeLimitMs / 60_000} minutes`), timeLimitMs)
    signal.addEventListener('abort', onAbort, { once: true })
    const done = (settle: () => void): void => {
      clearTimeout(limit)
      clearTimeout(kill)
      signal.removeEventListener('abort', onAbort)
      settle()
    }
    child.stdout.on('data', (chunk: Buffer) => stdout.add(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.add(chunk))
    // Git that ends before it has read everything closes the pipe; its exit code says why.
    child.stdin.on('error', () => {})
    child.stdin.end(call.input ?? '')
    child.on('error', (cause) => done(() => reject(noGit(cause, place))))
    child.on('close', (code) =>
      done(() => {
        if (signal.aborted) return reject(signal.reason)
        const said = (): string => stderr.bytes().toString('utf8')
        if (cut) return resolve({ code: code ?? 0, stdout: stdout.bytes(), stderr: said(), cut })
        if (stopped === null && code !== null && accept.includes(code))
          return resolve({ code, stdout: stdout.bytes(), stderr: said(), cut })
        reject(refused(args, place, stopped ?? whyOf(code, said())))
      }),
    )
  })
}

class Pile {
  readonly #chunks: Buffer[] = []
  readonly #limit: number
  readonly #onFull: () => void
  #size = 0
  constructor(limit: number, onFull: () => void) {
    this.#limit = limit
    this.#onFull = onFull
  }
  add(chunk: Buffer): void {
    if (this.#size + chunk.length > this.#limit) return this.#onFull()
    this.#size += chunk.length
    this.#chunks.push(chunk)
  }
  bytes(): Buffer {
    return Buffer.concat(this.#chunks)
  }
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch (cause) {
    // It has just ended by itself.
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ESRCH')) throw cause
  }
}

function noGit(cause: Error, { gitDir, workTree }: GitPlace): EchelonError {
  const missing = 'code' in cause && cause.code === 'ENOENT'
  return new EchelonError(
    'environment',
    missing
      ? `git could not start in ${workTree ?? gitDir}: the folder is gone, or git 2.38 or newer is not on the PATH.`
      : `git could not start in ${workTree ?? gitDir}: ${cause.message}`,
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
