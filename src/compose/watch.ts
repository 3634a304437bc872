import type { Running } from '../engine/running.ts'
import { reserveMinutes } from '../engine/wind-down.ts'
import type { Inbox } from '../runtimes/embedded/inbox.ts'
import type { Driven } from './drive.ts'
import type { RunLog } from './log.ts'

/** Between two looks into the inbox. */
const inboxMs = 250

export interface Watched {
  readonly driven: Driven
  readonly inbox: Inbox
  /** Commands up to this one were for an earlier life of the run. */
  readonly commandsSeen: number
  readonly signal: AbortSignal | undefined
  readonly log: RunLog
  stop(how: 'graceful' | 'now', by: string): void
}

/** Looks after the outside of a run: commands of other processes, its deadline, the caller's signal. Returns the way to end it. */
export function watch({ driven, inbox, commandsSeen, signal, stop, log }: Watched): () => void {
  let seen = commandsSeen
  const { running } = driven
  const { clock } = running.site
  const look = (): void => {
    for (const { id, command } of inbox.after(seen)) {
      seen = id
      if (command.kind === 'stop') stop(command.how, command.by)
      else
        driven.runtime
          .signal(command.unit, command.name, command.data, `inbox ${id}`)
          .catch((cause) => log.logger.warn({ err: cause, command: id }, 'a signal came too late'))
    }
    callOffLook = clock.after(inboxMs, look)
  }
  let callOffLook = clock.after(0, look)
  const callOffDeadline = clock.after(millisecondsLeft(running), () => stop('graceful', 'its limit of running time'))
  const abort = (): void => stop('now', 'the caller')
  signal?.addEventListener('abort', abort, { once: true })
  if (signal?.aborted === true) abort()
  return () => {
    callOffLook()
    callOffDeadline()
    signal?.removeEventListener('abort', abort)
    inbox.close()
  }
}

/**
 * Until the night is over. Whoever resumes it later gets the time to land what is done and to hand over: nothing new is
 * begun in it, and without it the run could never end.
 */
function millisecondsLeft({ limits, until, site, state: { now, started } }: Running): number {
  const awake = until === null ? Number.POSITIVE_INFINITY : until - site.clock.wall()
  const left = Math.max(0, Math.min(limits.runMinutes * 60_000 - now, awake))
  return started === null ? left : Math.max(left, 60_000, reserveMinutes(limits) * 60_000)
}
