/**
 * Makes text from outside safe to show on a terminal: whatever could move the cursor, hide, reorder or reprogram becomes a
 * visible escape. Line feeds and tabs stay.
 */
export function visible(text: string): string {
  return dangerous.test(text) ? text.replace(everyDangerous, escaped) : text
}

/** What Unicode calls control, format, surrogate or line separator, and what else shows nothing: joiners, fillers, selectors, tags. */
const forbidden =
  '(?![\\n\\t])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}' +
  '\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\uffa0\\ufff0-\\ufff8' +
  '\\u{e0000}-\\u{e0fff}]'

const dangerous = new RegExp(forbidden, 'u')
const everyDangerous = new RegExp(forbidden, 'gu')

const named: ReadonlyMap<string, string> = new Map([
  ['\r', '\\r'],
  ['\b', '\\b'],
  ['\u0007', '\\a'],
  ['\u001b', '\\e'],
  ['\0', '\\0'],
])

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const name = named.get(character)
  if (name !== undefined) return name
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`
}
