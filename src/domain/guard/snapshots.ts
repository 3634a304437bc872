import type { FileChange } from './file-change.ts'
import { nameOf } from './language.ts'
import type { Objection } from './objection.ts'
import { folded, Purse } from './purse.ts'

/** Stored snapshots that were rewritten to what the code now gives. New ones, and moved ones, are none. */
export function objectToSnapshots(files: readonly FileChange[]): readonly Objection[] {
  const stored = files.filter(({ path }) => /\.snap$/.test(nameOf(path)) || /(?:^|\/)__snapshots__\//.test(path))
  const now = new Purse(stored.flatMap(({ after }) => after.filter(hasContent).map(({ raw }) => folded(raw))))
  return stored.flatMap(({ path, before }) => {
    const gone = before.filter(hasContent).filter(({ raw }) => !now.spend(folded(raw)))
    const [first] = gone
    if (first === undefined) return []
    const says = 'a stored snapshot is rewritten; say why what it held was wrong'
    return [{ path, line: first.line, what: 'snapshot-rewritten', text: first.raw.slice(0, 200), says }]
  })
}

/** A test that was renamed has its snapshot under a new name. */
function hasContent({ raw }: { readonly raw: string }): boolean {
  return /\w/.test(raw) && !/^exports\[/.test(raw)
}
