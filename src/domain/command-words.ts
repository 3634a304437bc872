export type Words =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly reason: string }

/** What only a shell understands, outside of quotes. */
const shellOnly = new Set([...'$`;|&<>()*?\n'])
/** What a shell still reads between double quotes. */
const shellInQuotes = new Set([...'$`'])

/** Splits a command line into words: blanks part, quotes hold together, a backslash takes one character as it is. */
export function splitWords(line: string): Words {
  const words: string[] = []
  let word: string | null = null
  let quote: string | null = null
  for (let at = 0; at < line.length; at++) {
    const sign = line.charAt(at)
    if (quote === sign) quote = null
    else if (quote === "'") word = `${word ?? ''}${sign}`
    else if (sign === '\\' && at + 1 < line.length) word = `${word ?? ''}${line.charAt(++at)}`
    else if (refused(sign, quote)) return { ok: false, reason: needsShell(sign) }
    else if (quote !== null) word = `${word ?? ''}${sign}`
    else if (sign === '"' || sign === "'") [quote, word] = [sign, word ?? '']
    else if (sign !== ' ' && sign !== '\t') word = `${word ?? ''}${sign}`
    else if (word !== null) word = push(words, word)
  }
  if (quote !== null) return { ok: false, reason: `a quote ${quote} is opened and not closed` }
  if (word !== null) push(words, word)
  if (words.length === 0) return { ok: false, reason: 'there is no command in it' }
  if (/^[A-Za-z_]\w*=/.test(words[0] ?? '')) return { ok: false, reason: assignment(words[0] ?? '') }
  return { ok: true, words }
}

function refused(sign: string, quote: string | null): boolean {
  return quote === null ? shellOnly.has(sign) : shellInQuotes.has(sign)
}

function push(words: string[], word: string): null {
  words.push(word)
  return null
}

function needsShell(sign: string): string {
  const shown = sign === '\n' ? 'a line break' : `"${sign}"`
  return `${shown} needs a shell, and no shell runs it: write the command as a list of words, or put it into a script`
}

function assignment(word: string): string {
  return `"${word}" sets a variable, which needs a shell: let it through with "env", or put the command into a script`
}
