import { applyEdits } from '../../../src/domain/edit.ts'
import { collectors, inspectors } from '../../../src/inspectors/catalog.ts'
import { inspect } from '../../support/inspect.ts'

type Files = Readonly<Record<string, string>>

/** The files that one rule's edits change, as they stand afterwards; without the second audit that `mend` makes. */
export async function applied(rule: string, files: Files): Promise<Files> {
  const inspector = inspectors.find(({ id }) => id === rule)
  if (inspector === undefined) throw new Error(`there is no rule ${rule}`)
  const { drafts } = await inspect(inspector, collectors, { ...files })
  const edits = drafts.flatMap(({ fix }) => fix.edits ?? [])
  const texts = [...Map.groupBy(edits, ({ file }) => file)].map(([file, own]) => {
    const result = applyEdits(files[file] ?? null, own)
    if (!result.ok) throw new Error(result.reason)
    return [file, result.text] as const
  })
  return Object.fromEntries(texts)
}
