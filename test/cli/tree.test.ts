import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitted, paint, words } from '../../src/cli/draw/line.ts'
import { clock, roughly } from '../../src/cli/draw/duration.ts'
import { startOf, widthOf } from '../../src/cli/draw/width.ts'
import { Caps } from '../../src/cli/watch/caps.ts'
import { costWords } from '../../src/cli/watch/cost.ts'
import { etaWords, progress } from '../../src/cli/watch/eta.ts'
import { LaneWatch } from '../../src/cli/watch/lane.ts'
import { tree } from '../../src/cli/watch/tree.ts'
import type { Check } from '../../src/domain/check.ts'
import type { LedgerEvent } from '../../src/domain/event.ts'
import { apply } from '../../src/domain/fold.ts'
import { emptyState } from '../../src/domain/state.ts'
import { syntheticRun } from '../support/synthetic-run.ts'
import { controls } from './echelon.ts'
import { hostile } from './shop.ts'

const whole = syntheticRun({ hostile })

/** A change on its way to land, looked at by a check whose name attacks the terminal. */
const made: LedgerEvent['fact'] = {
  type: 'change.committed',
  actor: 'a',
  task: 'debts/platform/one',
  attempt: 1,
  base: '0',
  commit: '1',
  branch: 'b',
  paths: [],
}
const attack: Check = { name: hostile, kind: 'test', argv: ['a'], folder: '', minutes: 1, repair: null, source: '' }

/** The tree after so many events, as text. */
function drawn(events: readonly LedgerEvent[], rows: number, columns = 200): readonly string[] {
  const state = emptyState()
  const [caps, lane] = [new Caps(), new LaneWatch()]
  for (const event of events) {
    apply(state, event)
    caps.see(event)
    lane.see({ ...event, fact: made })
  }
  state.detected = [attack]
  return tree(state, { caps, lane, elapsed: state.now, rows }).map((line) => paint(fitted(line, columns), null))
}

const busiest = (): readonly LedgerEvent[] => {
  let [working, most, at] = [0, 0, 0]
  for (const [index, { fact }] of whole.entries()) {
    if (fact.type === 'agent.spawned' && fact.actor.role === 'specialist') working += 1
    if (fact.type === 'attempt.ended') working -= 1
    if (working > most) [most, at] = [working, index]
  }
  return whole.slice(0, at + 1)
}

describe('the tree of a run', () => {
  test('fits every screen at every moment, and no text of the repository can move the cursor', () => {
    const moments = fc.nat(whole.length)
    fc.assert(
      fc.property(
        moments,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 180 }),
        (moment, rows, columns) => {
          const lines = drawn(whole.slice(0, moment), rows, columns)
          expect(lines.length).toBeLessThanOrEqual(rows)
          for (const line of lines) {
            expect(widthOf(line)).toBeLessThanOrEqual(columns)
            expect(line).not.toMatch(controls)
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  test('shows phases, superiors with their caps, and who is at work on what', () => {
    const lines = drawn(busiest(), 60).join('\n')
    expect(lines).toMatch(
      /^orchestrator {2}\d+ at work, \d+ of \d+ tasks ended\nlane {2}1 waiting, 0 landed, awaits \S+\n/,
    )
    expect(lines).toMatch(/ ● \S+ {2}\d+:\d\d\n/)
    expect(lines).toMatch(/[├└]─ \S+ {2}\d+\/\d+ at work/)
    expect(lines).toMatch(/│? {2}· \S+ {2}\d+:\d\d(?:, attempt \d)? {2}\S/)
  })

  test('counts specialists that there is no room for', () => {
    expect(drawn(busiest(), 9).join('\n')).toMatch(/· \d+ more at work/)
  })

  test('becomes counts when the run has ended', () => {
    const lines = drawn(whole, 60).join('\n')
    expect(lines).toContain('orchestrator  0 at work')
    expect(lines).not.toContain('●')
    expect(lines).toMatch(/✓ \S+ {2}\d+ done/)
  })
})

describe('a line', () => {
  test.each([
    ['plain words', 11],
    ['日本語', 6],
    ['é combined e\u0301', 12],
    ['🚀 up', 5],
  ])('%s takes at most %i columns', (text, columns) => expect(widthOf(text)).toBe(columns))

  test('is cut by columns, not by characters, and says so', () => {
    expect(paint(fitted([words('日本語の基礎')], 7), null)).toBe('日本語…')
    expect(paint(fitted([words('ab'), words('cdef')], 4), null)).toBe('abc…')
    expect(paint(fitted([words('abcd')], 4), null)).toBe('abcd')
    expect(startOf('日本', 3)).toBe('日')
  })

  test('never holds a control code, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(paint([words(text)], null)).not.toMatch(controls)
      }),
    )
  })
})

describe('numbers on the screen', () => {
  test.each([
    [0, '0:00'],
    [65_000, '1:05'],
    [3_725_000, '1:02:05'],
  ])('%i ms of running time are %s', (milliseconds, text) => expect(clock(milliseconds)).toBe(text))

  test.each([
    [0.4, '0 ms'],
    [812, '812 ms'],
    [1_840, '1.8 s'],
    [42_000, '42 s'],
    [720_000, '12 min'],
    [12_600_000, '3.5 h'],
  ])('%d ms take %s', (milliseconds, text) => expect(roughly(milliseconds)).toBe(text))

  test('the ETA comes from the plan, then from the pace, and is unknown when neither says anything', () => {
    const begun = emptyState()
    apply(begun, whole[0] ?? fail())
    expect(etaWords(begun, 4_000, 10_000)).toBe('ETA 0:06')
    expect(etaWords(begun, 11_000, 10_000)).toBe('ETA unknown')
    expect(etaWords(begun, 4_000, null)).toBe('ETA unknown')
    const half = emptyState()
    for (const event of whole) {
      if (progress(half) >= 0.5) break
      apply(half, event)
    }
    const share = progress(half)
    expect(etaWords(half, 60_000, null)).toBe(`ETA ${clock((60_000 * (1 - share)) / share)}`)
  })

  test('a run without a price costs nothing to a model; an unknown price stays unknown', () => {
    expect(costWords(emptyState())).toBe('no model cost')
    const priced = emptyState()
    for (const event of syntheticRun({ priced: true })) apply(priced, event)
    expect(costWords(priced)).toMatch(/^\$\d+\.\d\d$|^cost unknown$/)
  })
})

function fail(): never {
  throw new Error('the synthetic run is empty')
}
