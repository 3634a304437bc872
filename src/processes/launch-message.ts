/** One program to start. Nothing is inherited. */
export interface LaunchOrder {
  readonly argv: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** What it reads. Null: there is nothing to read. */
  readonly input: string | Buffer | null
}

/** What a launcher is told. */
export type LaunchRequest =
  | { readonly do: 'start'; readonly id: number; readonly order: LaunchOrder }
  /** To the program and its whole group. */
  | { readonly do: 'signal'; readonly id: number; readonly signal: NodeJS.Signals }
  /** Nobody listens to its output any more. */
  | { readonly do: 'leave'; readonly id: number }

/** What a launcher answers. `exited`: the program has ended; `closed`: nobody can print for it any more, and the last answer. */
export type LaunchAnswer =
  | { readonly is: 'started'; readonly id: number; readonly pid: number }
  | { readonly is: 'unstarted'; readonly id: number; readonly message: string; readonly code: string }
  | { readonly is: 'printed'; readonly id: number; readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array }
  | { readonly is: 'exited'; readonly id: number; readonly code: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly is: 'closed'; readonly id: number }
