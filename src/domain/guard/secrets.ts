import type { FileChange } from './file-change.ts'
import type { Objection } from './objection.ts'
import { folded, Purse } from './purse.ts'

/** New lines with a secret in them; `isSecret` knows one. The line itself is never repeated. */
export function objectToSecrets(
  files: readonly FileChange[],
  isSecret: (line: string) => boolean,
): readonly Objection[] {
  const old = new Purse(files.flatMap(({ removed }) => removed.map(({ raw }) => folded(raw))))
  return files.flatMap(({ path, added }) =>
    added
      .filter(({ raw }) => !old.spend(folded(raw)) && isSecret(raw))
      .map(({ line }) => ({ path, line, what: 'secret-added' as const, text: '', says: 'this line holds a secret' })),
  )
}
