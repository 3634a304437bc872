import { z } from 'zod'
import { RelativePath } from './relative-path.ts'

const lines = z.array(z.string().max(10_000)).max(5_000)

/** A mechanical change of whole lines: at `line`, exactly these lines go and those come. */
export const Edit = z.object({
  file: RelativePath,
  /** From 1, in the file as the finding saw it. One past the end appends; line 1 with nothing removed may make a new file. */
  line: z.int().min(1),
  remove: lines,
  insert: lines,
})
export type Edit = z.infer<typeof Edit>

export type Edited = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string }

/**
 * The text after the edits of one file, which all name lines of the text before. Line ends stay as the file has them.
 * Refused when a line to remove is not what stands there, or two edits touch the same lines.
 */
export function applyEdits(before: string | null, edits: readonly Edit[]): Edited {
  const end = before?.includes('\r\n') === true ? '\r\n' : '\n'
  const { lines: old, closed } = split(before ?? '')
  const result: string[] = []
  let at = 0
  for (const edit of edits.toSorted((a, b) => a.line - b.line)) {
    const start = edit.line - 1
    if (start < at) return refuse(edit, 'another edit has already changed these lines')
    if (start > old.length) return refuse(edit, `the file has ${old.length} lines`)
    const wrong = edit.remove.findIndex((line, index) => old[start + index] !== line)
    if (wrong !== -1) return refuse(edit, `line ${edit.line + wrong} is not what the finding saw`)
    result.push(...old.slice(at, start), ...edit.insert)
    at = start + edit.remove.length
  }
  result.push(...old.slice(at))
  const text = result.join(end)
  return { ok: true, text: result.length > 0 && (closed || before === null) ? `${text}${end}` : text }
}

function split(text: string): { readonly lines: readonly string[]; readonly closed: boolean } {
  if (text === '') return { lines: [], closed: true }
  const lines = text.split(/\r?\n/)
  const closed = lines.at(-1) === ''
  return { lines: closed ? lines.slice(0, -1) : lines, closed }
}

function refuse({ file }: Edit, reason: string): Edited {
  return { ok: false, reason: `${file}: ${reason}` }
}
