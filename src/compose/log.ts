import { join } from 'node:path'
import { destination, type Logger, pino } from 'pino'
import type { LedgerEvent } from '../domain/event.ts'
import type { Redactor } from '../ports/redactor.ts'

export interface RunLog {
  readonly logger: Logger
  /** Notes an event that somebody looking for trouble wants to see. */
  see(event: LedgerEvent): void
  close(): Promise<void>
}

/**
 * The technical log of a run, `run.log` beside its ledger: what went wrong and around what. It is for finding faults;
 * nothing is ever read back from it. Lines are JSON and pass the redactor.
 */
export function openLog(folder: string, redactor: Redactor): RunLog {
  const stream = destination({ dest: join(folder, 'run.log'), mkdir: true, sync: true })
  const hooks = { streamWrite: (line: string) => redactor.text(line) }
  const logger = pino(
    { base: { pid: process.pid }, timestamp: () => `,"time":"${new Date().toISOString()}"`, hooks },
    stream,
  )
  return {
    logger,
    see: ({ seq, fact }) => {
      const level = levelOf(fact)
      if (level !== null) logger[level]({ seq, ...fact }, fact.type)
    },
    close: async () => {
      stream.flushSync()
      stream.end()
    },
  }
}

function levelOf(fact: LedgerEvent['fact']): 'info' | 'warn' | 'error' | null {
  switch (fact.type) {
    case 'spawn.refused':
    case 'action.denied':
    case 'claim.rejected':
    case 'phase.held':
    case 'run.stopping':
      return 'warn'
    case 'order.failed':
      return 'error'
    case 'attempt.ended':
      return fact.ok ? null : 'warn'
    case 'inspection.ended':
      return fact.status === 'ran' ? null : 'warn'
    case 'phase.started':
    case 'phase.finished':
    case 'run.resumed':
    case 'run.concluded':
    case 'run.finished':
      return 'info'
    default:
      return null
  }
}
