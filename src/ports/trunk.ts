import type { Change } from '../domain/change.ts'

/** A commit that wants to land: one squashed commit with this message will carry its changes. */
export interface Head {
  readonly task: string
  readonly commit: string
  /** Subject, body and trailers; `Task-Id:` among them. */
  readonly message: string
  /** Author's and committer's time, so that a landing done again is the same commit. */
  readonly wall: number
}

export type Merged =
  | { readonly ok: true; readonly commit: string; readonly tree: string }
  | { readonly ok: false; readonly conflicts: readonly string[] }

/** The branch that a mission lands on. Everything happens in the object database; no checkout is touched. */
export interface Trunk {
  /** `echelon/<run>` */
  readonly branch: string
  /** Where the mission began. */
  readonly base: string
  tip(signal: AbortSignal): Promise<string>
  /** The commit that would follow `onto` if `head` landed there. Deterministic: asked twice, the same commit. */
  merge(onto: string, head: Head, signal: AbortSignal): Promise<Merged>
  /** Files of both sides that would conflict. Empty: none. */
  conflicts(a: string, b: string, signal: AbortSignal): Promise<readonly string[]>
  changes(from: string, to: string, signal: AbortSignal): Promise<readonly Change[]>
  tree(commit: string, signal: AbortSignal): Promise<string>
  /** A file at a commit. Null: it is not there, or is no text. */
  read(commit: string, path: string, signal: AbortSignal): Promise<string | null>
  /** Moves the branch. False: it was not at `from` any more, and nothing happened. */
  advance(from: string, to: string, signal: AbortSignal): Promise<boolean>
  /** The commit on the branch since the base that carries the trailer `Task-Id: <task>`. Null: none. */
  landed(task: string, signal: AbortSignal): Promise<string | null>
  /** Shows the branch in the user's own repository. Never moves a branch that somebody has checked out. */
  publish(signal: AbortSignal): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }>
}
