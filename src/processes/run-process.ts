import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { type HeadAndTail, headAndTail } from './head-and-tail.ts'
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

type Child = ChildProcessByStdio<null, Readable, Readable>
type Cause = { readonly ending: Ended['ending']; readonly detail?: string }

const floodBytes = 256 * 1024 * 1024
/** Milliseconds that the pipes may stay open when nobody of ours is left to write to them. */
const drainPatience = 2_000

/** Runs a program and, however it ends, everything that it started ends with it. Always resolves. */
export async function runProcess(command: Command): Promise<Ended> {
  const began = performance.now()
  const output = headAndTail(command.outputBytes)
  const { ending, child, survivors, detail } = await live(command, output)
  return {
    ending,
    exitCode: child?.exitCode ?? null,
    signal: child?.signalCode ?? null,
    output: detail ?? output.text(),
    truncated: output.truncated,
    survivors,
    milliseconds: performance.now() - began,
  }
}

interface Life extends Cause {
  readonly child: Child | null
  readonly survivors: number
}

async function live(command: Command, output: HeadAndTail): Promise<Life> {
  const none = { child: null, survivors: 0 }
  if (command.signal.aborted) return { ending: 'aborted', ...none }
  const marker = newMarker()
  const child = start(command, marker)
  if (child instanceof Error) return { ending: 'unstarted', detail: child.message, ...none }
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const end = waitForEnd(child, command, output)
  if (child.pid === undefined) return { ...(await end), ...none }
  const tree = followTree(child.pid, marker)
  const cause = await end
  const survivors = await tree.end()
  await drain(child, closed)
  return { ...cause, child, survivors }
}

function start({ argv: [program = '', ...rest], cwd, env }: Command, marker: string): Child | Error {
  try {
    return spawn(program, rest, {
      cwd,
      env: { ...env, [markerName]: marker },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    // Arguments that no program can be given: too long, or with a zero byte.
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** Whatever comes first: its own end, the limit, the abort, or too much output. */
function waitForEnd(child: Child, command: Command, output: HeadAndTail): Promise<Cause> {
  return new Promise((resolve) => {
    const settle = (cause: Cause): void => {
      clearTimeout(timer)
      command.signal.removeEventListener('abort', onAbort)
      resolve(cause)
    }
    const onAbort = (): void => settle({ ending: 'aborted' })
    const timer = setTimeout(() => settle({ ending: 'timeout' }), command.milliseconds)
    command.signal.addEventListener('abort', onAbort, { once: true })
    const cap = command.floodBytes ?? floodBytes
    for (const stream of [child.stdout, child.stderr]) {
      const source = output.source()
      stream.on('data', (part: Buffer) => {
        source.write(part)
        if (output.bytes > cap) settle({ ending: 'flooded' })
      })
      stream.on('end', () => source.end())
      // A pipe that breaks says no more than that the other side has gone.
      stream.on('error', () => source.end())
    }
    child.once('error', (error) => settle({ ending: 'unstarted', detail: `${error.message} in ${command.cwd}` }))
    child.once('exit', () => settle({ ending: 'exited' }))
  })
}

/** What is still in the pipes is read; a pipe that a stranger holds open does not keep us. */
async function drain(child: Child, closed: Promise<void>): Promise<void> {
  const timer = setTimeout(() => {
    child.stdout.destroy()
    child.stderr.destroy()
  }, drainPatience)
  // A leader that even a kill did not end never closes: it is waited for as long as for the pipes.
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, drainPatience + 100).unref())])
  clearTimeout(timer)
}
