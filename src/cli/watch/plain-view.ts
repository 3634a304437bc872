import type { LedgerEvent } from '../../domain/event.ts'
import type { RunState } from '../../domain/state.ts'
import { clock } from '../draw/duration.ts'
import type { Terminal } from '../terminal.ts'
import { eventLine } from './event-line.ts'
import type { View } from './view.ts'

/** A line per meaningful event, with the running time at which it happened. */
export function plainView(terminal: Terminal): View {
  let now = 0
  const line = (text: string): void => terminal.say(`${clock(now).padStart(7)}  ${text}`)
  return {
    see: ({ fact }: LedgerEvent, state: RunState) => {
      now = state.now
      const said = eventLine(fact, state)
      if (said !== null) line(said)
    },
    tell: line,
    close: () => {},
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
