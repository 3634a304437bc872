import type { Hunk } from '../domain/change.ts'
import { EchelonError } from '../domain/errors.ts'

/** What a patch says of one file. */
export interface Patch {
  readonly binary: boolean
  readonly hunks: readonly Hunk[]
}

interface Open {
  binary: boolean
  hunks: { header: string; oldStart: number; newStart: number; removed: string[]; added: string[] }[]
}

/**
 * Reads a patch without context lines. Line counts in the headers say what is content, so that content that looks like
 * a header is none.
 */
export function parsePatch(patch: string): readonly Patch[] {
  const files: Open[] = []
  const lines = patch.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const file = files.at(-1)
    if (line.startsWith('diff --git ')) files.push({ binary: false, hunks: [] })
    else if (file !== undefined && line.startsWith('Binary files ')) file.binary = true
    else if (file !== undefined && line.startsWith('@@ ')) at = readHunk(lines, at, file)
  }
  return files
}

function readHunk(lines: readonly string[], start: number, file: Open): number {
  const header = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(lines[start] ?? '')
  if (header === null)
    throw new EchelonError('internal', `git printed a hunk that is none: ${lines[start]?.slice(0, 80)}`)
  const [whole, oldStart = '0', oldCount = '1', newStart = '0', newCount = '1'] = header
  const hunk = {
    header: whole,
    oldStart: Number(oldStart),
    newStart: Number(newStart),
    removed: [] as string[],
    added: [] as string[],
  }
  let at = start
  while (hunk.removed.length < Number(oldCount) || hunk.added.length < Number(newCount)) {
    const line = lines[++at]
    if (line === undefined) throw new EchelonError('internal', 'git printed a patch that ends within a hunk.')
    if (line.startsWith('-')) hunk.removed.push(line.slice(1))
    else if (line.startsWith('+')) hunk.added.push(line.slice(1))
  }
  file.hunks.push(hunk)
  return at
}
