import { expect, test } from 'vitest'
import { runProcess } from '../../src/processes/run-process.ts'

const megabyte = 1024 * 1024

test('F27: a line of 600 MB without an end, longer than any string can be, is read to its end', async () => {
  expect(() => 'x'.repeat(600 * megabyte)).toThrow('Invalid string length')
  const before = process.memoryUsage().rss
  const ended = await runProcess({
    argv: ['sh', '-c', `head -c ${600 * megabyte} /dev/zero | tr '\\0' x`],
    cwd: '/',
    env: { PATH: process.env.PATH ?? '' },
    milliseconds: 120_000,
    outputBytes: 64 * 1024,
    floodBytes: 1_000 * megabyte,
    signal: new AbortController().signal,
  })
  expect(ended).toMatchObject({ ending: 'exited', exitCode: 0, truncated: true })
  expect(ended.output).toMatch(/^x{32768}\n\[… 629080064 bytes left out …\]\nx{32768}$/)
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * megabyte)
})
