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

/** What everybody in this room works with. */
export interface Store {
  readonly git: Git
  readonly layout: Layout
  readonly registry: Registry
  readonly lease: Lease
  readonly mirror: GitPlace
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
