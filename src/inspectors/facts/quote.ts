import { type CodeEvidence, cite } from '../cite.ts'
import type { Snapshot } from '../snapshot.ts'
import { isSecretName } from './secret-name.ts'

/** Like `cite`, but a value that belongs to a secret's name, or a password in an address, is left out of the quote. */
export function citeWithoutValues(
  snapshot: Snapshot,
  file: string,
  line: number,
  role: CodeEvidence['role'] = 'primary',
): CodeEvidence {
  const evidence = cite(snapshot, file, line, { role })
  const cut = cutAt(evidence.quote)
  const quote = cut === null ? evidence.quote : evidence.quote.slice(0, cut).trim()
  return { ...evidence, quote }
}

/** What follows is no value but a place that holds one. */
const reads = /^\s*(?:process\.env|import\.meta|os\.(?:environ|getenv)|settings\.|config\.|env\()/

/** Where a value that must not be shown begins. */
function cutAt(quote: string): number | null {
  for (const match of quote.matchAll(/([A-Za-z_][\w-]*)["'}\])]*\s*(?::-|\?\?|\|\||[:=,])/g)) {
    const end = match.index + match[0].length
    if (isSecretName(match[1] ?? '') && !reads.test(quote.slice(end))) return end
  }
  const address = /:\/\/[^\s/@'"]*:[^\s/@'"]*@/.exec(quote)
  return address === null ? null : address.index + '://'.length
}
