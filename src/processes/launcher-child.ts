import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { LaunchAnswer, LaunchOrder, LaunchRequest } from './launch-message.ts'

/** The small process that starts programs for a large one: see launcher.ts. It ends with whoever started it, and takes its programs along. */
const programs = new Map<number, ChildProcess>()

process.on('message', (request) => take(request as LaunchRequest)) // Only launcher.ts talks to us.
process.on('disconnect', () => {
  for (const program of programs.values()) signalGroup(program, 'SIGKILL')
  process.exit()
})

function take(request: LaunchRequest): void {
  switch (request.do) {
    case 'start':
      return start(request.id, request.order)
    case 'signal':
      return signalGroup(programs.get(request.id), request.signal)
    case 'leave': {
      const program = programs.get(request.id)
      program?.stdout?.destroy()
      program?.stderr?.destroy()
    }
  }
}

function start(id: number, { argv: [file = '', ...args], cwd, env, input }: LaunchOrder): void {
  let program: ChildProcess
  try {
    const stdin = input === null ? 'ignore' : 'pipe'
    program = spawn(file, args, { cwd, env, detached: true, stdio: [stdin, 'pipe', 'pipe'] })
  } catch (error) {
    // Arguments that no program can be given: too long, or with a zero byte.
    return unstarted(id, error)
  }
  programs.set(id, program)
  program.once('error', (error) => {
    if (program.pid !== undefined) return
    programs.delete(id)
    unstarted(id, error)
  })
  if (program.pid === undefined) return
  say({ is: 'started', id, pid: program.pid })
  relay(id, 'stdout', program.stdout)
  relay(id, 'stderr', program.stderr)
  // A program that ends before it has read everything closes the pipe; its exit code says why.
  program.stdin?.on('error', () => {})
  program.stdin?.end(input)
  program.once('exit', (code, signal) => say({ is: 'exited', id, code, signal }))
  program.once('close', () => {
    programs.delete(id)
    say({ is: 'closed', id })
  })
}

function unstarted(id: number, error: unknown): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  say({ is: 'unstarted', id, message: error instanceof Error ? error.message : String(error), code })
}

/** One piece on its way at a time: a program that prints faster than anybody listens has to wait. */
function relay(id: number, stream: 'stdout' | 'stderr', from: Readable | null): void {
  from?.on('data', (bytes: Buffer) => {
    from.pause()
    say({ is: 'printed', id, stream, bytes }, () => from.resume())
  })
  // A pipe that breaks says no more than that the other side has gone.
  from?.on('error', () => {})
}

function say(answer: LaunchAnswer, then: () => void = () => {}): void {
  // Whoever asked may be gone; `disconnect` comes next.
  if (process.connected) process.send?.(answer, undefined, {}, then)
}

function signalGroup(program: ChildProcess | undefined, signal: NodeJS.Signals): void {
  if (program?.pid === undefined) return
  try {
    process.kill(-program.pid, signal)
  } catch (cause) {
    // It has just ended by itself.
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ESRCH')) throw cause
  }
}
