import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { unlessMissing } from '../archive/unless-missing.ts'
import { writeWhole } from '../archive/write-whole.ts'
import { EchelonError } from '../domain/errors.ts'
import { Limits } from '../domain/limits.ts'
import type { Redactor } from '../ports/redactor.ts'

/** What a run was started with, kept beside its ledger so that `resume` needs nothing but the run's id. */
const Manifest = z.strictObject({
  run: z.string(),
  mission: z.string(),
  goal: z.string(),
  limits: Limits,
  commit: z.string(),
  documents: z.string(),
  backend: z.string(),
  /** When somebody wakes up, milliseconds since 1970; null: nobody said. */
  until: z.number().nullable(),
  /** Folder of the workspaces. */
  work: z.string(),
})
export type Manifest = z.infer<typeof Manifest>

const file = 'run.json'

export async function writeManifest(folder: string, manifest: Manifest, redactor: Redactor): Promise<void> {
  await writeWhole(join(folder, file), `${JSON.stringify(redactor.json({ ...manifest }), null, 2)}\n`)
}

export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, file)
  const text = await readFile(path, 'utf8').catch(unlessMissing(null))
  if (text === null) throw new EchelonError('not-found', `${path} is missing: this run never began. Start a new one.`)
  const parsed = Manifest.safeParse(jsonIn(text, path))
  if (parsed.success) return parsed.data
  throw new EchelonError(
    'input',
    `${path}:1  ${z.prettifyError(parsed.error).split('\n')[0]}; the run cannot be resumed`,
  )
}

function jsonIn(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new EchelonError('input', `${path}:1  is not JSON; the run cannot be resumed. Start a new one.`, { cause })
  }
}
