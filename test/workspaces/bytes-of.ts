import { createHash } from 'node:crypto'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** Every file of a repository with a hash of its bytes, but for its objects and the refs that are shown in it. */
export async function bytesOf(root: string, shown = 'refs/heads/echelon'): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const bytes: Record<string, string> = {}
  for (const entry of entries) {
    const path = relative(root, join(entry.parentPath, entry.name))
    if (entry.isDirectory() || path.startsWith('.git/objects/') || path.startsWith(`.git/${shown}`)) continue
    const content = entry.isSymbolicLink() ? await readlink(join(root, path)) : await readFile(join(root, path))
    bytes[path] = createHash('sha256').update(content).digest('hex')
  }
  return bytes
}
