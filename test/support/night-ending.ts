import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type LedgerEvent, readRun } from '../../src/index.ts'
import type { FixtureRepository } from '../../src/testing/index.ts'
import { layoutOf } from '../../src/workspaces/layout.ts'
import { Registry } from '../../src/workspaces/registry.ts'

const execute = promisify(execFile)

/** Where a night was. */
interface Place {
  readonly folder: string
  readonly repo: string
  readonly state: string
  readonly work: string
  readonly marks: string
}

/** How a night ends, whatever happened on the way. */
export interface Ending {
  readonly outcome: string | null
  readonly tasks: Readonly<Record<string, string>>
  /** Tasks by the trailers of the branch. */
  readonly landed: readonly string[]
  readonly tree: string
  readonly debts: Readonly<Record<string, string>>
  readonly register: Readonly<Record<string, string>>
  readonly documents: readonly string[]
}

export interface Found {
  readonly ending: Ending
  readonly events: readonly LedgerEvent[]
  /** Attempts that ended, and what each actor that reached its end wrote down itself: `task#attempt#who`. */
  readonly finished: readonly string[]
  readonly marks: readonly string[]
  /** What no night may leave, in sentences. */
  readonly wrong: readonly string[]
}

/** Runs that can be gone on with. */
export async function runsOf({ state }: Pick<Place, 'state'>): Promise<readonly string[]> {
  const runs = await readdir(join(state, 'runs')).catch(() => [])
  return runs.filter((run) => existsSync(join(state, 'runs', run, 'run.json'))).sort()
}

/** Reads what a night has left. With the repository it began from, also what it should not have touched. */
export async function inspectNight(place: Place, origin: FixtureRepository | null): Promise<Found> {
  const run = (await runsOf(place)).at(-1) ?? ''
  const folder = join(place.state, 'runs', run)
  const { state, events, verification } = await readRun(folder)
  const finished = events.flatMap(({ fact }) =>
    fact.type === 'attempt.ended'
      ? [`${fact.task}#${fact.attempt}#${state.agents.get(fact.actor)?.actor.name ?? ''}`]
      : [],
  )
  const branch = await branchOf(place, run)
  const ledgerFiles = /^(?:ledger\.db|inbox\.db|run\.json|blobs)/
  const ending: Ending = {
    outcome: state.outcome,
    tasks: Object.fromEntries([...state.tasks].map(([id, task]) => [id, task.state]).toSorted()),
    landed: branch.mirror.tasks.toSorted(),
    tree: branch.mirror.tree,
    debts: Object.fromEntries([...state.debts.values()].map(({ debt }) => [debt.id, debt.state])),
    register: await registerOf(place),
    documents: (await readdir(folder)).filter((name) => !ledgerFiles.test(name)).sort(),
  }
  const wrong =
    origin === null
      ? []
      : [
          ...(verification.intact ? [] : ['the ledger is not intact']),
          ...twice('an attempt ended twice', finished),
          ...wrongOnBranch(branch, events),
          ...wrongInLedger(events),
          ...leftOver(place),
          ...touched(place, origin),
        ]
  return { ending, events, finished, marks: await marksOf(place), wrong }
}

interface Shown {
  readonly tip: string
  readonly tree: string
  readonly commits: readonly string[]
  readonly tasks: readonly string[]
}

async function branchOf({ repo, work }: Place, run: string): Promise<{ readonly mirror: Shown; readonly user: Shown }> {
  const { mirror } = layoutOf(work)
  return {
    mirror: await logOf(mirror, `refs/echelon/base/${run}`, `refs/echelon/trunk/${run}`),
    user: await logOf(join(repo, '.git'), 'refs/heads/main', `refs/heads/echelon/${run}`),
  }
}

async function logOf(gitDir: string, base: string, tip: string): Promise<Shown> {
  const git = async (...args: readonly string[]): Promise<string> => {
    const env = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }
    return (await execute('git', [`--git-dir=${gitDir}`, ...args], { env }).catch(() => ({ stdout: '' }))).stdout.trim()
  }
  const format = '--format=%H %(trailers:key=Task-Id,valueonly,separator=%x2C)'
  const lines = (await git('log', '--first-parent', format, `${base}..${tip}`))
    .split('\n')
    .filter((line) => line !== '')
  return {
    tip: await git('rev-parse', '--verify', '--quiet', tip),
    tree: await git('rev-parse', '--verify', '--quiet', `${tip}^{tree}`),
    commits: lines.map((line) => line.split(' ')[0] ?? ''),
    tasks: lines.map((line) => line.split(' ')[1] ?? ''),
  }
}

function wrongOnBranch(
  { mirror, user }: { readonly mirror: Shown; readonly user: Shown },
  events: readonly LedgerEvent[],
): readonly string[] {
  const landed = events.flatMap(({ fact }) => (fact.type === 'task.landed' ? [`${fact.commit} ${fact.task}`] : []))
  const there = mirror.commits.map((commit, index) => `${commit} ${mirror.tasks[index]}`)
  const published = events.flatMap(({ fact }) => (fact.type === 'branch.published' ? [fact] : []))
  return [
    ...twice('two commits for a task', mirror.tasks),
    ...(same(landed.toSorted(), there.toSorted()) ? [] : [`the ledger says ${landed}, the branch has ${there}`]),
    ...(user.tip === mirror.tip ? [] : [`the user sees ${user.tip || 'no branch'} where ${mirror.tip} has landed`]),
    ...(published.at(-1)?.commit === mirror.tip ? [] : ['no fact tells that the tip was published']),
    ...published.flatMap(({ reason }) => (reason === '' ? [] : [`not published: ${reason}`])),
  ]
}

function wrongInLedger(events: readonly LedgerEvent[]): readonly string[] {
  const facts = events.map(({ fact }) => fact)
  const keys = (type: 'effect.intended' | 'effect.done'): readonly string[] =>
    facts.flatMap((fact) => (fact.type === type ? [fact.key] : []))
  const done = new Set(keys('effect.done'))
  return [
    ...twice(
      'a task landed twice',
      facts.flatMap((fact) => (fact.type === 'task.landed' ? [fact.task] : [])),
    ),
    ...twice(
      'a debt was fixed twice',
      facts.flatMap((fact) => (fact.type === 'debt.recorded' && fact.change === 'fixed' ? [fact.debt.id] : [])),
    ),
    ...twice(
      'an effect was done twice',
      facts.flatMap((fact) => (fact.type === 'effect.done' && !fact.found ? [fact.key] : [])),
    ),
    ...[...new Set(keys('effect.intended'))].flatMap((key) => (done.has(key) ? [] : [`never done: ${key}`])),
  ]
}

/** Workspaces that nobody has closed, locks, and processes that still know the place. */
function leftOver(place: Place): readonly string[] {
  const { own, owners } = layoutOf(place.work)
  const registry = new Registry(own)
  const slots = registry
    .all()
    .flatMap(({ id, state, reason }) => (state === 'free' ? [] : [`slot ${id}: ${state} ${reason}`]))
  registry.close()
  const locks = readdirSync(place.folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.lock'),
  )
  const alive = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isOf(place, pid))
  return [
    ...slots,
    ...locks.map((path) => `a lock is left: ${path}`),
    ...readdirSync(owners).map((name) => `an owner is left: ${name}`),
    ...readdirSync(join(place.folder, 'tmp')).map((name) => `left in the temporary folder: ${name}`),
    ...alive.map((pid) => `process ${pid} is left`),
  ]
}

function isOf({ folder }: Place, pid: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder) || readFileSync(`/proc/${pid}/cmdline`).includes(folder)
  } catch {
    // It has ended, or is somebody else's.
    return false
  }
}

/** Files of the user's repository that are not as they were; its objects may grow, and our branches come. */
function touched({ repo }: Place, { root }: FixtureRepository): readonly string[] {
  const [now, before] = [bytesOf(repo), bytesOf(root)]
  const paths = new Set([...now.keys(), ...before.keys()])
  return [...paths].flatMap((path) => (now.get(path) === before.get(path) ? [] : [`touched: ${path}`]))
}

function bytesOf(root: string): ReadonlyMap<string, string> {
  const ours = /^(?:\.echelon|\.git\/objects|\.git\/refs\/heads\/echelon)(?:\/|$)/
  const bytes = new Map<string, string>()
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(root.length + 1)
    if (entry.isFile() && !ours.test(name))
      bytes.set(name, createHash('sha256').update(readFileSync(path)).digest('hex'))
  }
  return bytes
}

async function registerOf({ state }: Place): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(join(state, 'register.json'), 'utf8').catch(() => '{"debts":[]}')
  const { debts }: { debts: readonly { readonly id: string; readonly state: string }[] } = JSON.parse(text)
  return Object.fromEntries(debts.map((debt) => [debt.id, debt.state]))
}

async function marksOf({ marks }: Place): Promise<readonly string[]> {
  const text = await readFile(marks, 'utf8').catch(() => '')
  return text.split('\n').filter((line) => line !== '')
}

function twice(what: string, values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index).map((value) => `${what}: ${value}`)
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
