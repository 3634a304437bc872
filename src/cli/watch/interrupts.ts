import { performance } from 'node:perf_hooks'
import type { Run } from '../../compose/run.ts'

/** Two signals closer than this are one wish: under npx a key press reaches us twice. Milliseconds. */
const sameWish = 300

/** The exit code of somebody who leaves without waiting for the end. */
const left = 4

/**
 * Ctrl-C once stops the run gracefully, twice at once; a third time leaves without waiting, as a crash would, and the
 * ledger survives that too. SIGTERM, a closed terminal and a reader who left are graceful. Returns how to stop listening.
 */
export function stopOnSignals(run: Run, tell: (sentence: string) => void): () => void {
  let [begun, over] = [false, false]
  let wishes = 0
  let lastAt = Number.NEGATIVE_INFINITY
  const wish = (by: string): void => {
    tell(wishes > 1 ? atOnce : graceful)
    const stop = (): void => {
      run.stop(wishes > 1 ? 'now' : 'graceful', by).catch((cause) => {
        // A run that ended first needs no stop; its result says how it came out.
        if (!over) tell(`It could not be stopped: ${cause instanceof Error ? cause.message : cause}`)
      })
    }
    if (begun) stop()
    else run.once('begun', stop)
  }
  const press = (): void => {
    const now = performance.now()
    if (now - lastAt < sameWish) return
    lastAt = now
    wishes += 1
    if (wishes > 2 || (wishes > 1 && !begun)) process.exit(left)
    wish('Ctrl-C')
  }
  const ask = (by: string) => (): void => {
    if (wishes > 0) return
    wishes = 1
    wish(by)
  }
  const listeners = [
    ['SIGINT', press],
    ['SIGTERM', ask('SIGTERM')],
    ['SIGHUP', ask('its closed terminal')],
  ] as const
  run.once('begun', () => {
    begun = true
  })
  for (const [signal, listener] of listeners) process.on(signal, listener)
  return () => {
    over = true
    for (const [signal, listener] of listeners) process.off(signal, listener)
  }
}

const graceful = 'Stopping: agents at work have 30 s. Ctrl-C again: at once.'
const atOnce = 'Stopping at once. Ctrl-C again leaves without waiting.'
