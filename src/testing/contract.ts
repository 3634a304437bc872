/** One promise that every implementation of a port keeps. Runs under any test runner: it throws when the promise is broken. */
export interface Clause {
  readonly title: string
  run(): Promise<void>
}

/** Makes clauses that each get a fresh bench, removed again whatever happens. */
export function clausesOn<B extends { remove(): Promise<void> }>(
  bench: () => Promise<B>,
): (title: string, run: (at: B) => Promise<void>) => Clause {
  return (title, run) => ({
    title,
    run: async () => {
      const at = await bench()
      try {
        await run(at)
      } finally {
        await at.remove()
      }
    },
  })
}
