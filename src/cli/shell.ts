import type { Terminal } from './terminal.ts'

/** What every verb is given: where it works and whom it talks to. */
export interface Shell {
  readonly terminal: Terminal
  readonly repo: string | undefined
  readonly state: string | undefined
  readonly work: string | undefined
}
