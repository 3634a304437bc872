import { expect, test } from 'vitest'
import { Remembered } from '../../src/git/remembered.ts'

const never = new AbortController().signal

test('an answer is asked for once, also by many at the same time', async () => {
  let asked = 0
  const ask = async (): Promise<string> => {
    asked += 1
    await Promise.resolve()
    return 'answer'
  }
  const known = new Remembered<string>(10, () => 1)
  const answers = await Promise.all([1, 2, 3].map(() => known.get('key', ask, never)))
  expect([...answers, await known.get('key', ask, never)]).toEqual(['answer', 'answer', 'answer', 'answer'])
  expect(asked).toBe(1)
})

test('whoever waits for an asker that was called off asks again; whoever was called off does not', async () => {
  const known = new Remembered<string>(10, () => 1)
  const off = new AbortController()
  const broken = known.get('key', () => Promise.reject(new Error('called off')), off.signal)
  const waits = known.get('key', async () => 'answer', never)
  const alsoOff = known.get('key', async () => 'never', AbortSignal.abort(new Error('so was I')))
  await expect(broken).rejects.toThrow('called off')
  await expect(alsoOff).rejects.toThrow('so was I')
  expect(await waits).toBe('answer')
})

test('an error is no answer', async () => {
  const known = new Remembered<string>(10, () => 1)
  await expect(known.get('key', () => Promise.reject(new Error('not now')), never)).rejects.toThrow('not now')
  expect(await known.get('key', async () => 'now', never)).toBe('now')
})

test('what was not used for longest is forgotten first, and what is too heavy is never kept', async () => {
  const known = new Remembered<string>(4, ({ length }) => length)
  const asked: string[] = []
  const get = (key: string): Promise<string> =>
    known.get(
      key,
      async () => {
        asked.push(key)
        return key
      },
      never,
    )
  for (const key of ['aa', 'bb', 'aa', 'cc', 'aa', 'bb', 'heavy', 'heavy', 'bb']) await get(key)
  expect(asked).toEqual(['aa', 'bb', 'cc', 'bb', 'heavy', 'heavy'])
})
