import type { Snapshot } from '../snapshot.ts'
import { field, readJsonc, textsOf } from './jsonc.ts'
import { folderOf } from './path.ts'

/** A package.json with what the module graph and the grouping of findings need. */
export interface Manifest {
  readonly folder: string
  readonly name: string
  readonly content: unknown
  readonly dependencies: ReadonlySet<string>
  readonly scripts: Readonly<Record<string, string>>
}

const known = new WeakMap<Snapshot, readonly Manifest[]>()

/** Every package.json, the deepest folders first. */
export function manifestsOf(snapshot: Snapshot): readonly Manifest[] {
  const made = known.get(snapshot) ?? readManifests(snapshot)
  known.set(snapshot, made)
  return made
}

/** The package.json above a file, or null. */
export function manifestOf(snapshot: Snapshot, file: string): Manifest | null {
  return manifestsOf(snapshot).find((one) => isWithin(file, one.folder)) ?? null
}

/** The package, service or top folder that a file belongs to; `.` for the repository itself. */
export function unitOf(snapshot: Snapshot, file: string): string {
  for (let folder = folderOf(file); folder !== ''; folder = folderOf(folder)) {
    if (markers.some((name) => snapshot.paths.has(`${folder}/${name}`))) return folder
  }
  return '.'
}

const markers = ['package.json', 'pyproject.toml', 'requirements.txt', 'setup.py', 'Pipfile', 'go.mod', 'Cargo.toml']

export function isWithin(file: string, folder: string): boolean {
  return folder === '' || file.startsWith(`${folder}/`)
}

function readManifests(snapshot: Snapshot): readonly Manifest[] {
  return snapshot.files
    .filter((file) => file.path === 'package.json' || file.path.endsWith('/package.json'))
    .map((file) => manifest(folderOf(file.path), readJsonc(file.text)))
    .sort((a, b) => b.folder.length - a.folder.length || (a.folder < b.folder ? -1 : 1))
}

function manifest(folder: string, content: unknown): Manifest {
  const name = field(content, 'name')
  const dependencies = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap((key) =>
    Object.keys(textsOf(field(content, key))),
  )
  return {
    folder,
    name: typeof name === 'string' ? name : '',
    content,
    dependencies: new Set(dependencies),
    scripts: textsOf(field(content, 'scripts')),
  }
}
