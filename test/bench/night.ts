import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { measure } from '../../src/domain/metrics.ts'
import type { Metric } from '../../src/domain/metrics/metric.ts'
import type { Script } from '../../src/testing/index.ts'
import { clear, type Night, night as play, stageRepository, writes } from '../support/night.ts'
import { withLoad } from './night-load.ts'
import type { Report } from './row.ts'

const tasks = 24
const cap = 8
const authorMs = 300
/** With the start of Node about 150 ms. Waiting takes no core from the neighbours. */
const checkMs = 110
/** Tasks of the run in which one waits for the other to land. */
const alone = 4

/** A night, and how many processes it started. */
interface Counted extends Night {
  readonly processes: number
}

interface Shape {
  readonly tasks: number
  readonly cap: number
  /** True: all touch the same paths, so that each begins when the one before has landed. */
  readonly inTurn: boolean
}

/** A night of many small changes through workspaces, checks, reviews and the merge lane. */
export async function night(report: Report): Promise<void> {
  await withLoad('night', report, async () => {
    const each = gapsOf(await nightOf({ tasks: alone, cap, inTurn: true }))
    const serial = each.map((ms) => (ms * tasks) / 1_000)
    const one = await nightOf({ tasks, cap: 1, inTurn: false })
    const many = await nightOf({ tasks, cap, inTurn: false })
    const name = `night of ${tasks} tasks, cap ${cap}`
    const wall = { unit: 's', rounds: [secondsOf(many)] } as const
    report(`${name}: wall, against the cap 1`, wall, { baseline: { unit: 's', rounds: [secondsOf(one)] } })
    report(`${name}: wall, against one after the other`, wall, { baseline: { unit: 's', rounds: serial } })
    tellMetrics(report, name, { many, one })
    tellLane(report, name, { many, one })
  })
}

interface Compared {
  readonly many: Counted
  readonly one: Counted
}

function tellMetrics(report: Report, name: string, { many, one }: Compared): void {
  for (const [title, metric] of [
    ['parallel factor', 'parallelFactor'],
    ['speed-up', 'speedUp'],
    ['scheduling efficiency', 'schedulingEfficiency'],
  ] as const) {
    const of = ({ events }: Night): number => known(measure(events).mission[metric])
    report(
      `${name}: ${title}`,
      { unit: '', rounds: [of(many)] },
      { baseline: { unit: '', rounds: [of(one)] }, ...(metric === 'schedulingEfficiency' ? { atLeast: 0.98 } : {}) },
    )
  }
}

function tellLane(report: Report, name: string, { many, one }: Compared): void {
  const perChange = (ran: Night): number => ran.facts('lane.tested').length / ran.facts('task.landed').length
  report(
    `${name}: lane tests per landed change`,
    { unit: '', rounds: [perChange(many)] },
    { baseline: { unit: '', rounds: [perChange(one)] }, atMost: 0.4 },
  )
  const sizes = (ran: Night): readonly number[] => ran.facts('lane.tested').map((fact) => fact.tasks.length)
  report(
    `${name}: changes in one lane test`,
    { unit: '', rounds: sizes(many) },
    { baseline: { unit: '', rounds: sizes(one) } },
  )
  const started = (ran: Counted): number => ran.processes / ran.facts('task.landed').length
  report(
    `${name}: processes started per landed change`,
    { unit: '', rounds: [started(many)] },
    { baseline: { unit: '', rounds: [started(one)] } },
  )
  const lost = [many, one].map((ran) => tasks - ran.facts('task.landed').length)
  report(`${name}: changes that did not land`, { unit: '', rounds: lost }, { atMost: 0, isPromise: true })
}

async function nightOf({ tasks: wanted, cap: agents, inTurn }: Shape): Promise<Counted> {
  const repository = await stageRepository(files(wanted))
  const settings = 'checks:\n  - { name: check, kind: test, run: node check.js }\n'
  await writeFile(join(repository.root, '.echelon/settings.yaml'), settings)
  const keys = Array.from({ length: wanted }, (_, number) => `t${number}`)
  const count = countProcesses()
  const ran = await play({
    repository,
    tasks: Object.fromEntries(keys.map((key) => [key, [inTurn ? '**' : `parts/${key}.txt`]])),
    does: author,
    mission: { limits: { agents, attempts: 2, memoryMb: 100_000 } },
  })
  const processes = count()
  await clear(ran)
  return { ...ran, processes }
}

/** Counts what this process starts, itself or through its launcher: git and the checks. The answer stops counting. */
function countProcesses(): () => number {
  let started = 0
  const count = (): void => {
    started += 1
  }
  const channels = ['child_process', 'echelon:launch']
  for (const name of channels) subscribe(name, count)
  return () => {
    for (const name of channels) unsubscribe(name, count)
    return started
  }
}

function author(key: string): Script {
  return [{ do: 'sleep', ms: authorMs }, ...writes({ [`parts/${key}.txt`]: 'good\nchanged\n' })]
}

function files(count: number): Readonly<Record<string, string>> {
  const check = `import { readdirSync, readFileSync } from 'node:fs'
setTimeout(() => {
  const bad = readdirSync('parts').filter((name) => !readFileSync('parts/' + name, 'utf8').startsWith('good'))
  console.log(bad.length + ' bad')
  process.exitCode = bad.length
}, ${checkMs})
`
  const parts = Array.from({ length: count }, (_, number) => [`parts/t${number}.txt`, 'good\n'])
  return {
    'package.json': '{ "name": "bench", "private": true, "type": "module" }\n',
    'check.js': check,
    ...Object.fromEntries(parts),
  }
}

/** Seconds from the first task to the last, without the start of the run and its documents. */
function secondsOf({ events }: Night): number {
  const at = (type: string): number => events.find(({ fact }) => fact.type === type)?.mono ?? Number.NaN
  return (at('phase.finished') - at('phase.started')) / 1_000
}

/** Milliseconds from one landing to the next: a task's author, its checks, its review and its way through the lane. */
function gapsOf({ events }: Night): readonly number[] {
  const landed = events.filter(({ fact }) => fact.type === 'task.landed').map(({ mono }) => mono)
  return landed.slice(1).map((at, index) => at - (landed[index] ?? Number.NaN))
}

function known({ value }: Metric): number {
  return value ?? Number.NaN
}
