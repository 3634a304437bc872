import { property, assert as always, string, array, integer } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { headAndTail } from '../../src/processes/head-and-tail.ts'
import { type Command, runProcess } from '../../src/processes/run-process.ts'

function command(argv: readonly string[], more: Partial<Command> = {}): Command {
  const signal = new AbortController().signal
  const env = { PATH: process.env.PATH ?? '' }
  return { argv, cwd: '/', env, milliseconds: 60_000, outputBytes: 64 * 1024, signal, ...more }
}

const megabyte = 1024 * 1024
describe('output of any size', () => {
  test('F26: a command that prints without end is ended, with everything it started, in memory of a fixed size', async () => {
    const before = process.memoryUsage().rss
    const ended = await runProcess(command(['sh', '-c', 'yes & yes'], { floodBytes: 64 * megabyte }))
    expect(ended).toMatchObject({ ending: 'flooded', exitCode: null, truncated: true })
    expect(ended.output.length).toBeLessThan(66 * 1024)
    expect(ended.survivors).toBeGreaterThanOrEqual(1)
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * megabyte)
  })

  test('F28: bytes that are no text, zero bytes and characters split between two writes do no harm', async () => {
    const euro = Buffer.from('€')
    const kept = headAndTail(1_000)
    const [out, err] = [kept.source(), kept.source()]
    out.write(euro.subarray(0, 1))
    err.write(Buffer.from('<err>'))
    out.write(euro.subarray(1))
    out.write(Buffer.from([0xff, 0xfe, 0x00]))
    out.write(euro.subarray(0, 2))
    out.end()
    err.end()
    expect(kept.text()).toBe('<err>€\ufffd\ufffd\0\ufffd')

    const script = `process.stdout.write(Buffer.from([0xe2, 0x82, 0xac, 0xff, 0x00, 0xe2]))`
    const ended = await runProcess(command([process.execPath, '--input-type=module', '--eval', script]))
    expect(ended.output).toBe('€\ufffd\0\ufffd')
  })

  test('head and tail are those of the whole, however it came in pieces', () => {
    const pieces = array(string({ unit: 'grapheme', maxLength: 30 }), { maxLength: 40 })
    always(
      property(pieces, integer({ min: 8, max: 64 }), (parts, limit) => {
        const kept = headAndTail(limit)
        const source = kept.source()
        for (const part of parts) source.write(Buffer.from(part))
        source.end()
        const whole = parts.join('').toWellFormed()
        const [head = '', gap, tail = ''] = kept.text().split(/\n(\[… \d+ bytes left out …\])\n/)
        expect(kept.bytes).toBe(Buffer.byteLength(whole))
        if (!kept.truncated) {
          expect(kept.text()).toBe(whole)
          return
        }
        expect(gap).toBe(`[… ${kept.bytes - 2 * Math.floor(limit / 2)} bytes left out …]`)
        expect(whole.startsWith(head) && whole.endsWith(tail)).toBe(true)
        expect(Buffer.byteLength(head) + Buffer.byteLength(tail)).toBeGreaterThan(limit - 8)
      }),
    )
  })
})

describe('a command that cannot begin is an answer', () => {
  const aborted = AbortSignal.abort()
  test.each([
    [
      'its program is missing',
      command(['no-such-program']),
      'unstarted',
      'there is no program "no-such-program" on PATH',
    ],
    [
      'its program, by its path, is missing',
      command(['./no-such']),
      'unstarted',
      'there is no program "./no-such" in ',
    ],
    ['its folder is missing', command(['ls'], { cwd: '/no/such/folder' }), 'unstarted', '/no/such/folder'],
    ['a word holds a zero byte', command(['ls', 'a\0b']), 'unstarted', 'null bytes'],
    ['there is no word at all', command([]), 'unstarted', 'argument'],
    ['the signal is aborted already', command(['ls'], { signal: aborted }), 'aborted', ''],
  ])('when %s', async (_why, order, ending, says) => {
    const ended = await runProcess(order)
    expect(ended).toMatchObject({ ending, exitCode: null, survivors: 0 })
    expect(ended.output).toContain(says)
  })

  test('nothing is there to be read from, and the end of it is an end', async () => {
    expect(await runProcess(command(['cat']))).toMatchObject({ ending: 'exited', exitCode: 0, output: '' })
    const killed = await runProcess(command(['sh', '-c', 'kill -9 $$']))
    expect(killed).toMatchObject({ ending: 'exited', exitCode: null, signal: 'SIGKILL' })
  })
})
