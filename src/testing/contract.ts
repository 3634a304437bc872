/** One promise that every implementation of a port keeps. Runs under any test runner: it throws when the promise is broken. */
export interface Clause {
  readonly title: string
  run(): Promise<void>
}
