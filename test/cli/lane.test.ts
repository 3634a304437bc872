import { describe, expect, test } from 'vitest'
import { paint } from '../../src/cli/draw/line.ts'
import { LaneWatch } from '../../src/cli/watch/lane.ts'
import type { Check } from '../../src/domain/check.ts'
import type { Fact } from '../../src/domain/event.ts'
import { apply } from '../../src/domain/fold.ts'
import { emptyState } from '../../src/domain/state.ts'

const check = (name: string): Check => ({
  name,
  kind: 'test',
  argv: [name],
  folder: '',
  minutes: 1,
  repair: null,
  source: 'package.json',
})
const detected: Fact = { type: 'checks.detected', commit: 'base', checks: [check('lint'), check('tests')] }
const committed = (task: string, commit = `${task}-commit`): Fact => ({
  type: 'change.committed',
  actor: 'a',
  task,
  attempt: 1,
  base: 'base',
  commit,
  branch: 'b',
  paths: [],
})
const checked = (suite: string, commit: string): Fact => ({
  type: 'check.ended',
  suite,
  at: 'merge',
  passed: 1,
  failed: 0,
  errors: 0,
  exitCode: 0,
  commit,
})
const judged = (task: string, commit: string): Fact => ({
  type: 'gate.judged',
  task,
  attempt: 1,
  commit,
  verdict: 'fixed',
  reasons: [],
  siblings: [],
})
const tested = (tasks: string[], commit: string, green: boolean): Fact => ({
  type: 'lane.tested',
  branch: 'b',
  base: 'base',
  commit,
  tree: 't',
  tasks,
  green,
  confirming: false,
  reason: '',
  milliseconds: 1,
})
const landed = (task: string): Fact => ({
  type: 'task.landed',
  task,
  by: 'engine',
  author: 'a',
  paths: [],
  reviewRounds: 1,
})
const refused = (task: string): Fact => ({
  type: 'landing.refused',
  task,
  attempt: 1,
  why: 'checks',
  reason: 'red',
  paths: [],
})

/** The lane after these facts, as text. */
function laneAfter(...facts: readonly Fact[]): string | null {
  const { lane, state } = watched(facts)
  const line = lane.line(state)
  return line === null ? null : paint(line, null)
}

/** What it waits for after these facts. */
function awaitedAfter(...facts: readonly Fact[]): string | null {
  const { lane, state } = watched(facts)
  return lane.awaited(state)
}

function watched(facts: readonly Fact[]) {
  const [lane, state] = [new LaneWatch(), emptyState()]
  for (const [index, fact] of facts.entries()) {
    const event = { seq: index + 1, schema: 1, boot: 1, wall: index, mono: index, unit: 'u', fact, hash: '' }
    apply(state, event)
    lane.see(event)
  }
  return { lane, state }
}

describe('the lane in the picture of a night', () => {
  test('is not there before anything was made', () => expect(laneAfter(detected)).toBeNull())

  test('tells what waits and which check looks at it', () => {
    const made = [detected, committed('one'), committed('two')]
    expect(laneAfter(...made)).toBe('lane  2 waiting, 0 landed, awaits lint')
    expect(laneAfter(...made, checked('lint', 'one-commit'))).toBe('lane  2 waiting, 0 landed, awaits tests')
    const both = [checked('lint', 'one-commit'), checked('tests', 'one-commit')]
    expect(laneAfter(...made, ...both)).toBe('lane  2 waiting, 0 landed, awaits lint')
  })

  test('tells what is under test, until it landed or was sent back', () => {
    const made = [detected, committed('one'), committed('two'), committed('three')]
    const stack = [...made, judged('one', 'top'), judged('two', 'top'), checked('lint', 'top')]
    expect(laneAfter(...stack)).toBe('lane  2 under test, 1 waiting, 0 landed, awaits tests')
    const red = [...stack, checked('tests', 'top'), tested(['one', 'two'], 'top', false), judged('one', 'half')]
    expect(laneAfter(...red)).toBe('lane  1 under test, 2 waiting, 0 landed, awaits lint')
    const apart = [...red, tested(['one'], 'half', true), landed('one'), refused('two')]
    expect(laneAfter(...apart)).toBe('lane  1 waiting, 1 landed, 1 sent back, awaits lint')
    expect(laneAfter(...apart, refused('three'))).toBe('lane  1 landed, 2 sent back')
  })

  test('tells a pipe in a sentence which check of whose change it waits for, and that nothing is under way', () => {
    const made = [detected, committed('one'), committed('two')]
    expect(awaitedAfter(detected)).toBeNull()
    expect(awaitedAfter(...made)).toBe('check lint on one')
    const both = [checked('lint', 'one-commit'), checked('tests', 'one-commit')]
    expect(awaitedAfter(...made, ...both)).toBe('the review or the merge lane with one')
    const stack = [...made, judged('one', 'top'), judged('two', 'top'), checked('lint', 'top')]
    expect(awaitedAfter(...stack)).toBe('check tests on 2 changes')
    expect(awaitedAfter(...stack, tested(['one', 'two'], 'top', true), landed('one'), landed('two'))).toBeNull()
  })
})
