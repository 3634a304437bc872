import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { EventEmitter } from 'eventemitter3'
import type { LedgerEvent } from '../domain/event.ts'
import type { RunOutcome } from '../domain/fact/words.ts'
import { emptyState, type RunState } from '../domain/state.ts'
import { renderAll } from '../engine/documents/render-all.ts'
import { bookOf } from '../engine/handoff.ts'
import type { Clock } from '../ports/clock.ts'
import type { Inbox } from '../runtimes/embedded/inbox.ts'
import { readEvents, readLinks } from '../runtimes/embedded/read.ts'
import { openForReading } from '../runtimes/embedded/schema.ts'
import type { Driven } from './drive.ts'
import { exportLedger } from './export-ledger.ts'
import type { RunLog } from './log.ts'
import { watch } from './watch.ts'

/** How long agents may work on after a graceful stop. */
const drainMs = 30_000

export interface RunResult {
  readonly run: string
  /** `stopped`: it was interrupted and can be resumed. */
  readonly outcome: RunOutcome | 'stopped'
  readonly reason: string
  /** Folder of the documents. */
  readonly documents: string
  readonly state: RunState
  /** 0 accomplished · 1 failed · 3 partial · 4 aborted, stopped or over a limit. */
  readonly exitCode: 0 | 1 | 3 | 4
}

interface Following {
  readonly on?: (event: LedgerEvent) => void
  readonly signal?: AbortSignal
}

interface RunEvents {
  event: [LedgerEvent]
  /** The run has its id and is about to start. */
  begun: [string]
}

/** A run at work: events by callback and by `for await`, its result as a promise, and the way to stop it. */
export class Run extends EventEmitter<RunEvents> implements AsyncIterable<LedgerEvent> {
  readonly result: Promise<RunResult>
  /** The state folded so far. */
  state: RunState = emptyState()
  #driven: Driven | null = null
  #ledger: string | null = null
  #stopping: 'graceful' | 'now' | null = null
  #stopReason = ''
  #ended = false
  #wake: (() => void)[] = []

  constructor(open: () => Promise<Opened>, { on, signal }: Following) {
    super()
    if (on !== undefined) this.on('event', on)
    this.result = Promise.resolve()
      .then(open)
      .then((opened) => this.#live(opened, signal))
      .finally(() => this.#end())
    // Whoever only follows the events is not punished for the result; whoever awaits it still sees the error.
    this.result.catch(() => {})
  }

  /** Graceful: takes in no new work, lets agents end within 30 s, keeps the run resumable. Asked twice, or `now`: at once. */
  async stop(how: 'graceful' | 'now' = 'graceful', by = 'the caller'): Promise<void> {
    const driven = this.#driven
    if (driven === null || this.#stopping === 'now') return
    const wish = this.#stopping === null ? how : 'now'
    this.#stopping = wish
    this.#stopReason = by
    await driven.runtime.append({ type: 'run.stopping', how: wish, by })
    if (wish === 'graceful') await within(drainMs, driven.runtime.drain(), driven.running.site.clock)
    await driven.close()
  }

  /** The events from the first one on, until the run ends. */
  async *[Symbol.asyncIterator](): AsyncIterator<LedgerEvent> {
    let after = 0
    for (;;) {
      const ended = this.#ended
      for (const event of this.#since(after)) {
        after = event.seq
        yield event
      }
      if (ended) break
      if (!this.#ended) await new Promise<void>((wake) => this.#wake.push(wake))
    }
    await this.result
  }

  #since(after: number): readonly LedgerEvent[] {
    if (this.#ledger === null) return []
    const db = openForReading(this.#ledger)
    try {
      return [...readEvents(db, after)]
    } finally {
      db.close()
    }
  }

  async #live(
    { driven, manifest, folder, log, inbox, commandsSeen }: Opened,
    signal: AbortSignal | undefined,
  ): Promise<RunResult> {
    this.#driven = driven
    this.state = driven.state
    this.#ledger = join(folder, 'ledger.db')
    this.emit('begun', manifest.run)
    log.logger.info({ ...manifest, node: process.version }, 'the run begins')
    const unfollow = driven.runtime.follow((event) => {
      log.see(event)
      this.emit('event', event)
      this.#wakeAll()
    })
    const stop = (how: 'graceful' | 'now', by: string): void => void this.stop(how, by)
    const endWatch = watch({ driven, inbox, commandsSeen, signal, stop, log })
    try {
      const result = await this.#finish(driven, manifest)
      await driven.close()
      await exportFrom(join(folder, 'ledger.db'), manifest.documents)
      return result
    } catch (cause) {
      log.logger.error({ err: cause }, 'the run broke')
      throw cause
    } finally {
      endWatch()
      unfollow()
      await driven.close()
      await log.close()
    }
  }

  async #finish({ go, state, running }: Driven, { run, documents }: Opened['manifest']): Promise<RunResult> {
    try {
      const { outcome, reason } = await go()
      // Nothing is left to stop: whoever asks now comes too late.
      this.#driven = null
      return { run, outcome: outcomeOf(outcome), reason, documents, state, exitCode: exitCodes[outcomeOf(outcome)] }
    } catch (cause) {
      if (this.#stopping === null) throw cause
      await this.#writeInterim(running, documents)
      const reason = `stopped by ${this.#stopReason}; "echelon resume" goes on with it`
      return { run, outcome: 'stopped', reason, documents, state, exitCode: 4 }
    }
  }

  /** A stopped run has documents too: what is known so far. */
  async #writeInterim({ site }: Driven['running'], documents: string): Promise<void> {
    await mkdir(documents, { recursive: true })
    const book = await bookOf({ site, events: () => this.#since(0) })
    for (const [name, text] of renderAll(book).files) await site.archive.writeDocument(name, text)
  }

  #end(): void {
    this.#ended = true
    this.#wakeAll()
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake()
  }
}

/** Everything a run at work holds open. */
export interface Opened {
  readonly driven: Driven
  readonly manifest: { readonly run: string; readonly documents: string }
  readonly folder: string
  readonly inbox: Inbox
  readonly commandsSeen: number
  readonly log: RunLog
}

async function exportFrom(ledger: string, documents: string): Promise<void> {
  await mkdir(documents, { recursive: true })
  const db = openForReading(ledger)
  try {
    await exportLedger(readLinks(db, 0), join(documents, 'ledger.jsonl'))
  } finally {
    db.close()
  }
}

const exitCodes = { accomplished: 0, failed: 1, partial: 3, aborted: 4, stopped: 4 } as const

function outcomeOf(text: string): RunOutcome {
  switch (text) {
    case 'accomplished':
    case 'partial':
    case 'aborted':
      return text
    default:
      return 'failed'
  }
}

function within(milliseconds: number, work: Promise<void>, clock: Clock): Promise<void> {
  return new Promise((done, fail) => {
    const callOff = clock.after(milliseconds, done)
    work.then(
      () => {
        callOff()
        done()
      },
      (cause) => {
        callOff()
        fail(cause)
      },
    )
  })
}
