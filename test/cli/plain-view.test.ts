import { PassThrough } from 'node:stream'
import { afterEach, expect, test, vi } from 'vitest'
import { Terminal } from '../../src/cli/terminal.ts'
import { plainView } from '../../src/cli/watch/plain-view.ts'
import type { View } from '../../src/cli/watch/view.ts'
import type { Check } from '../../src/domain/check.ts'
import type { Fact, LedgerEvent } from '../../src/domain/event.ts'
import { apply } from '../../src/domain/fold.ts'
import { emptyState } from '../../src/domain/state.ts'
import { syntheticRun } from '../support/synthetic-run.ts'

const soon = { timeout: 30_000, interval: 10 }
const tests: Check = {
  name: 'npm test',
  kind: 'test',
  argv: ['npm', 'test'],
  folder: '',
  minutes: 1,
  repair: null,
  source: 'package.json',
}
const detected: Fact = { type: 'checks.detected', commit: 'base', checks: [tests] }
const ended = (commit: string, passed: number): Fact => ({
  type: 'check.ended',
  suite: 'npm test',
  at: 'end',
  passed,
  failed: 0,
  errors: 0,
  exitCode: 0,
  outcome: 'passed',
  kind: 'test',
  commit,
})
const queued: Fact = {
  type: 'task.queued',
  task: 'recon/check-1',
  phase: 'recon',
  owner: 'orchestrator',
  title: 'Run npm test',
  kind: 'check',
  specialist: 'check-runner',
  scope: [],
  after: [],
  wave: 1,
}
const spawned: Fact = {
  type: 'agent.spawned',
  actor: { id: 'a', role: 'specialist', name: 'check-runner', parent: 'orchestrator' },
  phase: 'recon',
  task: 'recon/check-1',
  attempt: 1,
  backend: 'static',
  model: null,
  caps: null,
  memoryMb: 64,
  duty: 'work',
}
const committed: Fact = {
  type: 'change.committed',
  actor: 'a',
  task: 'debts/platform/DEBT-001',
  attempt: 1,
  base: 'base',
  commit: 'one',
  branch: 'b',
  paths: [],
}

let view: View | null = null
afterEach(() => view?.close())

/** A pipe that shows these facts, one a second of the run, and says after so many milliseconds of silence what it waits for. */
function pipe(silenceMs: number) {
  const [out, state] = [new PassThrough(), emptyState()]
  let printed = ''
  let seq = 0
  out.on('data', (text) => {
    printed += String(text)
  })
  const redactor = { text: (text: string) => text, json: <T>(value: T) => value }
  const terminal = new Terminal(out, new PassThrough(), { json: false, colour: false, redactor: () => redactor })
  const opened = plainView(terminal, silenceMs)
  view = opened
  const show = (...facts: readonly Fact[]): void => {
    for (const fact of facts) {
      seq += 1
      const event: LedgerEvent = { seq, schema: 1, boot: 1, wall: seq, mono: seq * 1_000, unit: 'u', fact, hash: '' }
      apply(state, event)
      opened.see(event, state)
    }
  }
  return { show, opened, printed: () => printed }
}

const begun = (): readonly Fact[] => {
  const [started] = syntheticRun()
  if (started === undefined) throw new Error('a run begins with its start')
  return [started.fact]
}

test('a silent run says what it waits for and since when, again and again, until it is closed', async () => {
  const { show, opened, printed } = pipe(20)
  show(...begun(), queued, spawned)
  const line = / {3}0:\d\d {2}waiting for "Run npm test" \(check-runner\) since 0:03\n/g
  await vi.waitFor(() => expect(printed().match(line)?.length).toBeGreaterThan(1), soon)
  show({ ...spawned, actor: { ...spawned.actor, id: 'b', name: 'surveyor' } })
  await vi.waitFor(() => expect(printed()).toContain('(check-runner) since 0:03, and 1 more\n'), soon)
  opened.close()
})

test('it waits for the check of a change when nobody is at work', async () => {
  const { show, printed } = pipe(20)
  show(...begun(), detected, committed)
  const line = 'waiting for check npm test on debts/platform/DEBT-001 since 0:03\n'
  await vi.waitFor(() => expect(printed()).toContain(line), soon)
})

test('before the first event it gets ready, and between the phases of a night it waits for the checks of the branch', async () => {
  const { show, printed } = pipe(20)
  await vi.waitFor(() => expect(printed()).toContain('getting ready since 0:00\n'), soon)
  show(...begun(), detected, { type: 'phase.started', phase: 'explore' })
  show({ type: 'phase.finished', phase: 'explore', done: 1, ended: 1 })
  await vi.waitFor(() => expect(printed()).toContain('waiting for the checks on the mission branch since 0:04\n'), soon)
})

test('a run that talks says nothing of waiting', () => {
  const { show, printed } = pipe(3_600_000)
  show(...begun(), queued, spawned, detected)
  expect(printed()).not.toContain('waiting')
})

test('checks that are run again at the end are told again only where they differ', () => {
  const { show, printed } = pipe(3_600_000)
  show(...begun(), ended('tip', 17), ended('tip', 17))
  expect(printed().match(/check npm test passed at end, 17 passed/g)).toHaveLength(1)
  show(ended('tip', 16))
  expect(printed()).toContain('check npm test passed at end, 16 passed')
  show(ended('later', 16))
  expect(printed().match(/check npm test passed at end, 16 passed/g)).toHaveLength(2)
})

test('what is told carries the time of now, not of the last event', async () => {
  const { show, opened, printed } = pipe(3_600_000)
  show(...begun())
  await vi.waitFor(() => {
    opened.tell('Stopping: agents at work have 30 s.')
    expect(printed()).toMatch(/0:0[2-9] {2}Stopping: agents at work have 30 s\./)
  }, soon)
})
