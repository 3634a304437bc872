/**
 * Makes text from outside safe to show on a terminal: whatever could move the cursor, hide, reorder or reprogram becomes a
 * visible escape. Line feeds and tabs stay.
 */
export function visible(text: string): string {
  return dangerous.test(text) ? text.replace(everyDangerous, escaped) : text
}

/** C0 except tab and line feed, DEL and C1, marks of direction, width nothing, invisible operators, tags, fillers, lone surrogates. */
const forbidden = [
  '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f',
  '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5',
  '\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f',
  '\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb',
  '\\ud800-\\udfff',
  '\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}',
].join('')

const dangerous = new RegExp(`[${forbidden}]`, 'u')
const everyDangerous = new RegExp(`[${forbidden}]`, 'gu')

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
