import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { readRun } from '../../src/index.ts'
import { type FixtureRepository, fixtureRepository } from '../../src/testing/index.ts'

const child = join(import.meta.dirname, 'crash-child.ts')

/** How the small mission ends, whatever happened on the way. */
export interface Ending {
  readonly tasks: Record<string, string>
  readonly outcome: string | null
  readonly refusals: readonly string[]
  readonly documents: readonly string[]
}

/** One life of the process, and where it is killed. */
export interface Life {
  readonly verb: 'run' | 'resume'
  readonly afterEvent?: number
  readonly beforeCommit?: number
}

/** Kills real processes of the small mission and holds what the resumed run leaves against what a calm one does. */
export class CrashMatrix {
  readonly #origin: FixtureRepository
  readonly calm: Ending
  /** Events of a calm run. */
  readonly events: number

  private constructor(origin: FixtureRepository, calm: Ending, events: number) {
    this.#origin = origin
    this.calm = calm
    this.events = events
  }

  static async prepare(): Promise<CrashMatrix> {
    const origin = await fixtureRepository({ 'readme.md': 'small' })
    const site = await copyOf(origin)
    const { printed } = await live(site, { verb: 'run' })
    const { ending } = await inspect(site)
    await rm(site, { recursive: true })
    return new CrashMatrix(origin, ending, printed?.events ?? 0)
  }

  remove(): Promise<void> {
    return this.#origin.remove()
  }

  /** Lives through these lives one after another, then resumes until the run ends. Two series at a time: two cores. */
  async run(series: readonly (readonly Life[])[]): Promise<void> {
    const queue = [...series]
    const lane = async (): Promise<void> => {
      for (let lives = queue.shift(); lives !== undefined; lives = queue.shift()) await this.#killAndResume(lives)
    }
    await Promise.all([lane(), lane()])
  }

  async #killAndResume(kills: readonly Life[]): Promise<void> {
    const site = await copyOf(this.#origin)
    const label = JSON.stringify(kills)
    try {
      for (const kill of kills) await live(site, kill)
      const begun = (await readdir(join(site, '.echelon/runs')).catch(() => [])).length > 0
      const finishedBefore = begun ? await finishedAttempts(site) : []
      const marksBefore = await marksOf(site)
      const last = await live(site, { verb: begun && (await hasManifest(site)) ? 'resume' : 'run' })
      expect(last.printed?.outcome, label).toBe('accomplished')
      const { ending, attempts, verification, runs } = await inspect(site)
      expect(ending, label).toEqual(this.calm)
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
}

async function copyOf(origin: FixtureRepository): Promise<string> {
  const site = await mkdtemp(join(tmpdir(), 'echelon-crash-'))
  await cp(origin.root, site, { recursive: true })
  return site
}

function live(site: string, life: Life): Promise<{ printed: { outcome: string; events: number } | null }> {
  const argument = JSON.stringify({ repo: site, marks: `${site}.marks`, ...life })
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
