import type { Language } from './language.ts'

/** One line, taken apart. `text` and `code` have the same length, so that a place in one is a place in the other. */
export interface SourceLine {
  /** From 1. */
  readonly line: number
  readonly raw: string
  /** Without comments. */
  readonly text: string
  /** Without comments, each character of a string's content replaced by `filler`. */
  readonly code: string
  /** What its comments say. */
  readonly comment: string
}

/** No word character and no sign of any language. */
const filler = '\u00b7'

/** No rule needs more of a line, and a longer one is not written by hand. */
const longestLine = 2_000

interface Grammar {
  readonly line: readonly string[]
  readonly block: boolean
  readonly quotes: string
  /** Strings that run over several lines. */
  readonly long: readonly string[]
}

const grammars: Readonly<Record<Language, Grammar>> = {
  script: { line: ['//'], block: true, quotes: `'"`, long: ['`'] },
  python: { line: ['#'], block: false, quotes: `'"`, long: ['"""', "'''"] },
  go: { line: ['//'], block: true, quotes: `'"`, long: ['`'] },
  rust: { line: ['//'], block: true, quotes: '"', long: [] },
  json: { line: ['//'], block: true, quotes: '"', long: [] },
  hash: { line: ['#'], block: false, quotes: `'"`, long: [] },
  prose: { line: [], block: false, quotes: '', long: [] },
  other: { line: ['//', '#', '--'], block: true, quotes: `'"`, long: [] },
}

/** Takes a text apart in one pass. What stays open at a line's end is no string, except where the language has long ones. */
export function readSource(lines: readonly string[], language: Language): readonly SourceLine[] {
  const reader = new Reader(grammars[language], language === 'script')
  return lines.map((raw, index) => reader.read(raw.slice(0, longestLine), index + 1))
}

class Reader {
  readonly #grammar: Grammar
  readonly #hasRegex: boolean
  /** What ends the comment or string that is open over a line's end. */
  #open: string | null = null

  constructor(grammar: Grammar, hasRegex: boolean) {
    this.#grammar = grammar
    this.#hasRegex = hasRegex
  }

  read(raw: string, line: number): SourceLine {
    let [text, code, comment] = ['', '', '']
    const dead = new Set<string>()
    for (let at = 0; at < raw.length; ) {
      const piece = this.#next(raw, at, { code, dead })
      const length = piece.end - at
      const part = raw.slice(at, piece.end)
      text += piece.kind === 'comment' ? ' '.repeat(length) : part
      code += piece.kind === 'code' ? part : (piece.kind === 'comment' ? ' ' : filler).repeat(length)
      if (piece.kind === 'comment') comment += part
      at = piece.end
    }
    return { line, raw, text, code, comment }
  }

  #next(raw: string, at: number, { code, dead }: { readonly code: string; readonly dead: Set<string> }): Piece {
    if (this.#open !== null) return this.#close(raw, at, this.#open)
    const { line, block, quotes, long } = this.#grammar
    if (line.some((sign) => raw.startsWith(sign, at) && (sign === '//' || isWordStart(raw, at))))
      return { kind: 'comment', end: raw.length }
    if (block && raw.startsWith('/*', at)) return this.#begin(raw, at, { opens: '/*', closes: '*/' })
    const opening = long.find((quote) => raw.startsWith(quote, at))
    if (opening !== undefined) return this.#begin(raw, at, { opens: opening, closes: opening })
    const sign = raw[at] ?? ''
    if (quotes.includes(sign) && !dead.has(sign)) {
      const end = endOfString(raw, at + 1, sign)
      if (end !== null) return { kind: 'string', end }
      // From here on no such quote closes on this line: to look again for each would cost the square of its length.
      dead.add(sign)
    }
    if (this.#hasRegex && sign === '/' && !dead.has('/') && mayBeginRegex(code)) {
      const end = endOfString(raw, at + 1, '/')
      if (end !== null) return { kind: 'string', end }
      dead.add('/')
    }
    return { kind: 'code', end: endOfPlain(raw, at + 1) }
  }

  #begin(raw: string, at: number, { opens, closes }: { readonly opens: string; readonly closes: string }): Piece {
    this.#open = closes
    return this.#close(raw, at + opens.length, closes)
  }

  #close(raw: string, from: number, closes: string): Piece {
    const end = raw.indexOf(closes, from)
    if (end !== -1) this.#open = null
    return { kind: closes === '*/' ? 'comment' : 'string', end: end === -1 ? raw.length : end + closes.length }
  }
}

interface Piece {
  readonly kind: 'code' | 'string' | 'comment'
  readonly end: number
}

/** Up to the next sign that may begin a string or a comment in some language. */
function endOfPlain(raw: string, from: number): number {
  const plain = /[^'"`#/-]*/y
  plain.lastIndex = from
  return from + (plain.exec(raw)?.[0].length ?? 0)
}

function endOfString(raw: string, from: number, quote: string): number | null {
  for (let at = from; at < raw.length; at++) {
    if (raw[at] === '\\') at++
    else if (raw[at] === quote) return at + 1
  }
  return null
}

function isWordStart(raw: string, at: number): boolean {
  return at === 0 || /\s/.test(raw[at - 1] ?? '')
}

/** A slash after these begins a pattern; after a name or a bracket that closes it divides. */
function mayBeginRegex(code: string): boolean {
  const last = code.slice(-40).trimEnd()
  return last === '' || /[([{,;:=!&|?+*%~^<>-]$/.test(last) || /\b(?:return|typeof|case|in|of)$/.test(last)
}
