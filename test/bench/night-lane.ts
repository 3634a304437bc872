import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Trunk } from '../../src/ports/trunk.ts'
import type { Workspaces } from '../../src/ports/workspaces.ts'
import { Bench, soon } from '../workspaces/bench.ts'
import { withLoad } from './night-load.ts'
import { batched, oneByOne, simulate, type Odds } from './night-simulated.ts'
import type { Report } from './row.ts'

const seeds = [1, 2, 3, 4, 5]
const nights = 20
const stacked = 50
const rounds = 2
const wall = 1_750_000_000_000

/** What the merge lane costs: runs of the checks by its rule, and the making of a stack. */
export async function lane(report: Report): Promise<void> {
  await withLoad('lane', report, async () => {
    for (const bad of [0.01, 0.05, 0.1]) tellSimulated(report, { bad, flaky: 0.02 })
    await stack(report)
  })
}

function tellSimulated(report: Report, odds: Odds): void {
  const ours = seeds.map((seed) => simulate(batched, odds, { nights, seed }))
  const serial = seeds.map((seed) => simulate(oneByOne, odds, { nights, seed }))
  const name = `lane, ${odds.bad * 100} % bad, ${odds.flaky * 100} % flaky`
  report(
    `${name}: runs of the checks per change`,
    { unit: '', rounds: ours.map(({ runs }) => runs) },
    {
      baseline: { unit: '', rounds: serial.map(({ runs }) => runs) },
      ...(odds.bad === 0.05 ? { atMost: 0.4, isPromise: true } : {}),
    },
  )
  report(
    `${name}: good changes sent back, of 1,000`,
    { unit: '', rounds: ours.map(({ falsely }) => falsely) },
    { baseline: { unit: '', rounds: serial.map(({ falsely }) => falsely) } },
  )
}

/** The same fifty commits, stacked in the object database and picked one after the other in a checkout. */
async function stack(report: Report): Promise<void> {
  const bench = await Bench.make(files)
  const { workspaces, trunk } = await bench.open()
  const commits = await commitsFor(bench, workspaces)
  await appendFile(join(bench.repository.root, '.git/objects/info/alternates'), `${join(bench.mirror, 'objects')}\n`)
  const ours: number[] = []
  const picked: number[] = []
  const inOne: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const merged = await timed(() => mergeAll(trunk, commits, round))
    ours.push(merged.ms / stacked)
    for (const [times, way] of [
      [picked, pickEach],
      [inOne, pickAll],
    ] as const) {
      await bench.repository.git('reset', '--quiet', '--hard', bench.base)
      times.push((await timed(() => way(bench, commits))).ms / stacked)
      const tree = await bench.repository.git('rev-parse', 'HEAD^{tree}')
      if (tree !== merged.value) throw new Error(`stacked ${merged.value}, picked ${tree}`)
    }
  }
  await workspaces.close()
  await bench.remove()
  const figure = { unit: 'ms', rounds: ours } as const
  const name = `stack of ${stacked}: merge, tree and commit of one`
  report(`${name}, against cherry-pick`, figure, { baseline: { unit: 'ms', rounds: picked } })
  report(`${name}, against cherry-pick of all by one process`, figure, { baseline: { unit: 'ms', rounds: inOne } })
}

/** One commit for each file, all on the base, from one workspace: a commit takes the paths that it is asked for. */
async function commitsFor(bench: Bench, workspaces: Workspaces): Promise<readonly string[]> {
  const workspace = await workspaces.open(bench.order('stack'), soon())
  const commits: string[] = []
  for (let number = 0; number < stacked; number += 1)
    await writeFile(join(workspace.path, pathOf(number)), `changed ${number}\n`)
  for (let number = 0; number < stacked; number += 1) {
    const message = { text: `change ${number}`, wall }
    const commit = await workspace.commit([pathOf(number)], message, soon())
    if (commit === null) throw new Error(`nothing was committed of ${pathOf(number)}`)
    commits.push(commit)
  }
  await workspace.close()
  return commits
}

/** The tree on top. Each round has messages of its own, so that it makes commits that are not there yet. */
async function mergeAll(trunk: Trunk, commits: readonly string[], round: number): Promise<string> {
  let onto = trunk.base
  let tree = ''
  for (const [number, commit] of commits.entries()) {
    const message = `change ${number}, round ${round}\n\nTask-Id: ${number}\n`
    const merged = await trunk.merge(onto, { task: String(number), commit, message, wall }, soon())
    if (!merged.ok) throw new Error(`change ${number} conflicts`)
    onto = merged.commit
    tree = merged.tree
  }
  return tree
}

async function pickEach({ repository }: Bench, commits: readonly string[]): Promise<void> {
  for (const commit of commits) await repository.git('cherry-pick', commit)
}

async function pickAll({ repository }: Bench, commits: readonly string[]): Promise<void> {
  await repository.git('cherry-pick', ...commits)
}

const files = Object.fromEntries(Array.from({ length: 200 }, (_, number) => [pathOf(number), `file ${number}\n`]))

function pathOf(number: number): string {
  return `folder-${number % 10}/file-${number}.txt`
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const started = performance.now()
  const value = await work()
  return { value, ms: performance.now() - started }
}
