import { realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { isMissing } from './read-text.ts'

/** The folder of a checkout, or null when it is not there. A link that leads out of the checkout is no folder of it. */
export async function folderInside(root: string, folder: string): Promise<string | null> {
  try {
    const [top, path] = await Promise.all([realpath(root), realpath(join(root, folder))])
    return path === top || path.startsWith(`${top}${sep}`) ? path : null
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}
