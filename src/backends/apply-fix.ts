import { lstat, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { applyEdits, type Edit } from '../domain/edit.ts'
import type { Answered, Bench, MaterialOf } from './answered.ts'

/** Pays a debt by the edits of its finding, all of them or none. */
export async function applyFix({ finding, debt }: MaterialOf<'fix'>, bench: Bench): Promise<Answered> {
  if (finding === null)
    return { ok: true, report: { outcome: 'done', summary: `${debt} is not there any more`, nothingToDo: true } }
  const edits = finding.fix.edits ?? []
  if (edits.length === 0) return { ok: false, needs: 'a specialist with a model: its finding proposes no edits' }
  const planned = await plan(bench.cwd, edits)
  if (!planned.ok) return { ok: true, report: { outcome: 'blocked', summary: planned.reason } }
  for (const { path } of planned.files) {
    const permission = await bench.on({ type: 'edit', path, lines: linesOf(edits, path) })
    if (!permission.ok) return { ok: true, report: { outcome: 'blocked', summary: `${path}: ${permission.reason}` } }
  }
  for (const { path, text } of planned.files) {
    await mkdir(dirname(join(bench.cwd, path)), { recursive: true })
    await writeFile(join(bench.cwd, path), text)
  }
  const files = planned.files.map(({ path }) => path)
  return { ok: true, report: { outcome: 'done', summary: `edited ${files.join(', ')}`.slice(0, 2_000) } }
}

type Plan =
  | { readonly ok: true; readonly files: readonly { readonly path: string; readonly text: string }[] }
  | { readonly ok: false; readonly reason: string }

async function plan(cwd: string, edits: readonly Edit[]): Promise<Plan> {
  const files: { path: string; text: string }[] = []
  for (const [path, own] of Map.groupBy(edits, ({ file }) => file)) {
    const before = await readPlain(join(cwd, path))
    if (before === 'link') return { ok: false, reason: `${path} is no plain file` }
    const edited = applyEdits(before === null ? null : before.toString('utf8'), own)
    if (!edited.ok) return edited
    files.push({ path, text: edited.text })
  }
  return { ok: true, files }
}

/** A link is not followed: it could lead out of the workspace. */
async function readPlain(path: string): Promise<Buffer | null | 'link'> {
  try {
    return (await lstat(path)).isFile() ? await readFile(path) : 'link'
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    throw cause
  }
}

function linesOf(edits: readonly Edit[], path: string): number {
  return edits
    .filter(({ file }) => file === path)
    .reduce((sum, { remove, insert }) => sum + remove.length + insert.length, 0)
}
