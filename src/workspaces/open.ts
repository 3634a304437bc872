import { randomUUID } from 'node:crypto'
import { mkdir, realpath } from 'node:fs/promises'
import { isAbsolute, join, resolve, sep } from 'node:path'
import { EchelonError } from '../domain/errors.ts'
import { CommitReader } from '../git/commit-reader.ts'
import { checkCommit } from '../git/names.ts'
import { git as readGit } from '../git/read-git.ts'
import { createGit } from '../git/run-git.ts'
import type { Trunk } from '../ports/trunk.ts'
import type { Checkout, Workspace, Workspaces } from '../ports/workspaces.ts'
import { runName } from './branch-name.ts'
import { openCheckout } from './checkout.ts'
import { layoutOf } from './layout.ts'
import { Lease } from './lease.ts'
import { fetchBase, settleMirror } from './mirror.ts'
import { liveAs } from './owner.ts'
import { makeFolders, recover } from './recover.ts'
import { Registry } from './registry.ts'
import type { Bounds, Store } from './store.ts'
import { trunkOf } from './trunk.ts'
import { openWorkspace } from './workspace.ts'

export interface WorkspacesOptions {
  /** Root of the user's repository. Nothing of it is written but what `publish` puts there. */
  readonly source: string
  /** Commit that the run begins from. */
  readonly base: string
  /** Our work folder, outside of the repository. It may be there already, from earlier runs or a killed process. */
  readonly folder: string
  readonly run: string
  /** Default: 128 slots, 16 of them spare, 2 GiB of disc left. */
  readonly bounds?: Partial<Bounds>
  /** Milliseconds since 1970, for rescued work. */
  readonly wall: () => number
  readonly signal: AbortSignal
}

const defaults: Bounds = { slots: 128, spare: 16, freeBytes: 2 * 1024 ** 3 }

/** Isolated checkouts of one repository and the branch that their work lands on. `prepare` them before anything else. */
export async function openWorkspaces(
  options: WorkspacesOptions,
): Promise<{ readonly workspaces: Workspaces; readonly trunk: Trunk }> {
  const source = await gitFolder(options.source, options.signal)
  const folder = await outside(options.folder, [await realpath(options.source), source.path])
  const layout = layoutOf(folder)
  makeFolders([
    layout.own,
    layout.home,
    layout.scratch,
    join(layout.scratch, 'objects'),
    layout.owners,
    layout.slots,
    join(layout.own, 'shadows'),
  ])
  const owner = randomUUID()
  const lease = new Lease(layout.own)
  // Within the lease: nobody may take us for dead before we have said that we live.
  const { alive, registry } = await lease.hold(
    async () => ({ alive: liveAs(layout.owners, owner), registry: new Registry(layout.own) }),
    options.signal,
  )
  const git = createGit({ home: layout.home, owner })
  const mirror = { gitDir: layout.mirror, durable: true }
  const store: Store = {
    git,
    layout,
    registry,
    lease,
    mirror,
    commits: new CommitReader(git, mirror),
    known: new Map(),
    owner,
    run: runName(options.run),
    base: checkCommit(options.base),
    source: source.path,
    format: source.format,
    bounds: { ...defaults, ...options.bounds },
    wall: options.wall,
  }
  return { workspaces: workspacesOf(store, () => alive.release()), trunk: trunkOf(store) }
}

function workspacesOf(store: Store, release: () => void): Workspaces {
  const open = new Set<Workspace | Checkout>()
  const underWay = new Set<Promise<unknown>>()
  const ending = new AbortController()
  let closing: Promise<void> | null = null
  const start = <T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> => {
    if (closing !== null) throw new EchelonError('internal', 'These workspaces are closed; open them again.')
    const running = work(AbortSignal.any([signal, ending.signal]))
    underWay.add(running)
    const over = (): void => void underWay.delete(running)
    running.then(over, over)
    return running
  }
  const lend = async <T extends Workspace | Checkout>(making: Promise<T>): Promise<T> => {
    const made = await making
    const lent: T = { ...made, close: () => made.close().finally(() => open.delete(lent)) }
    open.add(lent)
    return lent
  }
  return {
    prepare: (signal) => start((either) => prepare(store, either), signal),
    open: (order, signal) => start((either) => lend(openWorkspace(store, order, either)), signal),
    checkout: (commit, keep, signal) => start((either) => lend(openCheckout(store, { commit, keep }, either)), signal),
    close: () => {
      closing ??= (async () => {
        ending.abort(new EchelonError('aborted', 'The workspaces are being closed.'))
        await Promise.allSettled([...underWay])
        await Promise.allSettled([...open].map((one) => one.close()))
        store.registry.close()
        release()
      })()
      return closing
    },
  }
}

async function prepare(store: Store, signal: AbortSignal): Promise<string> {
  await store.lease.hold(async () => {
    await settleMirror(store)
    await recover(store)
    await fetchBase(store, signal)
  }, signal)
  return store.base
}

/** The git folder that all checkouts of the user's repository share, and how it names its objects. */
async function gitFolder(
  root: string,
  signal: AbortSignal,
): Promise<{ readonly path: string; readonly format: 'sha1' | 'sha256' }> {
  const args = ['rev-parse', '--path-format=absolute', '--git-common-dir', '--show-object-format']
  const { code, stdout, stderr } = await readGit(root, args, signal)
  const [path = '', format = ''] = stdout.toString('utf8').split('\n')
  if (code !== 0 || !isAbsolute(path))
    throw new EchelonError(
      'input',
      `${root} is no git repository, so nothing can be fixed in it: ${stderr.trim().split('\n')[0]}`,
    )
  if (format !== 'sha1' && format !== 'sha256')
    throw new EchelonError('input', `${root} names its objects by ${format}, which this version does not know.`)
  return { path: await realpath(path), format }
}

/** Agents work below this folder: neither may it be part of the user's checkout nor the reverse. */
async function outside(folder: string, others: readonly string[]): Promise<string> {
  await mkdir(resolve(folder), { recursive: true, mode: 0o700 })
  const real = await realpath(resolve(folder))
  const touched = others.find((other) => within(real, other) || within(other, real))
  if (touched === undefined) return real
  throw new EchelonError(
    'input',
    `${real} and ${touched} are one within the other; give workspaces a folder outside of the repository.`,
  )
}

function within(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}${sep}`)
}
