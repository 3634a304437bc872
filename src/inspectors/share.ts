/**
 * Work that is done once and shared by everyone who asks, with a signal of their own each. A failure is not kept: the next
 * one to ask begins again. The work itself is aborted when nobody waits for it any more.
 */
export function share<T>(work: (signal: AbortSignal) => Promise<T>): (signal: AbortSignal) => Promise<T> {
  let current: { readonly answer: Promise<T>; readonly abort: AbortController; waiting: number; done: boolean } | null =
    null
  const begin = () => {
    const abort = new AbortController()
    const made = { answer: work(abort.signal), abort, waiting: 0, done: false }
    made.answer.then(
      () => {
        made.done = true
      },
      () => {
        if (current === made) current = null
      },
    )
    return made
  }
  return async (signal) => {
    signal.throwIfAborted()
    current ??= begin()
    const mine = current
    mine.waiting += 1
    try {
      return await unlessAborted(mine.answer, signal)
    } finally {
      mine.waiting -= 1
      if (mine.waiting === 0 && !mine.done) {
        mine.abort.abort()
        if (current === mine) current = null
      }
    }
  }
}

/** The promise's answer, or the signal's reason when it aborts first. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason)
    if (signal.aborted) leave()
    signal.addEventListener('abort', leave, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
