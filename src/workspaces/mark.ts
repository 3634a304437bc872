import { lstatSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const markName = 'slot'

/** Marks a new folder as the one that the registry means. */
export function setMark(folder: string, mark: string): void {
  writeFileSync(join(folder, markName), mark, { flag: 'wx' })
}

/** The mark of a folder. Null: it has none, or is not there. */
export function markOf(folder: string): string | null {
  const file = join(folder, markName)
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) return null
  return readFileSync(file, 'utf8')
}

/** Whether a folder is there, and no link to one. */
export function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
