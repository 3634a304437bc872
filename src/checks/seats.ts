/** So many may sit at once; who comes later waits in order. */
export interface Seats {
  /** Resolves to the call that gives the seat back. Rejects when the signal aborts first. */
  take(signal: AbortSignal): Promise<() => void>
}

export function openSeats(count: number): Seats {
  const waiting: (() => void)[] = []
  let free = count
  const leave = (): void => {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }
  return {
    take: (signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const sit = (): void => {
          signal.removeEventListener('abort', giveUp)
          resolve(once(leave))
        }
        const giveUp = (): void => {
          waiting.splice(waiting.indexOf(sit), 1)
          reject(signal.reason)
        }
        if (free > 0) {
          free -= 1
          return sit()
        }
        waiting.push(sit)
        signal.addEventListener('abort', giveUp, { once: true })
      }),
  }
}

function once(call: () => void): () => void {
  let called = false
  return () => {
    if (!called) call()
    called = true
  }
}
