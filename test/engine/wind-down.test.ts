import { expect, test } from 'vitest'
import { defaultLimits } from '../../src/domain/limits.ts'
import { emptyState } from '../../src/domain/state.ts'
import { Door } from '../../src/engine/door.ts'
import type { Running } from '../../src/engine/running.ts'
import { windDown } from '../../src/engine/wind-down.ts'
import { defineMission } from '../../src/index.ts'
import { siteFor } from '../bench/site.ts'

const evening = Date.UTC(2026, 10, 20, 23)
const morning = Date.UTC(2026, 10, 21, 7)

/** A run that has worked so many minutes, at a time of day. */
function at(wall: number, workedMinutes: number, until: number | null = null): Running {
  const site = siteFor({ coordinators: [], specialists: [], backends: [] })
  const state = emptyState()
  state.now = workedMinutes * 60_000
  const limits = { ...defaultLimits, runMinutes: 600 }
  return {
    site: { ...site, clock: { ...site.clock, wall: () => wall } },
    run: 'run',
    goal: '',
    mission: defineMission({
      name: 'night',
      description: 'A night.',
      phases: [{ name: 'act', explorers: ['nobody'], limits: { runMinutes: 60 } }],
      stop: ['run.minutes > 590'],
    }),
    definitions: [],
    limits,
    until,
    door: new Door(limits),
    state: { ...state, started: null },
    events: () => [],
    append: async () => {},
    landing: null,
    stopped: new AbortController().signal,
  }
}

test.each([
  ['in the evening', at(evening, 0, morning), null],
  ['an hour before somebody wakes up', at(morning - 60 * 60_000, 400, morning), null],
  ['with the last minutes of work kept for landing', at(evening, 586), /^586\.0 of 600 minutes are over/],
  ['with time to work but none before somebody wakes up', at(morning, 10, morning), /^it is nearly 07:00 UTC/],
  ['after an outage that lasted until noon', at(morning + 5 * 3_600_000, 10, morning), /^it is nearly 07:00 UTC/],
])('whether anything is begun %s', (_, running, reason) => {
  const answer = windDown(running, 'act')
  if (reason === null) expect(answer).toBeNull()
  else expect(answer).toMatch(reason)
})

test('a phase ends at its own minutes, counted from its beginning', () => {
  const running = at(evening, 100)
  const phase = { name: 'act', state: 'running' as const, ended: null, reason: '' }
  running.state.phases.set('act', { ...phase, started: 50 * 60_000 })
  expect(windDown(running, 'act')).toBeNull()
  running.state.phases.set('act', { ...phase, started: 40 * 60_000 })
  expect(windDown(running, 'act')).toBe('the 60 minutes of phase "act" are over')
})
