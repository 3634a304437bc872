/** Colours, cursor movements, titles and links of terminals. */
const sequence = /\u001b(?:\[[0-9;:?]{0,40}[ -/]{0,4}[@-~]|\][^\u0007\u001b]{0,500}(?:\u0007|\u001b\\)|[@-Z\\-_])/g

/** Output as plain text: no colours, no control characters, lines as a terminal would leave them. */
export function plainText(output: string): string {
  return output
    .replace(sequence, '')
    .replace(/\r\n/g, '\n')
    .replace(/\r/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
}

/** Head and tail of a text that is longer than the limit; the tail, where runners sum up, gets three quarters. */
export function excerpt(output: string, limit = 8_000): string {
  const text = plainText(output).trim()
  if (text.length <= limit) return text
  const head = Math.floor(limit / 4)
  const tail = limit - head
  return `${text.slice(0, head).toWellFormed()}\n[… ${text.length - limit} characters left out …]\n${text.slice(-tail).toWellFormed()}`
}
