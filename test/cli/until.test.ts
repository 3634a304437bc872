import { expect, test } from 'vitest'
import { untilSentence, wakeUp } from '../../src/cli/until.ts'

const evening = new Date(2026, 10, 20, 21, 48).getTime()
const sentences: readonly (readonly [string, string, string])[] = [
  ['an hour that has passed means tomorrow', '07:00', 'Works until 07:00 tomorrow at the latest, in 9 h 12 min.'],
  ['one that is to come means today', '22:00', 'Works until 22:00 today at the latest, in 12 min.'],
  ['a minute ago is nearly a day', '21:47', 'Works until 21:47 tomorrow at the latest, in 23 h 59 min.'],
  ['this very minute is tomorrow too', '21:48', 'Works until 21:48 tomorrow at the latest, in 24 h.'],
  ['hours of one digit are written as two', '7:05', 'Works until 07:05 tomorrow at the latest, in 9 h 17 min.'],
]

test.each(sentences)('%s', (_what, typed, sentence) => {
  expect(untilSentence(wakeUp(typed, evening), evening)).toBe(sentence)
})

test('less than a minute is said in words', () => {
  const end = new Date(2026, 10, 20, 21, 49).getTime()
  expect(untilSentence(end, end - 20_000)).toBe('Works until 21:49 today at the latest, in less than a minute.')
})
