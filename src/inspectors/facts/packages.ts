import { z } from 'zod'
import type { SourceFile } from '../snapshot.ts'
import type { Collector } from './collector.ts'
import { folderOf, nameOf } from './path.ts'
import type { Placed } from './store.ts'

/** A `package.json`, `pyproject.toml`, requirements file or Pipfile: the root of a package. */
export interface PackageFact extends Placed {
  readonly folder: string
  readonly language: 'javascript' | 'python'
  readonly name: string | null
  readonly workspaces: boolean
}

export interface PackageScriptFact extends Placed {
  readonly folder: string
  readonly name: string
  readonly command: string
}

export interface PackageDependencyFact extends Placed {
  readonly folder: string
  readonly language: 'javascript' | 'python'
  readonly name: string
}

const Manifest = z.object({
  name: z.string().optional().catch(undefined),
  workspaces: z.unknown().optional(),
  scripts: z.record(z.string(), z.unknown()).catch({}).default({}),
  dependencies: z.record(z.string(), z.unknown()).catch({}).default({}),
  devDependencies: z.record(z.string(), z.unknown()).catch({}).default({}),
  peerDependencies: z.record(z.string(), z.unknown()).catch({}).default({}),
  optionalDependencies: z.record(z.string(), z.unknown()).catch({}).default({}),
})

export const packageCollector: Collector = {
  id: 'packages',
  wants: (file) => nameOf(file.path) === 'package.json' || isPythonManifest(file.path),
  collect(file, _trees, emit) {
    const folder = folderOf(file.path)
    const language = isPythonManifest(file.path) ? 'python' : 'javascript'
    const manifest = language === 'javascript' ? npmManifest(file.text) : null
    if (language === 'javascript' && manifest === null) return
    const workspaces = manifest?.workspaces !== undefined
    emit('package', { file: file.path, line: 1, folder, language, name: manifest?.name ?? null, workspaces })
    for (const name of dependenciesOf(file))
      emit('packageDependency', { file: file.path, line: lineWith(file.text, name), folder, language, name })
    for (const [name, command] of Object.entries(manifest?.scripts ?? {})) {
      if (typeof command !== 'string') continue
      const line = lineWith(file.text, `"${name}"`, file.text.indexOf('"scripts"'))
      emit('packageScript', { file: file.path, line, folder, name, command })
    }
  },
}

/** Names of the packages a manifest asks for, in lower case for Python. */
export function dependenciesOf(file: SourceFile): readonly string[] {
  if (isPythonManifest(file.path)) return pythonDependencies(file)
  const manifest = npmManifest(file.text)
  if (manifest === null) return []
  const { dependencies, devDependencies, peerDependencies, optionalDependencies } = manifest
  return Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies, ...optionalDependencies })
}

export function isPythonManifest(path: string): boolean {
  return (
    /^(?:pyproject\.toml|Pipfile|setup\.py|setup\.cfg)$/.test(nameOf(path)) ||
    /(?:^|\/)(?:[\w-]*requirements[\w-]*|requirements\/[\w-]+)\.(?:txt|in)$/.test(path)
  )
}

function npmManifest(text: string): z.infer<typeof Manifest> | null {
  try {
    return Manifest.safeParse(JSON.parse(text)).data ?? null
  } catch {
    // Not JSON: a template or a broken manifest names no packages.
    return null
  }
}

/** One name per requirement line, and every quoted requirement or key of the dependency tables of a TOML file. */
function pythonDependencies(file: SourceFile): string[] {
  const found = new Set<string>()
  let table = ''
  let inList = false
  for (const line of file.text.split('\n')) {
    const heading = /^\s*\[+([^\]]+)\]/.exec(line)?.[1]
    if (heading !== undefined) table = heading
    if (/\.(?:txt|in)$/.test(file.path)) add(found, /^\s*([A-Za-z][\w.-]*)/.exec(line)?.[1])
    else if (/dependencies|packages$/.test(table)) add(found, /^\s*"?([A-Za-z][\w.-]*)"?\s*=/.exec(line)?.[1])
    if (/(?:dependencies|install_requires|extras_require|^\s*[\w-]+)\s*=\s*\[/.test(line)) inList = true
    if (inList)
      for (const match of line.matchAll(/["']([A-Za-z][\w.-]*)(?:\[[^\]]*\])?\s*(?:[<>=!~;@ ][^"']*)?["']/g))
        add(found, match[1])
    if (inList && /\]\s*,?\s*$/.test(line)) inList = false
  }
  return [...found]
}

function add(found: Set<string>, name: string | undefined): void {
  if (name !== undefined && name !== 'python') found.add(name.toLowerCase().replaceAll('_', '-'))
}

function lineWith(text: string, needle: string, from = 0): number {
  const at = text.indexOf(needle, Math.max(0, from))
  return at === -1 ? 1 : text.slice(0, at).split('\n').length
}
