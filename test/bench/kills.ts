import { fork } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunRecord, readRun } from '../../src/index.ts'
import { fixtureRepository } from '../../src/testing/index.ts'
import { type Chance, chanceFrom } from './chance.ts'
import { tasksInAll } from './kills-child.ts'
import type { Report } from './row.ts'

const kills = 40
/** A run is killed this often at most before it may end. */
const killsPerRun = 5
/** Events of one life are in this order of magnitude; a kill beyond the end kills nobody and is not counted. */
const eventsPerLife = 60
const deadlineMs = 65_000

interface Tally {
  kills: number
  runs: number
  redone: number
  cutOff: number
  wrong: string[]
}

/** Real processes die by SIGKILL at random events and random times; each run is gone on with until it ends. */
export async function kills40(report: Report): Promise<void> {
  const seed = Date.now() % 2 ** 31
  const chance = chanceFrom(seed)
  const origin = await fixtureRepository({ 'readme.md': 'killed often' })
  const tally: Tally = { kills: 0, runs: 0, redone: 0, cutOff: 0, wrong: [] }
  const late = performance.now() + deadlineMs
  const lane = async (): Promise<void> => {
    while (tally.kills < kills && performance.now() < late) await oneRun(origin.root, chance, tally)
  }
  await Promise.all([lane(), lane()])
  await origin.remove()
  report(
    `random SIGKILLs that hit (seed ${seed}, ${tally.runs} runs)`,
    { unit: '', rounds: [tally.kills] },
    {
      atLeast: kills,
    },
  )
  const promise = { atMost: 0, isPromise: true }
  report('random SIGKILLs: finished attempts redone', { unit: '', rounds: [tally.redone] }, promise)
  report('random SIGKILLs: wrong ends', { unit: '', rounds: [tally.wrong.length] }, promise)
  report('random SIGKILLs: turns of attempts cut off, taken again', { unit: '', rounds: [tally.cutOff] })
  for (const wrong of tally.wrong) console.error(`wrong end (seed ${seed}): ${wrong}`)
}

async function oneRun(origin: string, chance: Chance, tally: Tally): Promise<void> {
  const repo = mkdtempSync(join(tmpdir(), 'killed-'))
  cpSync(origin, repo, { recursive: true })
  const finished = new Map<string, number>()
  try {
    for (let life = 0; life <= killsPerRun; life += 1) {
      const isLast = life === killsPerRun
      const died = await live(repo, isLast ? {} : nextKill(chance))
      if (died) tally.kills += 1
      // What had ended when this life ended must leave no later mark.
      for (const attempt of await endedAttempts(repo))
        if (!finished.has(attempt)) finished.set(attempt, marksOf(repo).length)
      if (!died) break
    }
    tally.runs += 1
    const marks = marksOf(repo)
    for (const [attempt, at] of finished)
      tally.redone += marks.slice(at).filter((mark) => mark.startsWith(`${attempt} `)).length
    tally.cutOff += marks.length - new Set(marks).size
    tally.wrong.push(...wrongsOf(await readRun(runFolder(repo) ?? '')))
  } finally {
    rmSync(repo, { recursive: true, force: true })
    rmSync(`${repo}.marks`, { force: true })
  }
}

interface Kill {
  readonly afterEvent?: number
  readonly afterMs?: number
}

/** Half of the kills come from inside, after an event; half from outside, at a time that may fall into Node's start. */
function nextKill(chance: Chance): Kill {
  if (chance.below(2) === 0) return { afterEvent: 1 + chance.below(eventsPerLife) }
  return { afterMs: 250 + chance.below(900) }
}

function live(repo: string, { afterEvent, afterMs }: Kill): Promise<boolean> {
  const verb = hasManifest(repo) ? 'resume' : 'run'
  const order = JSON.stringify({ repo, marks: `${repo}.marks`, verb, afterEvent })
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'kills-child.ts'), [order], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const timer = afterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), afterMs)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      if (signal === 'SIGKILL') return resolve(true)
      if (code === 0) return resolve(false)
      reject(new Error(`a life of ${repo} ended with ${code ?? signal}`))
    })
  })
}

function wrongsOf({ state, events, verification }: RunRecord): readonly string[] {
  const attempts = events.flatMap(({ fact }) => (fact.type === 'attempt.ended' ? [`${fact.task}#${fact.attempt}`] : []))
  const done = [...state.tasks.values()].filter((task) => task.state === 'done').length
  return [
    ...(state.outcome === 'accomplished' ? [] : [`the run ended as ${state.outcome}`]),
    ...(done === tasksInAll ? [] : [`${done} of ${tasksInAll} tasks are done`]),
    ...(verification.intact ? [] : [`the chain breaks at ${verification.seq}: ${verification.problem}`]),
    ...(new Set(attempts).size === attempts.length ? [] : ['an attempt ended twice']),
  ]
}

function runFolder(repo: string): string | null {
  const runs = join(repo, '.echelon/runs')
  const latest = existsSync(runs) ? readdirSync(runs).sort().at(-1) : undefined
  return latest === undefined ? null : join(runs, latest)
}

function hasManifest(repo: string): boolean {
  const folder = runFolder(repo)
  return folder !== null && existsSync(join(folder, 'run.json'))
}

async function endedAttempts(repo: string): Promise<readonly string[]> {
  const folder = runFolder(repo)
  if (folder === null || !hasManifest(repo)) return []
  const { events } = await readRun(folder)
  return events.flatMap(({ fact }) => (fact.type === 'attempt.ended' ? [`${fact.task}#${fact.attempt}`] : []))
}

function marksOf(repo: string): readonly string[] {
  const file = `${repo}.marks`
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : []
}
