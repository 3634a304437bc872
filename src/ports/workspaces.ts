import type { Change } from '../domain/change.ts'

export interface WorkspaceOrder {
  /** Names the branch together with the attempt: `echelon/<task>-<attempt>`. Neither is ever used twice. */
  readonly task: string
  readonly attempt: string
  /** Commit that the work begins from. */
  readonly base: string
  /** `clone`: a repository of its own, for agents that must run git themselves. */
  readonly isolation: 'worktree' | 'clone'
  /** Text of CONTEXT.md. */
  readonly brief: string
  /** What is done in it could be done again to the letter: what no commit took need not be kept. Default: false. */
  readonly repeatable?: boolean
}

/** A checkout of one attempt, apart from everything else. The engine asks git what changed; the agent is not asked. */
export interface Workspace {
  /** For the ledger: `slot-3`. */
  readonly id: string
  /** Folder of the checkout. */
  readonly path: string
  /** Path of the brief below `path`. It is never taken over. */
  readonly brief: string
  readonly base: string
  readonly branch: string
  /** Everything that differs from the base by content, whatever the agent's own git says. */
  changes(signal: AbortSignal): Promise<readonly Change[]>
  /**
   * Commits these paths as they stand, on the branch, in a repository that the agent cannot reach. Everything else
   * stays behind. Null: nothing to commit. The same content, message and time give the same commit.
   */
  commit(
    paths: readonly string[],
    message: { readonly text: string; readonly wall: number },
    signal: AbortSignal,
  ): Promise<string | null>
  /** Gives it back. What is in no commit is kept as a rescue ref first. */
  close(): Promise<void>
}

/** A clean checkout to run commands in. */
export interface Checkout {
  readonly path: string
  close(): Promise<void>
}

/** Isolated checkouts of one repository, made and taken away by nobody else. */
export interface Workspaces {
  /** Fetches what the run begins from and puts right what a killed process left. Resolves to the base commit. */
  prepare(signal: AbortSignal): Promise<string>
  open(order: WorkspaceOrder, signal: AbortSignal): Promise<Workspace>
  /** A checkout of a commit with nothing else in it but `keep`: folders, relative to the root, that outlive a change of commit. */
  checkout(commit: string, keep: readonly string[], signal: AbortSignal): Promise<Checkout>
  /** Ends everything: no process, lock or half-made checkout of ours stays. */
  close(): Promise<void>
}
