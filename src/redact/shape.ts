/** Where a key shape was seen. Positions count UTF-16 code units. */
export interface Sighting {
  /** From the first character that the judgement needed, for example the name in front of an assigned value. */
  readonly begins: number
  /** What is replaced. */
  readonly from: number
  readonly to: number
  /** It may go on after the end of the text: a stream waits for more, a whole text redacts what is there if `isSure`. */
  readonly isOpen?: boolean
  readonly isSure?: boolean
}

/** A well-known kind of secret: the literals that betray it, and the judgement of one place, in bounded time. */
export interface Shape {
  readonly name: string
  /** Found without regard to case; `judge` decides about case itself. */
  readonly anchors: readonly string[]
  /** `at` is where the anchor begins, `end` where it ends. */
  readonly judge: (text: string, at: number, end: number) => Sighting | null
}

/** A shape that is one token beginning with its anchor. The pattern is sticky and every quantifier in it is bounded. */
export function token(
  name: string,
  anchors: readonly string[],
  pattern: RegExp,
  accepts: (token: string) => boolean = () => true,
): Shape {
  return {
    name,
    anchors,
    judge(text, at) {
      // The word's beginning is judged first: it is cheap, and hostile text repeats an anchor without one.
      const found = startsWord(text, at) ? matchAt(pattern, text, at) : null
      if (found === null || !accepts(found)) return null
      return { begins: at, from: at, to: at + found.length }
    },
  }
}

export function matchAt(sticky: RegExp, text: string, at: number): string | null {
  sticky.lastIndex = at
  return sticky.exec(text)?.[0] ?? null
}

/** Longest escape in front of a word that ends in a letter or digit: `\u003d`, or a colour code of a terminal. */
const longestEscape = 16
const endsInEscape = /(?:\\[nrtbfv0]|%[0-9a-f]{2}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\x1b\[[0-9;]{0,12}m)$/i

/** Whether a word begins here: after no letter or digit, or after an escape that happens to end in one. */
export function startsWord(text: string, at: number): boolean {
  if (at === 0 || !/[A-Za-z0-9_]/.test(text[at - 1] ?? '')) return true
  return endsInEscape.test(text.slice(Math.max(0, at - longestEscape), at))
}
