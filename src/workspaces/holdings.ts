import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { git as readGit } from '../git/read-git.ts'
import type { SlotRow } from './registry.ts'
import type { Store } from './store.ts'

/** Whom to ask about what is held. */
export interface Asking {
  /** Root of the user's repository: what it shows already need not be kept a second time. */
  readonly source: string
  /** Whether a run can never go on. Null: nobody here knows it. */
  readonly isOver: (run: string) => Promise<boolean | null>
  readonly signal: AbortSignal
}

export interface SlotHeld {
  /** As in the ledger: `slot-3`. */
  readonly name: string
  readonly path: string
  readonly use: SlotRow['use']
  readonly state: SlotRow['state']
  /** Why it was put out of use. */
  readonly reason: string
}

export interface RefHeld {
  readonly ref: string
  readonly commit: string
}

export interface RunHeld {
  readonly run: string
  /** Where else its mission branch is: at the same commit in the user's repository, merged there, or nowhere. */
  readonly shown: 'shown' | 'merged' | 'nothing-landed' | 'only-here'
  /** Null: nobody here knows the run. */
  readonly over: boolean | null
  /** Its trunk comes last: without it nobody could tell what the others belong to. */
  readonly refs: readonly RefHeld[]
}

/** What a work folder holds. */
export interface Holdings {
  readonly slots: readonly SlotHeld[]
  /** Folders beside the slots that we did not make. */
  readonly foreign: readonly string[]
  readonly runs: readonly RunHeld[]
  readonly rescues: readonly RefHeld[]
}

/** Looks at everything in a work folder. Writes nothing. */
export async function holdingsOf(store: Store, options: Asking): Promise<Holdings> {
  const { layout, registry } = store
  const rows = registry.all()
  const ours = new Set(rows.map(({ id }) => String(id)))
  const refs = await refsOf(store, options.signal)
  return {
    slots: rows.map(({ id, use, state, reason }) => ({
      name: `slot-${id}`,
      path: layout.tree(id),
      use,
      state,
      reason,
    })),
    foreign: readdirSync(layout.slots)
      .filter((name) => !ours.has(name))
      .map((name) => join(layout.slots, name)),
    runs: await runsOf(refs, options),
    rescues: refs.filter(({ ref }) => ref.startsWith('refs/echelon/rescue/')),
  }
}

async function refsOf({ git, mirror }: Store, signal: AbortSignal): Promise<readonly RefHeld[]> {
  const args = ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/echelon']
  const { stdout } = await git({ place: mirror, args, signal })
  return stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ commit: line.slice(0, line.indexOf(' ')), ref: line.slice(line.indexOf(' ') + 1) }))
}

const order = ['work', 'base', 'trunk'] as const

async function runsOf(refs: readonly RefHeld[], options: Asking): Promise<readonly RunHeld[]> {
  const runs = new Map<string, RefHeld[]>()
  for (const kind of order)
    for (const held of refs) {
      const [, , one, run = ''] = held.ref.split('/')
      if (one === kind) runs.set(run, [...(runs.get(run) ?? []), held])
    }
  return Promise.all(
    [...runs].toSorted().map(async ([run, own]) => ({
      run,
      shown: await shownAs(run, own, options),
      over: await options.isOver(run),
      refs: own,
    })),
  )
}

async function shownAs(run: string, own: readonly RefHeld[], { source, signal }: Asking): Promise<RunHeld['shown']> {
  const tip = own.find(({ ref }) => ref === `refs/echelon/trunk/${run}`)?.commit
  if (tip === undefined) return 'only-here'
  const branch = ['rev-parse', '--verify', '--quiet', `refs/heads/echelon/${run}^{commit}`]
  const shown = await readGit(source, branch, signal)
  if (shown.code === 0 && shown.stdout.toString('utf8').trim() === tip) return 'shown'
  const atBase = own.some(({ ref, commit }) => ref === `refs/echelon/base/${run}` && commit === tip)
  if (atBase) return own.some(({ ref }) => ref.startsWith('refs/echelon/work/')) ? 'only-here' : 'nothing-landed'
  // A commit that the user's repository does not have is an error to git, and an answer to us.
  const within = await readGit(source, ['for-each-ref', '--count=1', `--contains=${tip}`, 'refs/heads'], signal)
  return within.code === 0 && within.stdout.length > 0 ? 'merged' : 'only-here'
}
