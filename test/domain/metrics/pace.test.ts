import { expect, test } from 'vitest'
import type { LedgerEvent } from '../../../src/domain/event.ts'
import { measure } from '../../../src/domain/metrics.ts'
import { endsSoon } from '../../support/runaway.ts'
import { longRun } from './long-run.ts'

test('a ledger of 100,000 events is measured without running away', () => {
  const events = longRun(10_000)
  expect(events.length).toBeGreaterThan(99_000)
  const { mission } = endsSoon(() => measure(events))
  expect(mission.autonomyRate).toMatchObject({ value: 1, denominator: 10_000 })
})

test('each event is looked at as often in a long ledger as in a short one', () => {
  const [short, long] = [longRun(300), longRun(1_200)].map((events) => looksAt(events) / events.length)
  expect(short).toBeGreaterThan(0)
  expect(long).toBeCloseTo(short ?? 0, 0)
})

/** How often the facts of all events together are asked for. */
function looksAt(events: readonly LedgerEvent[]): number {
  let looks = 0
  measure(
    events.map((event) => ({
      ...event,
      get fact() {
        looks += 1
        return event.fact
      },
    })),
  )
  return looks
}
