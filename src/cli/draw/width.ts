/**
 * Columns that a text takes on a terminal, counted so that it never takes more than said. The text holds no control
 * characters: it went through `visible`.
 */
export function widthOf(text: string): number {
  if (narrow.test(text)) return text.length
  let width = 0
  for (const sign of text) width += widthOfSign(sign)
  return width
}

/** The longest start of a text that takes at most so many columns. */
export function startOf(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  let start = ''
  let left = columns
  for (const sign of text) {
    left -= widthOfSign(sign)
    if (left < 0) break
    start += sign
  }
  return start
}

const narrow = /^[\x20-\x7e]*$/
const wide =
  /[\p{Emoji_Presentation}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Bopomofo}\p{sc=Yi}\u3000-\u303f\u30fb-\u30ff\uff01-\uff60\uffe0-\uffe6\u{1f000}-\u{1faff}]/u
const overlaid = /[\p{Mn}\p{Me}]/u

function widthOfSign(sign: string): number {
  if (overlaid.test(sign)) return 0
  return wide.test(sign) ? 2 : 1
}
