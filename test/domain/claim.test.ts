import { expect, test } from 'vitest'
import { moment, proves, stateWords, type Unit, written } from '../../src/domain/claim.ts'

const spellings: readonly (readonly [number, Unit, string])[] = [
  [0, 'count', '0'],
  [9_999, 'count', '9999'],
  [10_000, 'count', '10,000'],
  [1_234_567, 'count', '1,234,567'],
  [9.009, 'decimal', '9.01'],
  [16, 'decimal', '16'],
  [100, 'decimal', '100'],
  [0.9375, 'share', '93.8 %'],
  [1, 'share', '100 %'],
  [0, 'usd', '$0.00'],
  [0.0012, 'usd', '$0.0012'],
  [18.154, 'usd', '$18.15'],
  [412.4, 'milliseconds', '412 ms'],
  [999.7, 'milliseconds', '1 s'],
  [3_400, 'milliseconds', '3.4 s'],
  [59_990, 'milliseconds', '1 min 00 s'],
  [125_000, 'milliseconds', '2 min 05 s'],
  [4_020_000, 'milliseconds', '1 h 07 min'],
  [31_904_112, 'bytes', '31.9 MB'],
  [1_200, 'bytes', '2 kB'],
]

test.each(spellings)('%d as %s is written %s', (value, unit, expected) => {
  expect(written(value, unit)).toBe(expected)
})

test('moments are written in UTC', () => {
  const wall = Date.UTC(2026, 0, 31, 4, 5, 6)
  expect([moment(wall, 'day'), moment(wall, 'minute'), moment(wall, 'time')]).toEqual([
    '2026-01-31',
    '2026-01-31 04:05',
    '04:05:06',
  ])
})

test('only the fact that a word names can prove it', () => {
  const done = { type: 'task.ended', task: 't', state: 'done', attempts: 1, reason: '' } as const
  expect(proves(done, 'done')).toBe(true)
  expect(proves(done, 'Done')).toBe(true)
  expect(proves({ ...done, state: 'failed' }, 'done')).toBe(false)
  expect(proves(done, 'fixed')).toBe(false)
  expect(proves(done, 'lovely')).toBe(false)
})

test('a suite is passing only when it ended well and counted no failure', () => {
  const check = { type: 'check.ended', suite: 'unit', at: 'end', passed: 3, failed: 0, errors: 0, exitCode: 0 } as const
  expect(proves(check, 'passing')).toBe(true)
  expect(proves({ ...check, failed: null }, 'passing')).toBe(false)
  expect(proves({ ...check, errors: 1 }, 'passing')).toBe(false)
  expect(proves({ ...check, exitCode: 1 }, 'green')).toBe(false)
})

test('nothing proves praise', () => {
  const run = { type: 'run.finished', outcome: 'accomplished', reason: '' } as const
  for (const praise of ['successfully', 'flawless', 'perfect', 'secure', 'production-ready']) {
    expect(stateWords.has(praise)).toBe(true)
    expect(proves(run, praise)).toBe(false)
  }
})
