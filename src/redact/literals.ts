import { formsOf } from './canary-forms.ts'

/** A value to hide and the name that stands for it. */
export interface Secret {
  readonly name: string
  readonly value: string
}

export interface Literal {
  readonly name: string
  readonly text: string
}

/** Shorter values are not hidden: they would eat the text. */
const shortestValue = 4
const shortestLine = 16
const longestLiteral = 128

/** What to look for: every form of every value, long ones in pieces. A value of several lines is also hidden line by line. */
export function literalsOf(secrets: readonly Secret[]): readonly Literal[] {
  return secrets.flatMap(({ name, value }) => {
    const forms = new Set(wantedOf(value).flatMap(formsOf))
    return [...forms].flatMap(piecesOf).map((text) => ({ name, text }))
  })
}

function wantedOf(value: string): readonly string[] {
  const lines = value.split('\n').map((line) => line.trim())
  const alone = lines.length > 1 ? lines.filter((line) => line.length >= shortestLine) : []
  return [...new Set([value, value.trim(), ...alone])].filter((one) => one.length >= shortestValue)
}

/** Pieces that cover the whole text; found side by side, they make one range. */
function piecesOf(text: string): readonly string[] {
  if (text.length <= longestLiteral) return [text]
  const pieces: string[] = []
  for (let at = 0; at < text.length; at += longestLiteral) {
    // The last piece reaches back, so that it is never a few letters that occur everywhere.
    const start = Math.min(at, text.length - longestLiteral / 2)
    pieces.push(text.slice(start, at + longestLiteral))
  }
  return pieces
}
