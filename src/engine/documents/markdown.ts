/**
 * Repository text as plain Markdown prose on one line: every sign that Markdown, HTML or an autolinker would act on
 * is escaped, and every invisible sign is made visible.
 */
export function escapeInline(text: string): string {
  const line = oneLine(text)
    .replace(/[\\`*[\]<~$]|&(?=#?\w{1,40};)/g, '\\$&')
    .replace(/_/g, escapeUnderscore)
    .replace(/:\/\//g, '\\://')
    .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}\\.`)
  return escapeLineStart(line)
}

/** As `escapeInline`, for one cell of a table. Empty text stays a cell. */
export function escapeCell(text: string): string {
  return escapeInline(text).replace(/\|/g, '\\|') || ' '
}

/** Repository text as a code block: nothing in it can end the block. `language` is dropped unless it is one word. */
export function fence(text: string, language: string): string {
  const body = neutralise(text.replace(/\r\n?/g, '\n'))
  const rail = '`'.repeat(Math.max(3, longestRun(body) + 1))
  const word = /^[a-z0-9+#-]{1,20}$/i.test(language) ? language : ''
  return `${rail}${word}\n${body.replace(/\n+$/, '')}\n${rail}`
}

/** A name, path or command as code within a line of prose. */
export function codeSpan(text: string): string {
  const line = oneLine(text)
  if (line === '') return ''
  const rail = '`'.repeat(longestRun(line) + 1)
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return `${rail}${pad}${line}${pad}${rail}`
}

/** As `codeSpan`, for a table's cell, where a bar ends the cell even within code. */
export function codeCell(text: string): string {
  return codeSpan(text).replace(/\|/g, '\\|') || ' '
}

/**
 * Makes harmless what a terminal or a reader's eye could be fooled by: control characters and ANSI escapes become
 * their pictures, marks that reorder or hide text become their code points. Line breaks and tabs stay.
 */
export function neutralise(text: string): string {
  return text.toWellFormed().replace(unsafe, picture)
}

/** The first `length` characters, with a mark where it was cut. A character outside the basic plane is never halved. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text
  return `${text
    .slice(0, length - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}…`
}

const unsafe =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

function picture(mark: string): string {
  const code = mark.codePointAt(0) ?? 0
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  if (code === 0x7f) return '\u2421'
  return `\\u{${code.toString(16)}}`
}

function oneLine(text: string): string {
  return neutralise(text.replace(/[\r\n\t]+/g, ' ')).trim()
}

/** An underscore inside a word is only an underscore; snake_case stays readable. */
function escapeUnderscore(mark: string, at: number, whole: string): string {
  const inWord = /[A-Za-z0-9]/.test(whole[at - 1] ?? '') && /[A-Za-z0-9]/.test(whole[at + 1] ?? '')
  return inWord ? mark : `\\${mark}`
}

/** What would begin a heading, a list, a rule or a quotation at the start of a line. */
function escapeLineStart(line: string): string {
  return line.replace(/^(?:[#>+=-]|\d{1,9}(?=[.)]))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`))
}

function longestRun(text: string): number {
  let longest = 0
  for (const run of text.matchAll(/`+/g)) longest = Math.max(longest, run[0].length)
  return longest
}
