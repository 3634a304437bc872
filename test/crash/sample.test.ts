import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CrashMatrix } from '../support/crash-matrix.ts'

let matrix: CrashMatrix
beforeAll(async () => {
  matrix = await CrashMatrix.prepare()
})
afterAll(() => matrix.remove())

/** Spread over a run; the slow suite kills at every one. */
const spread = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => 2 + Math.floor((index * (matrix.events - 3)) / (count - 1)))

describe('F53: a process that dies loses nothing', () => {
  test('the small mission is what it should be when nobody is killed', () => {
    expect(matrix.events).toBeGreaterThan(40)
    expect(matrix.calm.outcome).toBe('accomplished')
    expect(matrix.calm.tasks).toEqual({
      'build/north/base': 'done',
      'build/north/wall': 'done',
      'build/south/base': 'done',
      'build/south/wall': 'refused',
      'build/south/roof': 'failed',
    })
    expect(matrix.calm.refusals).toEqual(['build/south/intruder'])
  })

  test('killed after an event, or inside a transaction, it ends the same', () =>
    matrix.run([
      ...spread(8).map((afterEvent) => [{ verb: 'run', afterEvent }] as const),
      ...[2, 9].map((beforeCommit) => [{ verb: 'run', beforeCommit }] as const),
    ]))

  test('killed again while it recovers, it ends the same', () =>
    matrix.run(
      spread(3).map((afterEvent) => [
        { verb: 'run', afterEvent },
        { verb: 'resume', afterEvent: 2 },
      ]),
    ))
})
