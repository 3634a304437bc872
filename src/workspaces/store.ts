import type { CommitReader } from '../git/commit-reader.ts'
import type { Git, GitPlace } from '../git/run-git.ts'
import type { Layout } from './layout.ts'
import type { Lease } from './lease.ts'
import type { Registry } from './registry.ts'

/** Bounds of the work folder. */
export interface Bounds {
  /** Slots at once, those in quarantine among them. */
  readonly slots: number
  /** Clean slots kept for later. */
  readonly spare: number
  /** No slot is made when the disc has less left. */
  readonly freeBytes: number
}

/** What is known of a slot without looking. Nobody but this process has it, so nobody else can have changed it. */
export interface Known {
  /** Hash of our index as we left it. Another one there is not ours any more. */
  readonly index: string
  /** Paths that differ from the commit in a slot that was put back. Null: it must be looked at. */
  readonly differ: readonly string[] | null
}

/** What everybody in this room works with. */
export interface Store {
  readonly git: Git
  readonly layout: Layout
  readonly registry: Registry
  readonly lease: Lease
  readonly mirror: GitPlace
  /** Reads what is in the mirror. */
  readonly commits: CommitReader
  /** What this process knows of the slots that it has put back or checked out. */
  readonly known: Map<number, Known>
  readonly owner: string
  /** The run, as it stands in refs. */
  readonly run: string
  readonly base: string
  /** Git folder of the user's repository. */
  readonly source: string
  readonly format: 'sha1' | 'sha256'
  readonly bounds: Bounds
  /** Milliseconds since 1970. */
  readonly wall: () => number
}

/** Refs in the mirror. What a run made is below its own name. */
export const refs = {
  base: ({ run }: Pick<Store, 'run'>) => `refs/echelon/base/${run}`,
  trunk: ({ run }: Pick<Store, 'run'>) => `refs/echelon/trunk/${run}`,
  work: (run: string, branch: string) => `refs/echelon/work/${run}/${branch}`,
  rescue: (run: string, branch: string, commit: string) =>
    `refs/echelon/rescue/${run}/${branch}/${commit.slice(0, 16)}`,
} as const

/** Cleaning up goes on when a run is stopped, and ends all the same. */
export const cleanupMs = 10 * 60_000
