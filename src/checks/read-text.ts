import { readFile } from 'node:fs/promises'

/** The text of a file below some root, or null when there is none. */
export type ReadText = (path: string) => Promise<string | null>

/** The text of a file, or null when there is none. A file that cannot be read is an error. */
export async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** Whether an error says that there is no such file or folder, as opposed to one that cannot be read. */
export function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'ENOENT' || code === 'ENOTDIR'
}
