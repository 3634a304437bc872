import { type Findings, type Range, replace, type Search } from './search.ts'
import { longestKey } from './shapes/private-key.ts'

export interface RedactionStream {
  /** Takes the next piece, gives what is certain by now. */
  push(chunk: string): string
  /** Gives the rest. */
  end(): string
}

/** No judgement reaches further than this, so that text further back than this is certain. */
const window = longestKey + 1_024
/** What stays in front of uncertain text, because a judgement looks at what precedes a word. */
const context = 32

/**
 * Keeps back what could still become part of a secret: the current line, at most a window of it, and whatever the search
 * calls open. Looks again only when it can get further, so that many small pieces cost as much as a large one.
 */
export function openStream(search: Search): RedactionStream {
  let before = ''
  let pending = ''
  let lookAt = 0
  const look = (isLast: boolean): string => {
    const text = before + pending
    const findings = search(text)
    const cut = isLast ? text.length : cutOf(text, findings, before.length)
    const given = replace(text.slice(before.length, cut), within(findings.ranges, before.length, cut))
    lookAt = cut === before.length ? pending.length * 2 : 0
    before = text.slice(Math.max(0, cut - context), cut)
    pending = text.slice(cut)
    return given
  }
  return {
    push(chunk) {
      pending += chunk
      const mayAdvance = pending.length >= 2 * window || chunk.includes('\n')
      return mayAdvance && pending.length > lookAt ? look(false) : ''
    },
    end: () => (pending === '' ? '' : look(true)),
  }
}

/** The ranges of a stretch of text, counted from its beginning. */
function within(ranges: readonly Range[], start: number, end: number): readonly Range[] {
  return ranges
    .filter(({ from, to }) => to > start && from < end)
    .map(({ name, from, to }) => ({ name, from: Math.max(from, start) - start, to: Math.min(to, end) - start }))
}

/** The last place in front of which everything is certain, and which divides no secret. */
function cutOf(text: string, { openFrom, extents, ranges }: Findings, least: number): number {
  const line = text.lastIndexOf('\n') + 1
  let cut = Math.min(Math.max(line, text.length - window), openFrom)
  const whole = [...ranges, ...extents].sort((a, b) => b.from - a.from)
  for (const { from, to } of whole) if (from < cut && cut < to) cut = from
  return Math.max(cut, least)
}
