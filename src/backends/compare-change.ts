import { guardDiff } from '../domain/diff-guard.ts'
import { applyEdits } from '../domain/edit.ts'
import type { Redactor } from '../ports/redactor.ts'
import type { Answered, MaterialOf } from './answered.ts'

/**
 * Reviews a change without a model: a mechanical one must be exactly what its finding proposes, computed again; none may
 * make a test weaker, a check quieter, or move a note instead of the work.
 */
export async function compareChange(change: MaterialOf<'review'>, redactor: Redactor): Promise<Answered> {
  if (!change.mechanical && change.check === null)
    return { ok: false, needs: 'a reviewer with a model: the change was made by judgement' }
  const objections = guardDiff(change.files, (line) => redactor.text(line) !== line).map(
    ({ path, line, says }) => `${path}:${line}: ${says}`,
  )
  const reasons = [...objections, ...(change.mechanical ? differences(change) : [])].slice(0, 100)
  const approved = reasons.length === 0
  const summary = approved ? `${change.files.length} files are what they claim to be` : `${reasons.length} objections`
  return { ok: true, report: { outcome: 'done', summary, review: { approved, reasons } } }
}

/** Where the change is not what the finding's edits give, and which of them are missing. */
function differences({ finding, files }: MaterialOf<'review'>): readonly string[] {
  const edits = Map.groupBy(finding?.fix.edits ?? [], ({ file }) => file)
  const wrong = files.flatMap(({ path, before, after }) => {
    const own = edits.get(path)
    if (own === undefined) return [`${path}: the finding proposes no change of this file`]
    const expected = applyEdits(before, own)
    if (!expected.ok) return [expected.reason]
    return expected.text === after ? [] : [`${path}: it is not what the finding proposes`]
  })
  const touched = new Set(files.map(({ path }) => path))
  const missing = [...edits.keys()].filter((path) => !touched.has(path))
  return [...wrong, ...missing.map((path) => `${path}: the finding proposes a change that was not made`)]
}
