import type { Change } from '../domain/change.ts'
import { EchelonError } from '../domain/errors.ts'
import { diffTrees } from '../git/diff-trees.ts'
import type { Workspace, WorkspaceOrder } from '../ports/workspaces.ts'
import { branchName } from './branch-name.ts'
import { briefPath, writeBrief } from './brief.ts'
import { mostFiles } from './forbidden.ts'
import { giveGit } from './give-git.ts'
import { cleanup, drop, giveBack, isFull, quarantine, takeSlot } from './pool.ts'
import { pointBranch, rescue, saveCommit, treeWith } from './save.ts'
import { type Found, scan } from './scan.ts'
import type { Slot } from './slot.ts'
import type { Store } from './store.ts'

/** Opens a workspace for one attempt. */
export async function openWorkspace(store: Store, order: WorkspaceOrder, signal: AbortSignal): Promise<Workspace> {
  await store.commits.tree(order.base, signal)
  const slot = await takeSlot(store, 'work', { commit: order.base, keep: [] }, signal)
  const name = branchName(order.task, order.attempt)
  try {
    await giveGit(slot, { isolation: order.isolation, branch: `echelon/${name}` })
    await writeBrief(slot, order.brief)
    signal.throwIfAborted()
  } catch (cause) {
    await giveBack(slot)
    throw cause
  }
  // From here on it may hold somebody's work.
  store.registry.set(slot.id, { run: store.run, branch: name, made: '', base: order.base })
  return workspaceOn(slot, name, order.repeatable === true)
}

function workspaceOn(slot: Slot, name: string, repeatable: boolean): Workspace {
  const { store, base } = slot
  let closing: Promise<void> | null = null
  let made = ''
  // One look at a time: two of them would write the same index.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }
  const mustBeOpen = (): void => {
    if (closing !== null) throw new EchelonError('internal', `The workspace ${slot.name} is closed; open another one.`)
  }
  return {
    id: slot.name,
    path: slot.path,
    brief: briefPath,
    base,
    branch: `echelon/${name}`,
    changes: (signal) => {
      mustBeOpen()
      return inTurn(() => changes(slot, signal))
    },
    commit: (paths, message, signal) => {
      mustBeOpen()
      return inTurn(async () => {
        const commit = await commitPaths(slot, { name, paths, message }, signal)
        if (commit !== null) made = commit
        return commit
      })
    },
    close: () => {
      closing ??= inTurn(() => close(slot, { run: store.run, branch: name, made, repeatable }))
      return closing
    },
  }
}

async function changes(slot: Slot, signal: AbortSignal): Promise<readonly Change[]> {
  const found = await scan(slot, signal)
  if (found.length === 0) return []
  const shown = found.length > mostFiles ? [] : found.filter(({ holdable }) => holdable)
  const { git } = slot.store
  const place = { gitDir: slot.place.gitDir }
  const trees = [await slot.baseTree(signal), await treeWith(slot, shown, signal)] as const
  const differences = new Map((await diffTrees(git, place, trees, signal)).map((change) => [change.path, change]))
  return found
    .map((one) => ({ ...(differences.get(one.path) ?? bare(one)), forbidden: one.forbidden }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** A change that no tree can hold has no lines to show. */
function bare({ path, entry, existed, holdable }: Found): Change {
  const kind = !existed ? 'added' : entry === null && holdable ? 'deleted' : 'modified'
  return { path, kind, binary: true, lines: 0, hunks: [], forbidden: null }
}

interface Committing {
  readonly name: string
  readonly paths: readonly string[]
  readonly message: { readonly text: string; readonly wall: number }
}

async function commitPaths(
  slot: Slot,
  { name, paths, message }: Committing,
  signal: AbortSignal,
): Promise<string | null> {
  const { registry, run } = slot.store
  const wanted = new Set(paths)
  const found = (await scan(slot, signal)).filter(({ path }) => wanted.has(path))
  const bad = found.find(({ forbidden, holdable }) => forbidden !== null || !holdable)
  if (bad !== undefined)
    throw new EchelonError(
      'input',
      `${bad.path} of ${slot.name} may not be taken over: ${bad.forbidden ?? 'no tree can hold it'}.`,
    )
  const tree = await treeWith(slot, found, signal)
  if (tree === (await slot.baseTree(signal))) return null
  const commit = await saveCommit(slot, { tree, message: message.text, wall: message.wall }, signal)
  await pointBranch(slot, { run, branch: name }, commit, signal)
  registry.set(slot.id, { made: commit })
  return commit
}

interface Closing {
  readonly run: string
  readonly branch: string
  readonly made: string
  readonly repeatable?: boolean
}

/** Saves what is in no commit and puts the slot back; what cannot be saved stays where it is. */
export async function close(slot: Slot, { run, branch, made, repeatable = false }: Closing): Promise<void> {
  const signal = cleanup()
  try {
    const found = await scan(slot, signal)
    const unsaved = repeatable ? [] : await rescue(slot, { run, branch, made, found }, signal)
    if (unsaved.length > 0)
      throw new EchelonError('environment', `${slot.path} holds what no commit can: ${unsaved.slice(0, 3).join(', ')}.`)
    if (isFull(slot.store)) return await drop(slot)
    const differ = found.map(({ path }) => path)
    await giveBack(slot, differ)
  } catch (cause) {
    quarantine(slot, cause)
  }
}
