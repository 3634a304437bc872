import { mkdtempSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Workspace, Workspaces } from '../../src/ports/workspaces.ts'
import { Bench, soon } from '../workspaces/bench.ts'
import { withLoad } from './night-load.ts'
import type { Report } from './row.ts'

const large = 10_000
const small = 200
const poolRounds = 3
const touched = 20
const atOnce = 64

/**
 * Workspaces from the pool and many at once, beside what git alone offers. Nothing is deleted here, the bench's folder goes as
 * a whole: some file systems make files slowly for a while after many were removed.
 */
export async function workspaces(report: Report): Promise<void> {
  await withLoad('workspaces', report, async () => {
    await fromPool(report)
    await manyAtOnce(report)
  })
}

async function fromPool(report: Report): Promise<void> {
  const bench = await Bench.make(filesOf(large))
  const opened = await bench.open()
  const first = await timed(() => opened.workspaces.open(bench.order('first'), soon()))
  await first.value.close()
  const spans: Spans[] = []
  const added: number[] = []
  const cloned: number[] = []
  let base = bench.base
  for (let round = 0; round < poolRounds; round += 1) {
    added.push((await timed(() => addPlain(bench, `plain-${round}`))).ms)
    cloned.push((await timed(() => clone(bench))).ms)
    const worked = await workOnce(bench, opened.workspaces, { base, round })
    spans.push(worked)
    base = worked.commit
  }
  await opened.workspaces.close()
  const name = `workspace of ${large.toLocaleString('en-US')} files`
  const figure = (rounds: readonly number[]) => ({ unit: 'ms', rounds }) as const
  const open = figure(spans.map((span) => span.open))
  report(`${name}: first open, nothing in the pool`, figure([first.ms]), { baseline: figure(added) })
  report(`${name}: open from the pool, against worktree add`, open, { baseline: figure(added), atMost: 300 })
  report(`${name}: open from the pool, against clone --shared`, open, { baseline: figure(cloned), atMost: 300 })
  for (const step of ['changes', 'commitMs', 'close'] as const)
    report(`${name}: ${titles[step]}`, figure(spans.map((span) => span[step])))
}

const titles = { changes: `changes, ${touched} files`, commitMs: `commit, ${touched} files`, close: 'close' } as const

interface Spans {
  readonly open: number
  readonly changes: number
  readonly commitMs: number
  readonly close: number
  readonly commit: string
}

/** One attempt, from where the one before it ended: the slot that it gets holds an older commit. */
async function workOnce(
  bench: Bench,
  workspaces: Workspaces,
  { base, round }: { readonly base: string; readonly round: number },
): Promise<Spans> {
  const opened = await timed(() => workspaces.open(bench.order(`pool-${round}`, { base }), soon()))
  const workspace = opened.value
  const paths = Array.from({ length: touched }, (_, number) => pathOf(number * 37))
  for (const path of paths) await writeFile(join(workspace.path, path), `round ${round}\n`)
  const changes = await timed(() => workspace.changes(soon()))
  if (changes.value.length !== touched) throw new Error(`${changes.value.length} of ${touched} changes were seen`)
  const message = { text: `round ${round}`, wall: 1_750_000_000_000 }
  const committed = await timed(() => workspace.commit(paths, message, soon()))
  if (committed.value === null) throw new Error('nothing was committed')
  const closed = await timed(() => workspace.close())
  return { open: opened.ms, changes: changes.ms, commitMs: committed.ms, close: closed.ms, commit: committed.value }
}

async function manyAtOnce(report: Report): Promise<void> {
  const bench = await Bench.make(filesOf(small))
  const beside = await bench.beside()
  const serial = await openMany(beside, async (open) => {
    const results = []
    for (let number = 0; number < atOnce; number += 1) results.push(await settled(open(number)))
    return results
  })
  const together = await openMany(bench, (open) =>
    Promise.allSettled(Array.from({ length: atOnce }, (_, n) => open(n))),
  )
  const plain = await addMany('main')
  const tracking = await addMany('origin/main')
  const name = `${atOnce} workspaces of ${small} files`
  // Two rows: where nothing fails on either side there is no ratio.
  report(`${name}, at once: failures`, { unit: '', rounds: [together.failures] }, { atMost: 0, isPromise: true })
  report(`${name}, at once: failures of worktree add -b, local start`, { unit: '', rounds: [failuresOf(plain.value)] })
  report(`${name}, at once: failures of worktree add -b, from origin`, {
    unit: '',
    rounds: [failuresOf(tracking.value)],
  })
  const wall = { unit: 's', rounds: [together.ms / 1_000] } as const
  report(`${name}, at once: wall, against one after the other`, wall, {
    baseline: { unit: 's', rounds: [serial.ms / 1_000] },
  })
  report(`${name}, at once: wall, against worktree add -b`, wall, {
    baseline: { unit: 's', rounds: [plain.ms / 1_000] },
  })
}

/** As many linked worktrees at once; from a branch of a remote, git also writes what each branch follows. */
async function addMany(start: string): Promise<Timed<readonly Opening[]>> {
  const bench = await Bench.make(filesOf(small))
  await bench.repository.git('remote', 'add', 'origin', bench.repository.root)
  await bench.repository.git('fetch', '--quiet', 'origin')
  const numbers = Array.from({ length: atOnce }, (_, number) => number)
  return timed(() => Promise.allSettled(numbers.map((number) => addPlain(bench, `w-${number}`, start))))
}

type Opening = PromiseSettledResult<unknown>

/** How long the openings take together, in a work folder that is empty before. */
async function openMany(
  bench: Bench,
  all: (open: (number: number) => Promise<Workspace>) => Promise<readonly Opening[]>,
): Promise<{ readonly ms: number; readonly failures: number }> {
  const { workspaces } = await bench.open()
  const { ms, value } = await timed(() => all((number) => workspaces.open(bench.order(`task-${number}`), soon())))
  await workspaces.close()
  return { ms, failures: failuresOf(value) }
}

async function settled(work: Promise<unknown>): Promise<Opening> {
  const [result] = await Promise.allSettled([work])
  return result
}

function failuresOf(results: readonly Opening[]): number {
  return results.filter(({ status }) => status === 'rejected').length
}

/** A linked worktree on a branch of its own, as anybody makes one. */
function addPlain({ repository, folder }: Bench, name: string, start = 'main'): Promise<string> {
  return repository.git('worktree', 'add', '--quiet', '-b', name, join(folder, 'plain', name), start)
}

function clone({ repository, folder }: Bench): Promise<string> {
  const place = mkdtempSync(join(folder, 'clone-'))
  return repository.git('clone', '--quiet', '--shared', repository.root, place)
}

function filesOf(count: number): Readonly<Record<string, string>> {
  const text = 'A line of an ordinary file that nobody reads.\n'.repeat(20)
  return Object.fromEntries(Array.from({ length: count }, (_, number) => [pathOf(number), `${number}\n${text}`]))
}

function pathOf(number: number): string {
  return `folder-${Math.floor(number / 100)}/file-${number % 100}.txt`
}

interface Timed<T> {
  readonly value: T
  readonly ms: number
}

async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const started = performance.now()
  const value = await work()
  return { value, ms: performance.now() - started }
}
