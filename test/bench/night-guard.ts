import { parseSync } from 'oxc-parser'
import { auditorFor } from '../../src/compose/auditor.ts'
import { openRepository } from '../../src/compose/repository.ts'
import { redactorFor } from '../../src/compose/redaction.ts'
import { guardDiff } from '../../src/domain/diff-guard.ts'
import type { ChangedText } from '../../src/domain/guard/objection.ts'
import { Gate } from '../../src/engine/gate.ts'
import { fixtureRepository, type FixtureRepository } from '../../src/testing/index.ts'
import { stopwatch } from './meter.ts'
import { withLoad } from './night-load.ts'
import { median, type Report } from './row.ts'

/** Lines removed and lines added, together. */
const lines = 2_000
const growth = [1, 2, 4] as const
const guardRounds = 5
const gateRounds = 2
/** A module of a hundred lines of which a quarter is another one afterwards. */
const moduleLines = 100
const changedEach = 25

/** The guard and the fix gate on changes of 2,000, 4,000 and 8,000 lines. */
export async function guard(report: Report): Promise<void> {
  await withLoad('guard', report, async () => {
    guardIn(report, 'in many files', (wanted) => manyFiles(wanted))
    guardIn(report, 'in one file', (wanted) => [oneFile(wanted)])
    await gate(report)
  })
}

function guardIn(report: Report, where: string, make: (lines: number) => readonly ChangedText[]): void {
  const redactor = redactorFor({})
  const isSecret = (line: string): boolean => redactor.text(line) !== line
  const perLine = growth.map((times) => {
    const files = make(lines * times)
    guardDiff(files, isSecret)
    const figures = Array.from({ length: guardRounds }, () => clocked(() => guardDiff(files, isSecret)))
    const parsed = Array.from({ length: guardRounds }, () => clocked(() => parseAll(files)))
    report(
      `guard, ${(lines * times).toLocaleString('en-US')} lines ${where}: CPU, against parsing both sides`,
      { unit: 'ms', rounds: figures },
      { baseline: { unit: 'ms', rounds: parsed } },
    )
    return median(figures) / times
  })
  tellGrowth(report, `guard ${where}`, perLine)
}

async function gate(report: Report): Promise<void> {
  const perLine: number[] = []
  for (const times of growth) {
    const changes = manyFiles(lines * times)
    const repository = await fixtureRepository(sideOf(changes, 'before'))
    const from = await repository.git('rev-parse', 'HEAD')
    const commit = await repository.commit(sideOf(changes, 'after'))
    if (times === 1) await judge(repository, { from, commit })
    const figures: number[] = []
    const parsed: number[] = []
    for (let round = 0; round < gateRounds; round += 1) {
      parsed.push(clocked(() => parseAll(changes)))
      figures.push(await judge(repository, { from, commit }))
    }
    await repository.remove()
    report(
      `gate, ${(lines * times).toLocaleString('en-US')} lines in many files: CPU, against parsing both sides`,
      { unit: 'ms', rounds: figures },
      { baseline: { unit: 'ms', rounds: parsed } },
    )
    perLine.push(median(figures) / times)
  }
  tellGrowth(report, 'gate', perLine)
}

/** Processor time until the gate has said what a change brings, with nothing remembered: both commits are audited. */
async function judge(
  { root }: FixtureRepository,
  step: { readonly from: string; readonly commit: string },
): Promise<number> {
  const signal = AbortSignal.timeout(30_000)
  const opened = await openRepository(root, signal)
  const gate = new Gate((commit) => auditorFor({ ...opened, commit }))
  const read = stopwatch()
  await gate.worse('P2', step, signal)
  return read().cpuMs
}

function tellGrowth(report: Report, name: string, perLine: readonly number[]): void {
  const [first = Number.NaN] = perLine
  for (const [index, times] of growth.entries())
    if (times > 1)
      report(
        `${name}: CPU per line at ${times} × ÷ at 1 ×`,
        { unit: '×', rounds: [(perLine[index] ?? Number.NaN) / first] },
        { atMost: 1.5 },
      )
}

function manyFiles(wanted: number): readonly ChangedText[] {
  return Array.from({ length: wanted / (2 * changedEach) }, (_, number) => {
    const path = number % 2 === 0 ? `src/module-${number}.ts` : `test/module-${number}.test.ts`
    const line = number % 2 === 0 ? codeLine : testLine
    const text = (isAfter: boolean): string =>
      textOf(moduleLines, (index) => line(index, isAfter && index % (moduleLines / changedEach) === 0))
    return { path, before: text(false), after: text(true) }
  })
}

/** Every line is another one. */
function oneFile(wanted: number): ChangedText {
  const text = (isAfter: boolean): string => textOf(wanted / 2, (index) => codeLine(index, isAfter))
  return { path: 'src/whole.ts', before: text(false), after: text(true) }
}

function textOf(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('')
}

function codeLine(index: number, isChanged: boolean): string {
  return `export const value${index} = (given: number): number => given ${isChanged ? '*' : '+'} ${index}`
}

function testLine(index: number, isChanged: boolean): string {
  return `test('value ${index}', () => { expect(value${index}(${isChanged ? 2 : 1})).toBe(${isChanged ? 2 * index : 1 + index}) })`
}

function sideOf(changes: readonly ChangedText[], side: 'before' | 'after'): Readonly<Record<string, string>> {
  return Object.fromEntries(changes.map((change) => [change.path, change[side] ?? '']))
}

function parseAll(files: readonly ChangedText[]): number {
  let errors = 0
  for (const { path, before, after } of files)
    for (const text of [before, after]) errors += parseSync(path, text ?? '').errors.length
  return errors
}

/** Processor time in milliseconds: all of it happens in this process, and the neighbours do not count. */
function clocked(work: () => unknown): number {
  const read = stopwatch()
  work()
  return read().cpuMs
}
