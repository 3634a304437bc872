/** One word, sign, number or string of Python, with its place. */
export interface Token {
  readonly text: string
  readonly from: number
  readonly to: number
}

/** A logical line. */
export type Line = readonly Token[]

/** Logical lines: a line break in brackets or behind a backslash ends none. */
export function linesOf(text: string): readonly Line[] {
  const lines: Token[][] = [[]]
  let depth = 0
  for (const { 0: found, index } of text.matchAll(tokens)) {
    if (found === '\n' && depth === 0) lines.push([])
    if (/^(?:#|\\\r?\n|\s)/.test(found)) continue
    depth = Math.max(0, depth + change(found))
    lines.at(-1)?.push({ text: found, from: index, to: index + found.length })
  }
  return lines
}

const tokens = new RegExp(
  [
    /"""(?:[^\\"]|\\[\s\S]?|"(?!""))*(?:"""|$)/,
    /'''(?:[^\\']|\\[\s\S]?|'(?!''))*(?:'''|$)/,
    /"(?:[^\\"\n]|\\[\s\S]?)*"?/,
    /'(?:[^\\'\n]|\\[\s\S]?)*'?/,
    /#[^\n]*/,
    /[\p{L}_][\p{L}\p{M}\p{N}_]*/u,
    /\d[\d_]*/,
    /:=/,
    /\\\r?\n/,
    /\n/,
    /[^\S\n]+/,
    /[\s\S]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
)

/** Up to the colon that ends the head of a compound statement; empty for a line without one. */
export function headOf(line: Line): Line {
  const depths = depthsOf(line)
  const colon = line.findIndex(({ text }, index) => text === ':' && depths[index] === 0)
  return line.slice(0, Math.max(0, colon))
}

/** Index of the bracket that closes the one at an index; the last index when none does. */
export function closing(line: Line, open: number): number {
  let depth = 0
  for (let index = open; index < line.length; index += 1) {
    depth += change(line[index]?.text ?? '')
    if (depth === 0) return index
  }
  return line.length - 1
}

/** How many brackets are open around each token; a bracket counts as outside of itself. */
export function depthsOf(line: Line): readonly number[] {
  let depth = 0
  return line.map(({ text }) => {
    const by = change(text)
    depth += by
    return by > 0 ? depth - 1 : depth
  })
}

export function change(text: string): number {
  if (text === '(' || text === '[' || text === '{') return 1
  return text === ')' || text === ']' || text === '}' ? -1 : 0
}
