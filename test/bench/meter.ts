import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

export interface Spent {
  readonly wallMs: number
  /** User and system time of all threads of this process. */
  readonly cpuMs: number
}

/** Starts a stopwatch for wall and processor time. The answer reads it, as often as asked. */
export function stopwatch(): () => Spent {
  const cpu = process.cpuUsage()
  const started = performance.now()
  return () => {
    const wallMs = performance.now() - started
    const { user, system } = process.cpuUsage(cpu)
    return { wallMs, cpuMs: (user + system) / 1_000 }
  }
}

export interface Lag {
  readonly p99Ms: number
  /** The longest time for which nothing else could run. */
  readonly longestMs: number
}

/** Watches how late the event loop is, once a millisecond. The answer stops watching. */
export function watchLag(): () => Lag {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  return () => {
    delay.disable()
    return { p99Ms: delay.percentile(99) / 1e6, longestMs: delay.max / 1e6 }
  }
}

/** Watches the resident memory of this process. The answer stops watching and gives the peak in bytes. */
export function watchMemory(): () => number {
  let peak = process.memoryUsage.rss()
  const look = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }
  const timer = setInterval(look, 10)
  return () => {
    clearInterval(timer)
    look()
    return peak
  }
}

/** Bytes of live objects, after everything that can be collected has been. */
export function liveHeap(): number {
  collect()
  return process.memoryUsage().heapUsed
}

setFlagsFromString('--expose-gc')
const gc: unknown = runInNewContext('gc')

function collect(): void {
  if (typeof gc !== 'function') throw new TypeError('this Node cannot collect garbage on request')
  gc()
  gc()
}
