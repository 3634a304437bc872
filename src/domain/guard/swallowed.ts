import type { FileChange } from './file-change.ts'
import type { Language } from './language.ts'
import type { Objection } from './objection.ts'
import { Purse } from './purse.ts'
import type { SourceLine } from './source.ts'

interface Swallowing {
  readonly line: number
  readonly key: string
  readonly says: string
}

/** Errors that nobody hears of any more: catches that are empty now, and excepts that take everything. */
export function objectToSwallowing(file: FileChange): readonly Objection[] {
  const old = new Purse(swallowings(file.before, file.language).map(({ key }) => key))
  return swallowings(file.after, file.language)
    .filter(({ key }) => !old.spend(key))
    .map(({ line, says }) => {
      const text = file.after[line - 1]?.raw.trim().slice(0, 200) ?? ''
      return { path: file.path, line, what: 'error-swallowed', text, says }
    })
}

function swallowings(lines: readonly SourceLine[], language: Language): readonly Swallowing[] {
  const written = lines.filter(({ code }) => code.trim() !== '')
  return written.flatMap(({ code, line }, index) => {
    const says = swallows(code.trim(), (written[index + 1]?.code ?? '').trim(), language)
    return says === null ? [] : [{ line, key: says, says }]
  })
}

function swallows(code: string, next: string, language: Language): string | null {
  switch (language) {
    case 'python':
      return inPython(code, next)
    case 'go':
      return /\bif err != nil \{$/.test(code) && next === '}' ? 'an error is asked for and then dropped' : null
    case 'script':
    case 'other':
      return inScript(code, next)
    case 'rust':
    case 'json':
    case 'hash':
    case 'prose':
      return null
  }
}

function inScript(code: string, next: string): string | null {
  const isEmpty = /\bcatch\s*(?:\([^()]{0,200}\))?\s*\{\s*\}/.test(code)
  const isOpen = /\bcatch\s*(?:\([^()]{0,200}\))?\s*\{$/.test(code)
  if (isEmpty || (isOpen && next.startsWith('}'))) return 'a catch is empty'
  const isSilent = /\.catch\(\s*(?:noop|\(?\w{0,40}\)?\s*=>\s*(?:\{\s*\}|undefined|void 0))\s*\)/.test(code)
  return isSilent ? 'a rejection is caught and dropped' : null
}

function inPython(code: string, next: string): string | null {
  if (/\bsuppress\((?:BaseException|Exception)\)/.test(code)) return 'every exception is suppressed'
  const found = /^except\b([^:]{0,200}):\s*(.*)$/.exec(code)
  if (found === null) return null
  const body = found[2] === '' ? next : found[2]
  if (/^(?:pass|\.\.\.)$/.test(body ?? '')) return 'an exception is caught and dropped'
  return found[1]?.trim() === '' ? 'a bare except catches everything' : null
}
