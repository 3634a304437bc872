import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process'
import { EchelonError } from '../domain/errors.ts'

/** The longest that one git command may take. */
const timeLimitMs = 120_000
/** The most that one listing may print: about two million paths. */
const outputLimitBytes = 256 * 1024 * 1024

interface GitAnswer {
  readonly code: number
  readonly stdout: Buffer
  readonly stderr: string
}

/** Runs one git command that only reads. A non-zero exit is an answer; a missing git, a time-out and an abort are errors. */
export function git(root: string, args: readonly string[], signal: AbortSignal): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const options = {
      env: environment(),
      encoding: 'buffer',
      maxBuffer: outputLimitBytes,
      timeout: timeLimitMs,
      killSignal: 'SIGKILL',
      signal,
    } as const
    execFile('git', [...readOnly(root), ...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code
      if (typeof code === 'number') resolve({ code, stdout, stderr: stderr.toString('utf8') })
      else reject(signal.aborted ? signal.reason : failure(args, root, error))
    })
  })
}

/** Starts one git command to talk with. It is killed when the signal aborts or its time is over. */
export function startGit(root: string, args: readonly string[], signal: AbortSignal): ChildProcessWithoutNullStreams {
  return spawn('git', [...readOnly(root), ...args], {
    env: environment(),
    stdio: 'pipe',
    timeout: timeLimitMs,
    killSignal: 'SIGKILL',
    signal,
  })
}

/** Says for people why git gave no answer. */
export function failure(args: readonly string[], root: string, cause: unknown): EchelonError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  if (code === 'ENOENT')
    return new EchelonError('environment', 'git is not on the PATH; install git 2.30 or newer.', { cause })
  const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
  return new EchelonError('environment', `git ${args[0]} gave no answer in ${root}: ${why}`, { cause })
}

/** Nothing in the repository's own configuration may start a program or reach the network. */
function readOnly(root: string): readonly string[] {
  const off = [
    'core.fsmonitor=false',
    'core.hooksPath=/dev/null',
    'protocol.allow=never',
    'core.quotePath=false',
    'safe.bareRepository=all',
  ]
  return ['--no-pager', '--no-optional-locks', ...off.flatMap((setting) => ['-c', setting]), '-C', root]
}

/** Variables that would point git at another repository or another program, as inside a hook. */
const foreign = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
  'GIT_EXTERNAL_DIFF',
  'GIT_TRACE',
])

function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !foreign.has(name))
  return {
    ...Object.fromEntries(kept),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_PAGER: 'cat',
    LC_ALL: 'C',
  }
}
