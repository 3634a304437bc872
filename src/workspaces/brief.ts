import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isFolder } from './mark.ts'
import type { Slot } from './slot.ts'

/** The brief, below the checkout. */
export const briefPath = '.echelon/CONTEXT.md'

/** Writes the brief, through no link and over nobody's file. */
export async function writeBrief(slot: Slot, text: string): Promise<void> {
  const folder = join(slot.path, '.echelon')
  if (!isFolder(folder)) await rm(folder, { force: true })
  await mkdir(folder, { recursive: true })
  const file = join(slot.path, briefPath)
  await rm(file, { recursive: true, force: true })
  await writeFile(file, text, { flag: 'wx' })
}
