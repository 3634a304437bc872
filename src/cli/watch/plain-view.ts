import type { Fact, LedgerEvent } from '../../domain/event.ts'
import type { RunState } from '../../domain/state.ts'
import { clock } from '../draw/duration.ts'
import type { Terminal } from '../terminal.ts'
import { eventLine } from './event-line.ts'
import { RunningTime } from './running-time.ts'
import type { View } from './view.ts'
import { Waiting } from './waiting.ts'

/** Milliseconds without a line after which a pipe is told what is awaited. */
const longestSilence = 30_000

/** A line per meaningful event, with the running time at which it happened; in a long silence, what is awaited. */
export function plainView(terminal: Terminal, silenceMs = longestSilence): View {
  const [time, waiting, checks] = [new RunningTime(), new Waiting(), new ClosingChecks()]
  let timer: NodeJS.Timeout | null = null
  const rest = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => line(time.now, waiting.words()), silenceMs)
  }
  const line = (at: number, text: string): void => {
    terminal.say(`${clock(at).padStart(7)}  ${text}`)
    rest()
  }
  rest()
  return {
    see: (event: LedgerEvent, state: RunState) => {
      time.see(state)
      waiting.see(event, state)
      const said = checks.isKnown(event.fact) ? null : eventLine(event.fact, state)
      if (said !== null) line(state.now, said)
    },
    tell: (sentence) => line(time.now, sentence),
    close: () => {
      if (timer !== null) clearTimeout(timer)
    },
  }
}

/** Checks on the tip: they run before work beyond the order and again at the end, where only what differs is news. */
class ClosingChecks {
  readonly #told = new Map<string, string>()

  /** Whether the same outcome on the same commit was told before; remembers it. */
  isKnown(fact: Fact): boolean {
    if (fact.type !== 'check.ended' || fact.at !== 'end') return false
    const { commit, outcome, passed, failed, errors, flaky } = fact
    const now = JSON.stringify([commit, outcome, passed, failed, errors, flaky])
    const isKnown = this.#told.get(fact.suite) === now
    this.#told.set(fact.suite, now)
    return isKnown
  }
}

/** A line of JSON per event, whole. */
export function jsonView(terminal: Terminal): View {
  return {
    see: (event) => terminal.record({ type: 'event', ...event }),
    tell: (sentence) => terminal.record({ type: 'notice', message: sentence }),
    close: () => {},
  }
}

/** Nothing but what a person must know. */
export function quietView(terminal: Terminal): View {
  const tell = (sentence: string): void =>
    terminal.json ? terminal.record({ type: 'notice', message: sentence }) : terminal.complain(sentence)
  return { see: () => {}, tell, close: () => {} }
}
