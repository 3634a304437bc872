import { literalsOf, type Secret } from './literals.ts'
import { shapes } from './patterns.ts'
import { replace, searchFor } from './search.ts'
import { openStream, type RedactionStream } from './stream.ts'

/** Hides secrets in text. One instance serves every door of a run. */
export interface Redactor {
  /** The text without secrets; the same string when there were none. */
  text(text: string): string
  /** For text that comes in pieces: a secret split over pieces is hidden all the same. */
  stream(): RedactionStream
}

interface RedactorOptions {
  /** Hidden exactly, in every form in which they travel; those shorter than four characters are not. */
  readonly values: readonly Secret[]
  /** Whether secrets known by their shape are hidden too. Default true. */
  readonly patterns?: boolean
}

/** Makes a redactor. Each secret is replaced by `[redacted:NAME]`, in time linear in the text, whatever the text. */
export function createRedactor({ values, patterns = true }: RedactorOptions): Redactor {
  const search = searchFor(literalsOf(values), patterns ? shapes : [])
  return {
    text: (text) => replace(text, search(text).ranges),
    stream: () => openStream(search),
  }
}
