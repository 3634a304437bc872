export type ShellWords =
  | { readonly ok: true; readonly words: readonly string[] }
  /** `position` counts characters from 0. */
  | { readonly ok: false; readonly position: number; readonly problem: string }

/** What only a shell understands. Commands run without one. */
const shellOnly = /[$`;|&<>(){}*?~#!\n]/

/** Splits a command into program and arguments: quotes and backslashes as a shell reads them, and nothing else a shell does. */
export function shellWords(text: string): ShellWords {
  const words: string[] = []
  let word: string | null = null
  let quote: '"' | "'" | null = null
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (quote === null && /[ \t]/.test(char)) {
      if (word !== null) words.push(word)
      word = null
    } else if (char === quote) quote = null
    else if (quote === null && (char === '"' || char === "'")) {
      quote = char
      word ??= ''
    } else if (char === '\\' && quote !== "'") {
      at += 1
      word = (word ?? '') + text.charAt(at)
    } else if (quote !== "'" && shellOnly.test(char) && (quote === null || /[$`]/.test(char)))
      return refuse(at, `"${char}" needs a shell, and commands run without one; put it into a script of the repository`)
    else word = (word ?? '') + char
  }
  if (quote !== null) return refuse(text.length, `has a ${quote} that is not closed`)
  return { ok: true, words: word === null ? words : [...words, word] }
}

function refuse(position: number, problem: string): ShellWords {
  return { ok: false, position, problem }
}
