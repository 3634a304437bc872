import { afterAll, beforeAll, describe, test } from 'vitest'
import { CrashMatrix } from '../support/crash-matrix.ts'

let matrix: CrashMatrix
beforeAll(async () => {
  matrix = await CrashMatrix.prepare()
})
afterAll(() => matrix.remove())

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1)

describe('F53: killed anywhere, the run ends as if nothing had happened', () => {
  test('after every event of the ledger', () =>
    matrix.run(numbers(matrix.events).map((afterEvent) => [{ verb: 'run', afterEvent }])))

  test('inside every transaction, before it is committed', () =>
    matrix.run(numbers(30).map((beforeCommit) => [{ verb: 'run', beforeCommit }])))

  test('after every third event, and again at the first events of the recovery', () =>
    matrix.run(
      numbers(matrix.events)
        .filter((position) => position % 3 === 0)
        .map((afterEvent) => [
          { verb: 'run', afterEvent },
          { verb: 'resume', afterEvent: 1 + (afterEvent % 5) },
        ]),
    ))

  test('inside a transaction, and again inside one of the recovery', () =>
    matrix.run(
      numbers(8).map((number) => [
        { verb: 'run', beforeCommit: number * 3 },
        { verb: 'resume', beforeCommit: 1 + (number % 4) },
      ]),
    ))
})
