import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Deed, deeds, liveThrough } from './janitor.ts'

test('nothing that somebody wrote, and nothing that is not ours, is removed by cleaning up after kills', async () => {
  const night: readonly Deed[] = (
    [
      ['foreign', 0, 1],
      ['open', 0, 0],
      ['edit', 0, 0],
      ['open', 0, 0],
      ['add', 1, 0],
      ['commit', 0, 0],
      ['edit', 0, 0],
      ['kill', 0, 10],
      ['open', 0, 0],
      ['edit', 0, 0],
      ['kill', 0, 4],
    ] as const
  ).map(([verb, task, number]) => ({ verb, task, number }))
  expect(await liveThrough(night)).toEqual([])
})

test('the same after any night', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, async (night) => {
      expect(await liveThrough(night)).toEqual([])
    }),
    { numRuns: 1, endOnFailure: true },
  )
})
