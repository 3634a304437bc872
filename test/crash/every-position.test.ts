import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRun } from '../../src/index.ts'
import { type FixtureRepository, fixtureRepository } from '../../src/testing/index.ts'

const child = join(import.meta.dirname, '../support/crash-child.ts')
let origin: FixtureRepository
let events = 0
let calm: Ending

interface Ending {
  readonly tasks: Record<string, string>
  readonly outcome: string | null
  readonly refusals: readonly string[]
  readonly documents: readonly string[]
}

interface Order {
  readonly verb: 'run' | 'resume'
  readonly afterEvent?: number
  readonly beforeCommit?: number
}

beforeAll(async () => {
  origin = await fixtureRepository({ 'readme.md': 'small' })
  const site = await newSite()
  const { printed } = await live(site, { verb: 'run' })
  events = printed?.events ?? 0
  calm = (await inspect(site)).ending
  await rm(site, { recursive: true })
})
afterAll(() => origin.remove())

describe('F53: the process is killed and the run resumed', () => {
  test('the small mission is what it should be when nobody is killed', () => {
    expect(events).toBeGreaterThan(40)
    expect(calm.outcome).toBe('accomplished')
    expect(calm.tasks).toEqual({
      'build/north/base': 'done',
      'build/north/wall': 'done',
      'build/south/base': 'done',
      'build/south/wall': 'refused',
      'build/south/roof': 'failed',
    })
    expect(calm.refusals).toEqual(['build/south/intruder'])
  })

  test('after every event of the ledger', { timeout: 120_000 }, async () => {
    const positions = Array.from({ length: events }, (_, index) => index + 1)
    await inLanes(positions, (position) => killAndResume([{ verb: 'run', afterEvent: position }]))
  })

  test('inside the transaction, before every third commit', { timeout: 120_000 }, async () => {
    const positions = Array.from({ length: 8 }, (_, index) => 1 + index * 3)
    await inLanes(positions, (position) => killAndResume([{ verb: 'run', beforeCommit: position }]))
  })

  test('and again while it recovers', { timeout: 120_000 }, async () => {
    const positions = Array.from({ length: 8 }, (_, index) => 4 + Math.floor((index * (events - 8)) / 8))
    await inLanes(positions, (position) =>
      killAndResume([
        { verb: 'run', afterEvent: position },
        { verb: 'resume', afterEvent: 1 + (position % 4) },
      ]),
    )
  })
})

/** Lives through the kills, then resumes until the run ends, and holds the end against the calm one. */
async function killAndResume(kills: readonly Order[]): Promise<void> {
  const site = await newSite()
  const label = JSON.stringify(kills)
  try {
    for (const kill of kills) await live(site, kill)
    const begun = (await readdir(join(site, '.echelon/runs')).catch(() => [])).length > 0
    const finishedBefore = begun ? await finishedAttempts(site) : []
    const marksBefore = await marksOf(site)
    const last = await live(site, { verb: begun && (await hasManifest(site)) ? 'resume' : 'run' })
    expect(last.printed?.outcome, label).toBe('accomplished')
    const { ending, attempts, verification, runs } = await inspect(site)
    expect(ending, label).toEqual(calm)
    expect(verification.intact, label).toBe(true)
    expect(new Set(attempts).size, `${label}: an attempt ended twice`).toBe(attempts.length)
    if (runs === 1) {
      const again = (await marksOf(site)).slice(marksBefore.length).filter((mark) => finishedBefore.includes(mark))
      expect(again, `${label}: a finished attempt was run again`).toEqual([])
    }
  } finally {
    await rm(site, { recursive: true, force: true })
  }
}

async function newSite(): Promise<string> {
  const site = await mkdtemp(join(tmpdir(), 'echelon-crash-'))
  await cp(origin.root, site, { recursive: true })
  return site
}

function live(site: string, order: Order): Promise<{ printed: { outcome: string; events: number } | null }> {
  const argument = JSON.stringify({ repo: site, marks: `${site}.marks`, ...order })
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['--disable-warning=ExperimentalWarning', child, argument], (error, stdout, stderr) => {
      if (error === null) return resolve({ printed: JSON.parse(stdout) })
      if (error.signal === 'SIGKILL') return resolve({ printed: null })
      reject(new Error(`${argument}\n${stderr}`))
    })
  })
}

async function latestRun(site: string): Promise<string> {
  const runs = (await readdir(join(site, '.echelon/runs'))).sort()
  return join(site, '.echelon/runs', runs.at(-1) ?? '')
}

async function hasManifest(site: string): Promise<boolean> {
  return (await readdir(await latestRun(site))).includes('run.json')
}

async function finishedAttempts(site: string): Promise<readonly string[]> {
  const { events: all } = await readRun(await latestRun(site)).catch(() => ({ events: [] }))
  return all.flatMap(({ fact }) => (fact.type === 'attempt.ended' ? [`${fact.task}#${fact.attempt}`] : []))
}

async function marksOf(site: string): Promise<readonly string[]> {
  const text = await readFile(`${site}.marks`, 'utf8').catch(() => '')
  return text.split('\n').filter((line) => line !== '')
}

async function inspect(site: string) {
  const folder = await latestRun(site)
  const { state, events: all, verification } = await readRun(folder)
  const ledgerFiles = /^(?:ledger\.db|inbox\.db|run\.json)/
  const ending: Ending = {
    tasks: Object.fromEntries([...state.tasks].map(([id, task]) => [id, task.state])),
    outcome: state.outcome,
    refusals: [...new Set(state.refusals.map(({ fact }) => `${fact.parent}/${fact.name}`))],
    documents: (await readdir(folder)).filter((name) => !ledgerFiles.test(name)).sort(),
  }
  const attempts = all.flatMap(({ fact }) => (fact.type === 'attempt.ended' ? [`${fact.task}#${fact.attempt}`] : []))
  return { ending, attempts, verification, runs: (await readdir(join(site, '.echelon/runs'))).length }
}

/** Two at a time: the machine has two cores. */
async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items]
  const lane = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item)
  }
  await Promise.all([lane(), lane()])
}
