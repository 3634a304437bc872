import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../fixtures/residency', import.meta.url))

/** The planted full-stack repository as path → text: a rota planner of Next.js, FastAPI, Celery and an MCP server. */
export async function residency(): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files = await Promise.all(
    paths.toSorted().map(async (path) => [path.slice(root.length + 1), await readFile(path, 'utf8')] as const),
  )
  return Object.fromEntries(files)
}
