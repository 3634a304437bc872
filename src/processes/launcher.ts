import { type ChildProcess, fork } from 'node:child_process'
import { channel } from 'node:diagnostics_channel'
import { extname, join } from 'node:path'
import type { LaunchAnswer, LaunchOrder, LaunchRequest } from './launch-message.ts'

export type { LaunchOrder } from './launch-message.ts'

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A program on its way. */
export interface Launched {
  /** Its process id. Rejects, with the system's `code`, when it could not be started. */
  readonly started: Promise<number>
  /** It has ended; what it started may still print. */
  readonly exited: Promise<Exit>
  /** Nobody can print for it any more, and all that was printed has been heard. */
  readonly closed: Promise<void>
  /** Sends a signal to it and its whole group, if it is still there. */
  signal(signal: NodeJS.Signals): void
  /** Hears nothing of it any more: `closed` comes with its end. */
  leave(): void
}

export type Hear = (stream: 'stdout' | 'stderr', bytes: Buffer) => void

/**
 * Starts a program, in a group of its own, through a small process of ours. Starting copies the page tables of whoever does it:
 * from a process with 400 MB that took ten milliseconds of processor time in which nothing else could run, and from the
 * small one it takes one, elsewhere. Every program ends when we die.
 */
export function launch(order: LaunchOrder, hear: Hear): Launched {
  launches.publish(order)
  if (current === null || !current.lives) current = new Launcher()
  return current.launch(order, hear)
}

/** Tells whoever listens of each start, as Node's own channel `child_process` does for its processes. */
const launches = channel('echelon:launch')
let current: Launcher | null = null

interface Waiting {
  readonly hear: Hear
  readonly started: PromiseWithResolvers<number>
  readonly exited: PromiseWithResolvers<Exit>
  readonly closed: PromiseWithResolvers<void>
}

class Launcher {
  lives = true
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, Waiting>()
  #last = 0

  constructor() {
    const file = join(import.meta.dirname, `launcher-child${extname(import.meta.filename)}`)
    this.#child = fork(file, {
      serialization: 'advanced',
      execArgv: ['--disable-warning=ExperimentalWarning'],
      // Each program brings its own environment; ours may hold keys, and is in one process less this way.
      env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot },
      // An interrupt of the terminal is for us; we tell what is to end.
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    this.#child.on('message', (answer) => this.#take(answer as LaunchAnswer)) // Only launcher-child.ts answers.
    this.#child.on('error', (cause) => this.#die(cause))
    this.#child.on('exit', (code, signal) => this.#die(new Error(`it ended with ${signal ?? code}`)))
    this.#rest()
  }

  launch(order: LaunchOrder, hear: Hear): Launched {
    this.#last += 1
    const id = this.#last
    const waiting = {
      hear,
      started: Promise.withResolvers<number>(),
      exited: Promise.withResolvers<Exit>(),
      closed: Promise.withResolvers<void>(),
    }
    // Whoever waits for one of them need not wait for all.
    for (const { promise } of [waiting.started, waiting.exited, waiting.closed]) promise.catch(() => {})
    this.#waiting.set(id, waiting)
    this.#child.ref()
    this.#child.channel?.ref()
    this.#send({ do: 'start', id, order })
    return {
      started: waiting.started.promise,
      exited: waiting.exited.promise,
      closed: waiting.closed.promise,
      signal: (signal) => this.#send({ do: 'signal', id, signal }),
      leave: () => this.#send({ do: 'leave', id }),
    }
  }

  #send(request: LaunchRequest): void {
    if (this.lives) this.#child.send(request, (cause) => (cause === null ? undefined : this.#die(cause)))
  }

  #take(answer: LaunchAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    if (waiting === undefined) return
    switch (answer.is) {
      case 'started':
        return waiting.started.resolve(answer.pid)
      case 'printed':
        return waiting.hear(
          answer.stream,
          Buffer.from(answer.bytes.buffer, answer.bytes.byteOffset, answer.bytes.length),
        )
      case 'exited':
        return waiting.exited.resolve({ code: answer.code, signal: answer.signal })
      case 'closed':
        waiting.closed.resolve()
        return this.#forget(answer.id)
      case 'unstarted':
        this.#fail(waiting, Object.assign(new Error(answer.message), { code: answer.code }))
        return this.#forget(answer.id)
    }
  }

  #forget(id: number): void {
    this.#waiting.delete(id)
    this.#rest()
  }

  /** Nothing is under way: it keeps nobody from ending. */
  #rest(): void {
    if (this.#waiting.size > 0) return
    this.#child.unref()
    this.#child.channel?.unref()
  }

  #die(cause: Error): void {
    this.lives = false
    const error = new Error(`The process that starts programs for Echelon is gone: ${cause.message}`, { cause })
    for (const waiting of this.#waiting.values()) this.#fail(waiting, error)
    this.#waiting.clear()
  }

  #fail({ started, exited, closed }: Waiting, error: Error): void {
    for (const { reject } of [started, exited, closed]) reject(error)
  }
}
