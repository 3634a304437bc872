import { PassThrough } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test, vi } from 'vitest'
import { Terminal } from '../../src/cli/terminal.ts'
import { LiveView } from '../../src/cli/watch/live-view.ts'
import { apply } from '../../src/domain/fold.ts'
import { emptyState } from '../../src/domain/state.ts'
import { syntheticRun } from '../support/synthetic-run.ts'
import { hostile } from './shop.ts'

const soon = { timeout: 30_000, interval: 20 }

/** A screen that remembers each picture it was shown. */
function screen(columns: number, rows: number) {
  const pictures: string[] = []
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns, rows })
  stream.on('data', (text) => pictures.push(String(text)))
  const redactor = { text: (text: string) => text, json: <T>(value: T) => value }
  const terminal = new Terminal(stream, new PassThrough(), { json: false, colour: true, redactor: () => redactor })
  return { terminal, stream, pictures }
}

describe('the live view', () => {
  test('draws at most ten pictures a second, none wider or higher than the screen, and clears the last', async () => {
    const { terminal, pictures } = screen(60, 15)
    const view = new LiveView(terminal, Promise.resolve(60_000))
    const state = emptyState()
    const events = syntheticRun({ hostile })
    const begun = performance.now()
    for (const event of events) {
      apply(state, event)
      view.see(event, state)
      if (event.seq % 20 === 0) await pause(30)
    }
    while (pictures.length < 3) {
      await pause(50)
      view.tell(`still at work at ${performance.now()}`)
    }
    const seconds = (performance.now() - begun) / 1_000
    expect(pictures.length).toBeLessThanOrEqual(Math.ceil(seconds * 10) + 2)
    for (const picture of pictures) {
      const lines = stripVTControlCharacters(picture).split('\n')
      expect(lines.length).toBeLessThanOrEqual(15)
      for (const line of lines) expect(line.length).toBeLessThan(60)
      expect(picture).not.toContain('\u0007')
      expect(picture).not.toContain('\u001b[H')
    }
    expect(pictures.map((one) => stripVTControlCharacters(one)).join('')).toMatch(
      /full-stack-audit on harbour {2}\d+:\d\d {2}ETA /,
    )
    const shown = pictures.length
    view.close()
    await pause(150)
    expect(pictures.length).toBe(shown + 1)
  })

  test('shows what the person must know, and follows the size of the screen', async () => {
    const { terminal, stream, pictures } = screen(100, 30)
    const view = new LiveView(terminal, Promise.resolve(null))
    view.tell('Stopping: agents at work have 30 s.')
    await vi.waitFor(() => expect(pictures.join('')).toContain('Stopping: agents at work have 30 s.'), soon)
    const before = pictures.length
    Object.assign(stream, { columns: 20 })
    stream.emit('resize')
    const sinceThen = (): string => stripVTControlCharacters(pictures.slice(before).join(''))
    await vi.waitFor(() => expect(sinceThen()).toContain('Stopping: agents a…'), soon)
    view.close()
  })
})
