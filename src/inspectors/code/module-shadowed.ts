import { cite } from '../cite.ts'
import { folderOf, nameOf } from '../facts/path.ts'
import { pythonMap } from '../facts/python-targets.ts'
import { isKept, isProduct } from '../facts/source-kind.ts'
import { standingOf } from '../facts/standing.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { titled } from '../wording.ts'

interface Shadow {
  readonly hidden: string
  readonly by: string
}

/** Standard modules that nobody names a file after without trouble: each is imported by the standard library itself. */
const standard = new Set([
  'logging',
  'email',
  'json',
  'queue',
  'random',
  'socket',
  'select',
  'string',
  'struct',
  'subprocess',
  'tempfile',
  'threading',
  'token',
  'tokenize',
  'types',
  'typing',
  'uuid',
  'calendar',
  'copy',
  'csv',
  'datetime',
  'decimal',
  'enum',
  'functools',
  'hashlib',
  'heapq',
  'html',
  'http',
  'inspect',
  'operator',
  'pickle',
  'platform',
  'profile',
  'secrets',
  'shutil',
  'signal',
  'ssl',
  'statistics',
  'traceback',
  'urllib',
  'warnings',
  'weakref',
  'zipfile',
  'asyncio',
  'collections',
  'concurrent',
  'contextlib',
  'dataclasses',
  'importlib',
  'unittest',
  'xml',
])

/** A Python module that another one hides: a package of the same name beside it, or a file named like a standard module. */
export const moduleShadowed: Inspector = {
  id: 'code/module-shadowed',
  version: 1,
  layer: 'errors',
  title: 'A Python module can never be imported, because another one has its name',
  inspect(view) {
    const files = [...pythonMap(view).files].filter((file) => file.endsWith('.py') && isKept(file))
    const packages = files.flatMap((file) => besidePackage(view, file))
    const standards = files.filter((file) => isProduct(file) && hidesStandard(view, file))
    return {
      population: files.length,
      bad: packages.length + standards.length,
      unit: 'Python modules',
      drafts: [...packages.map((shadow) => hidden(view, shadow)), ...standards.map((file) => hiding(view, file))],
    }
  },
}

function besidePackage(view: View, file: string): Shadow[] {
  const by = `${file.slice(0, -3)}/__init__.py`
  if (!pythonMap(view).files.has(by) || !view.snapshot.byPath.has(file)) return []
  const start = view.snapshot.byPath.get(by)?.text ?? ''
  const loadsByPath = /spec_from_file_location|importlib|SourceFileLoader|runpy/.test(start)
  return loadsByPath || view.snapshot.byPath.get(file)?.text.trim() === '' ? [] : [{ hidden: file, by }]
}

/** In a folder that scripts of this repository import from, and asked for by a file below that folder as the standard one. */
function hidesStandard(view: View, file: string): boolean {
  const name = nameOf(file).slice(0, -3)
  const folder = folderOf(file)
  if (
    !standard.has(name) ||
    !view.snapshot.byPath.has(file) ||
    pythonMap(view).files.has(`${folder === '' ? '' : `${folder}/`}__init__.py`)
  )
    return false
  return view.facts
    .all('pythonLink')
    .some(
      (link) =>
        link.level === 0 &&
        link.module.split('.')[0] === name &&
        folderOf(link.file) === folder &&
        link.file !== file &&
        /__name__\s*==\s*['"]__main__/.test(view.snapshot.byPath.get(link.file)?.text ?? ''),
    )
}

function hidden(view: View, { hidden: file, by }: Shadow): Unfiled {
  const standing = standingOf(view, by)
  return {
    title: titled(`${file} can never be imported: the package ${folderOf(by)}/ has the same name and wins`),
    claim: 'presence',
    impact: 'quality',
    ...standing,
    confidence: 'proven',
    anchor: `shadowed:${file}`,
    evidence: [cite(view.snapshot, file, firstLine(view, file)), cite(view.snapshot, by, 1, { role: 'related' })],
    instances: [
      { file, line: 1 },
      { file: by, line: 1 },
    ],
    fix: {
      advice: `Move what is still needed from ${nameOf(file)} into ${by} and delete the file; edits to it have no effect today.`,
      effort: 'S',
      doneWhen: `only one of ${file} and ${by} exists`,
    },
  }
}

/** The first line with code, so that the quote shows something. */
function firstLine(view: View, file: string): number {
  const lines = (view.snapshot.byPath.get(file)?.text ?? '').split('\n')
  const at = lines.findIndex((line) => /^(?:from|import|class|def|async|@|\w+\s*[:=])/.test(line))
  return at === -1 ? 1 : at + 1
}

function hiding(view: View, file: string): Unfiled {
  const name = nameOf(file).slice(0, -3)
  return {
    title: titled(`${file} hides Python's own module "${name}" from scripts started in its folder`),
    claim: 'presence',
    impact: 'feature-broken',
    ...standingOf(view, file),
    confidence: 'medium',
    anchor: `standard:${file}`,
    evidence: [cite(view.snapshot, file, firstLine(view, file))],
    instances: [{ file, line: 1 }],
    fix: {
      advice: `Rename ${nameOf(file)}; a script in its folder that imports "${name}" gets this file.`,
      effort: 'S',
      doneWhen: `${file} has another name`,
    },
  }
}
