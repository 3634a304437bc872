import { styleText } from 'node:util'
import { visible } from '../../redact/terminal.ts'
import { startOf, widthOf } from './width.ts'

export type Tone = 'plain' | 'bold' | 'dim' | 'good' | 'bad' | 'warn' | 'work'

/** A piece of a line. Made by `words` only, so that nothing in it can move the cursor. */
export interface Span {
  readonly text: string
  readonly tone: Tone
}

/** One line of a screen, before it is cut to a width and coloured. */
export type Line = readonly Span[]

/** Text from anywhere as a span of one line. */
export function words(text: string, tone: Tone = 'plain'): Span {
  return { text: visible(text).replace(/[\n\t]+/g, ' '), tone }
}

/** The line cut to so many columns; a cut one ends in an ellipsis. */
export function fitted(line: Line, columns: number): Line {
  if (line.reduce((sum, { text }) => sum + widthOf(text), 0) <= columns) return line
  const kept: Span[] = []
  let left = Math.max(0, columns - 1)
  for (const { text, tone } of line) {
    const start = startOf(text, left)
    kept.push({ text: start, tone })
    left -= widthOf(start)
    if (start.length < text.length) break
  }
  return columns > 0 ? [...kept, words('…', 'dim')] : []
}

/** The line as text. `colours` is the stream that will show it, whose wishes (NO_COLOR, depth) are kept; null: no colours. */
export function paint(line: Line, colours: NodeJS.WritableStream | null): string {
  if (colours === null) return line.map(({ text }) => text).join('')
  return line
    .map(({ text, tone }) => (text === '' ? '' : styleText([...formats[tone]], text, { stream: colours })))
    .join('')
}

const formats = {
  plain: [],
  bold: ['bold'],
  dim: ['dim'],
  good: ['green'],
  bad: ['red'],
  warn: ['yellow'],
  work: ['cyan'],
} as const satisfies Record<Tone, readonly Parameters<typeof styleText>[0][]>
