import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findRun } from '../../compose/folders.ts'
import { locate } from '../../compose/locate.ts'
import { readManifest } from '../../compose/manifest.ts'
import { EchelonError } from '../../domain/errors.ts'
import { didYouMean } from '../../domain/suggest.ts'
import { documentsIn } from '../documents.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Shell } from '../shell.ts'

/** Prints a document of a run: HANDOFF.md unless another is named. */
export async function handoffVerb(shell: Shell, wanted: string | undefined, name: string): Promise<ExitCode> {
  const { folders } = await locate(shell, new AbortController().signal)
  const run = await findRun(folders, wanted)
  const { documents } = await readManifest(join(folders.runs, run))
  const file = join(documents, await documentNamed(documents, name, run))
  const text = await readFile(file, 'utf8')
  if (shell.terminal.json) shell.terminal.record({ type: 'document', run, name, file, text })
  else shell.terminal.text(text)
  return 0
}

/** Only what lies in the folder itself can be asked for. */
async function documentNamed(folder: string, name: string, run: string): Promise<string> {
  const there = await documentsIn(folder)
  const found = there.find((one) => one.toLowerCase() === name.toLowerCase())
  if (found !== undefined) return found
  const hint =
    didYouMean(name, there) ?? (there.length === 0 ? 'it has no documents yet' : `it has ${there.join(', ')}`)
  throw new EchelonError('not-found', `${run} has no document "${name}"; ${hint}`)
}
