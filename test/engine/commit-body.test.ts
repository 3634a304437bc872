import { expect, test } from 'vitest'
import { bodyOf } from '../../src/engine/commit-body.ts'
import { findingOf } from '../support/findings.ts'

test('a change made by edits says which finding it repairs and what is true now, not what somebody should do', () => {
  expect(bodyOf(findingOf(), { mechanical: true })).toBe(
    [
      'Repairs what jobs/queue-without-worker found at app/tasks.py:2, by the edits that the rule itself proposed.',
      'True there now: a worker consumes it.',
    ].join('\n'),
  )
})

test('a finding with several places counts them, and one that does not say when it is done is not made to', () => {
  const places = [1, 2, 3].map((line) => ({ file: 'a.py', line }))
  const fix = { advice: 'Name it.', effort: 'S', doneWhen: '' } as const
  expect(bodyOf(findingOf({ instances: places, fix }), { mechanical: true })).toBe(
    'Repairs what jobs/queue-without-worker found at a.py:1 and 2 more places, by the edits that the rule itself proposed.',
  )
  expect(bodyOf(findingOf({ instances: places.slice(1), fix }), { mechanical: true })).toContain(
    'at a.py:2 and 1 more place, by',
  )
})

test('what is done ends in one full stop, whatever the rule wrote', () => {
  const fix = { advice: 'Name it.', effort: 'S', doneWhen: 'every except names what it catches.' } as const
  expect(bodyOf(findingOf({ fix }), { mechanical: true })).toMatch(
    /\nTrue there now: every except names what it catches\.$/,
  )
})

test('a change that needed judgement keeps the advice, since nobody here knows what its author did with it', () => {
  expect(bodyOf(findingOf(), { mechanical: false })).toBe('Start a worker for the queue.')
})
