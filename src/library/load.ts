import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import type { Coordinator } from '../domain/coordinator.ts'
import type { Problem } from '../domain/errors.ts'
import type { Mission } from '../domain/mission.ts'
import type { Specialist } from '../domain/specialist.ts'
import type { Library, Provenance } from '../ports/library.ts'
import { readCoordinator } from './coordinator.ts'
import type { Path } from '../domain/path-in-value.ts'
import type { LineOf } from './frontmatter.ts'
import { type Page, parseMarkdown } from './markdown.ts'
import { readMission } from './mission.ts'
import type { Root } from './roots.ts'
import { type Read, readSpecialist } from './specialist.ts'
import { type Found, findMarkdown, readText } from './walk.ts'

/** Definitions made in code, by `defineSpecialist` and its like. They win over every file. */
export interface Given {
  readonly specialists?: readonly Specialist[]
  readonly coordinators?: readonly Coordinator[]
  readonly missions?: readonly Mission[]
}

/** A library that still knows where everything stood in its files. */
export interface LoadedLibrary extends Library {
  /** Said of definitions that are loaded all the same. */
  readonly warnings: readonly Problem[]
  /** Problems of definitions that were refused and that no later root replaced, by `kind name`. */
  readonly refused: ReadonlyMap<string, readonly Problem[]>
  /** The line of a value in a file that was read; 1 for definitions made in code. */
  lineOf(file: string, path: Path, at?: 'key' | 'value'): number
}

/** Reads every definition of the roots, the later one winning by name. Problems are collected, not thrown. */
export async function loadLibrary({
  roots,
  given = {},
}: {
  readonly roots: readonly Root[]
  readonly given?: Given
}): Promise<LoadedLibrary> {
  const shelf = emptyShelf()
  for (const root of roots) await readRoot(shelf, root)
  for (const definition of [...(given.specialists ?? []), ...(given.coordinators ?? []), ...(given.missions ?? [])])
    put(shelf, definition, sha256(describe(definition)))
  const { specialists, coordinators, missions, problems, warnings, refused, lines } = shelf
  return {
    specialists,
    coordinators,
    missions,
    provenance: [...shelf.provenance.values()],
    problems,
    warnings,
    refused,
    lineOf: (file, path, at) => lines.get(file)?.(path, at) ?? 1,
  }
}

type Definition = Specialist | Coordinator | Mission
type Kind = Definition['kind']

interface Shelf {
  readonly specialists: Map<string, Specialist>
  readonly coordinators: Map<string, Coordinator>
  readonly missions: Map<string, Mission>
  readonly provenance: Map<string, Provenance>
  readonly problems: Problem[]
  readonly warnings: Problem[]
  readonly refused: Map<string, readonly Problem[]>
  readonly lines: Map<string, LineOf>
}

function emptyShelf(): Shelf {
  return {
    specialists: new Map(),
    coordinators: new Map(),
    missions: new Map(),
    provenance: new Map(),
    problems: [],
    warnings: [],
    refused: new Map(),
    lines: new Map(),
  }
}

async function readRoot(shelf: Shelf, root: Root): Promise<void> {
  const label = root.label ?? root.folder
  if (root.kind === 'subagents') return readFolder(shelf, root, { folder: root.folder, label, kind: 'specialist' })
  for (const [name, kind] of folders)
    await readFolder(shelf, root, {
      folder: join(root.folder, name),
      label: label === '' ? name : `${label}/${name}`,
      kind,
    })
}

const folders: readonly (readonly [string, Kind])[] = [
  ['agents', 'specialist'],
  ['coordinators', 'coordinator'],
  ['missions', 'mission'],
]

interface Folder {
  readonly folder: string
  readonly label: string
  readonly kind: Kind
}

async function readFolder(shelf: Shelf, root: Root, { folder, label, kind }: Folder): Promise<void> {
  const { files, refused } = await findMarkdown(folder, root.within ?? root.folder)
  for (const { name, problem } of refused)
    shelf.problems.push({ file: name === '' ? label : `${label}/${name}`, line: 1, problem })
  const taken = new Map<string, string>()
  for (const found of files) await readFile(shelf, found, { file: `${label}/${found.name}`, kind, taken })
}

interface Slot {
  readonly file: string
  readonly kind: Kind
  /** Names this folder has given away, each with its file. */
  readonly taken: Map<string, string>
}

async function readFile(shelf: Shelf, { path, name }: Found, { file, kind, taken }: Slot): Promise<void> {
  const text = await readText(path)
  const own = basename(name).replace(/\.md$/i, '')
  if (!text.ok) return refuse(shelf, kind, own, [{ file, line: 1, problem: text.problem }])
  const parsed = parseMarkdown({ file, text: text.text, lenient: kind === 'specialist' })
  if (!parsed.ok) return refuse(shelf, kind, own, parsed.problems)
  const { lineOf, values } = parsed.page.frontmatter
  shelf.lines.set(file, lineOf)
  const read = readDefinition(kind, parsed.page)
  if (!read.ok) return refuse(shelf, kind, typeof values.name === 'string' ? values.name : own, read.problems)
  const { definition } = read
  const other = taken.get(definition.name)
  const twice = `the name "${definition.name}" is taken by ${other} in the same folder; this file is not read`
  if (other !== undefined) return void shelf.problems.push({ file, line: lineOf(['name']), problem: twice })
  taken.set(definition.name, file)
  shelf.warnings.push(...read.warnings)
  put(shelf, definition, sha256(text.bytes))
}

function readDefinition(kind: Kind, page: Page): Read<Definition> {
  switch (kind) {
    case 'specialist':
      return readSpecialist(page)
    case 'coordinator':
      return readCoordinator(page)
    case 'mission':
      return readMission(page)
  }
}

function refuse(shelf: Shelf, kind: Kind, name: string, problems: readonly Problem[]): void {
  shelf.problems.push(...problems)
  shelf.refused.set(`${kind} ${name}`, problems)
}

function put(shelf: Shelf, definition: Definition, hash: string): void {
  const { kind, name, file } = definition
  if (kind === 'specialist') shelf.specialists.set(name, definition)
  else if (kind === 'coordinator') shelf.coordinators.set(name, definition)
  else shelf.missions.set(name, definition)
  shelf.provenance.set(`${kind} ${name}`, { kind, name, file, sha256: hash })
  shelf.refused.delete(`${kind} ${name}`)
}

/** What a definition made in code hashes to: its values, and the source of its functions. */
function describe(definition: Definition): string {
  return JSON.stringify(definition, (_, value: unknown) => (typeof value === 'function' ? String(value) : value))
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
