import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, normalize, relative } from 'node:path'

/** The floors of the house, top to bottom. Rooms of one floor do not meet, but for the pairs allowed below. */
const floors: readonly (readonly string[])[] = [
  ['cli', 'testing', 'index.ts'],
  ['compose'],
  ['engine', 'archive', 'backends', 'checks', 'inspectors', 'library', 'redact', 'runtimes', 'workspaces'],
  ['git'],
  ['processes'],
  ['yaml'],
  ['ports'],
  ['domain'],
]

/** What `testing` ships to users is built on everything; `archive` is not needed by other adapters, and so on: no pairs yet. */
const allowedPairs: ReadonlySet<string> = new Set(['index.ts → testing', 'index.ts → library'])

/** Packages a floor may use. Not listed: any. */
const packages: Readonly<Record<string, readonly string[]>> = {
  domain: ['zod', 'picomatch'],
  ports: ['zod'],
  engine: ['zod'],
}

/** Rooms that must not know a floor although it lies below them: the world comes to the engine through ports only. */
const shut: Readonly<Record<string, readonly string[]>> = { engine: ['git', 'processes', 'yaml'] }

/** Every import of a source tree that goes up, sideways, or to a package its floor may not use. */
export async function violations(source: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const file of await sourceFiles(source)) {
    const from = relative(source, file)
    for (const target of importsOf(await readFile(file, 'utf8'))) {
      const problem = judge(from, target)
      if (problem !== null) found.push(`${from} imports ${target}: ${problem}`)
    }
  }
  return found
}

function judge(from: string, target: string): string | null {
  const room = roomOf(from)
  if (!target.startsWith('.')) return judgePackage(room, target)
  const to = roomOf(normalize(join(dirname(from), target)))
  if (room === to) return null
  const [above, below] = [floorOf(room), floorOf(to)]
  if (above === -1 || below === -1) return `the room "${above === -1 ? room : to}" is on no floor`
  if (shut[room]?.includes(to) === true) return `${room} reaches ${to} through ports only`
  if (below > above) return null
  if (allowedPairs.has(`${room} → ${to}`)) return null
  return below === above ? `${room} and ${to} are on one floor and do not meet` : `${to} is above ${room}`
}

function judgePackage(room: string, target: string): string | null {
  const allowed = packages[room]
  const name = target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : (target.split('/')[0] ?? target)
  return allowed === undefined || allowed.includes(name) ? null : `${room} may use ${allowed.join(', ')} only`
}

function roomOf(path: string): string {
  return path.split('/')[0] ?? path
}

function floorOf(room: string): number {
  return floors.findIndex((rooms) => rooms.includes(room))
}

function importsOf(text: string): readonly string[] {
  const statements = text.matchAll(
    /^(?:import|export)\b[^'"`;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm,
  )
  return [...statements].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
}

async function sourceFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
}
