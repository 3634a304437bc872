import { existsSync } from 'node:fs'
import { type HeadAndTail, headAndTail } from './head-and-tail.ts'
import { type Exit, type Hear, launch, type Launched } from './launcher.ts'
import { markerName, newMarker } from './marker.ts'
import { followTree } from './tree.ts'

/** One program to run. No shell reads the arguments. */
export interface Command {
  readonly argv: readonly string[]
  readonly cwd: string
  /** All that it sees: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>
  /** It is ended after so long. */
  readonly milliseconds: number
  /** So much of its output is kept: half of it the beginning, half the end. */
  readonly outputBytes: number
  /** It is ended when it printed more than this. Default 256 MiB. */
  readonly floodBytes?: number
  readonly signal: AbortSignal
}

export interface Ended {
  /** `unstarted`: there is no such program or folder; `output` says which. */
  readonly ending: 'exited' | 'timeout' | 'aborted' | 'flooded' | 'unstarted'
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** What it printed on both streams, in the order in which it arrived. */
  readonly output: string
  readonly truncated: boolean
  /** Processes that were still there when it ended or was told to, and were ended with it. */
  readonly survivors: number
  readonly milliseconds: number
}

type Cause = { readonly ending: Ended['ending']; readonly detail?: string }

const floodBytes = 256 * 1024 * 1024
/** Milliseconds that the pipes may stay open when nobody of ours is left to write to them. */
const drainPatience = 2_000

/** Runs a program and, however it ends, everything that it started ends with it. Always resolves. */
export async function runProcess(command: Command): Promise<Ended> {
  const began = performance.now()
  const output = headAndTail(command.outputBytes)
  const { ending, exit, survivors, detail } = await live(command, output)
  return {
    ending,
    exitCode: exit?.code ?? null,
    signal: exit?.signal ?? null,
    output: detail ?? output.text(),
    truncated: output.truncated,
    survivors,
    milliseconds: performance.now() - began,
  }
}

interface Life extends Cause {
  /** Null: it never was, or even a kill did not end it. */
  readonly exit: Exit | null
  readonly survivors: number
}

async function live(command: Command, output: HeadAndTail): Promise<Life> {
  if (command.signal.aborted) return { ending: 'aborted', exit: null, survivors: 0 }
  const { argv, cwd, env } = command
  const marker = newMarker()
  const heard = listen(output, command.floodBytes ?? floodBytes)
  const program = launch({ argv, cwd, env: { ...env, [markerName]: marker }, input: null }, heard.hear)
  const end = waitForEnd(program, command, heard.flooded)
  const pid = await program.started.catch(() => null)
  if (pid === null) return { ...(await end), exit: null, survivors: 0 }
  const tree = followTree(pid, marker)
  const cause = await end
  const survivors = await tree.end()
  const exit = await drain(program)
  heard.end()
  return { ...cause, exit, survivors }
}

interface Heard {
  readonly hear: Hear
  /** Resolves when it is too much. */
  readonly flooded: Promise<void>
  /** Nothing comes any more: half a character stays half. */
  end(): void
}

function listen(output: HeadAndTail, cap: number): Heard {
  const flooded = Promise.withResolvers<void>()
  const sources = { stdout: output.source(), stderr: output.source() }
  const hear: Hear = (stream, bytes) => {
    sources[stream].write(bytes)
    if (output.bytes > cap) flooded.resolve()
  }
  const end = (): void => {
    sources.stdout.end()
    sources.stderr.end()
  }
  return { hear, flooded: flooded.promise, end }
}

/** Whatever comes first: its own end, the limit, the abort, or too much output. */
function waitForEnd(program: Launched, command: Command, flooded: Promise<void>): Promise<Cause> {
  return new Promise((resolve) => {
    const settle = (cause: Cause): void => {
      clearTimeout(timer)
      command.signal.removeEventListener('abort', onAbort)
      resolve(cause)
    }
    const onAbort = (): void => settle({ ending: 'aborted' })
    const timer = setTimeout(() => settle({ ending: 'timeout' }), command.milliseconds)
    command.signal.addEventListener('abort', onAbort, { once: true })
    void flooded.then(() => settle({ ending: 'flooded' }))
    program.exited.then(
      () => settle({ ending: 'exited' }),
      (error: Error) => settle({ ending: 'unstarted', detail: whyUnstarted(error, command) }),
    )
  })
}

/** The system says ENOENT of a missing program and of a missing folder alike. */
function whyUnstarted(error: Error, { argv: [program = ''], cwd }: Command): string {
  if (!('code' in error) || error.code !== 'ENOENT' || !existsSync(cwd)) return `${error.message} in ${cwd}`
  return `there is no program "${program}" ${program.includes('/') ? `in ${cwd}` : 'on PATH'}`
}

/**
 * What is still in the pipes is read; a pipe that a stranger holds open does not keep us, nor a leader that even a kill did not
 * end.
 */
async function drain(program: Launched): Promise<Exit | null> {
  const timer = setTimeout(() => program.leave(), drainPatience)
  const given = Promise.withResolvers<null>()
  const up = setTimeout(() => given.resolve(null), drainPatience + 100)
  const gone = program.closed.then(() => program.exited).catch(() => null)
  const exit = await Promise.race([gone, given.promise])
  clearTimeout(timer)
  clearTimeout(up)
  return exit
}
