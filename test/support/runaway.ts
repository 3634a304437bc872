import { expect } from 'vitest'

/** Processor seconds. At least twenty times what any of the guarded work takes, far less than its inputs take in a loop within a loop. */
const limit = 15

/**
 * Runs work on an input made to blow it up, and fails when it did. This is no measurement: the pace of things belongs into test/bench.
 * Processor time, because a busy machine stretches the clock on the wall.
 */
export function endsSoon<T>(work: () => T): T {
  const before = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1e6, 'processor seconds').toBeLessThan(limit)
  return result
}
