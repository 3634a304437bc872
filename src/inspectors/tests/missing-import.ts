import { cite } from '../cite.ts'
import { folderOf, joinPath } from '../facts/region.ts'
import type { TestImportFact } from '../facts/tests.ts'
import type { Inspection, Inspector, View } from '../inspector.ts'
import { pythonRoots } from './python-roots.ts'

interface Miss {
  readonly fact: TestImportFact
  /** The module, or `name from module`, that is not there. */
  readonly target: string
}

export const missingImport: Inspector = {
  id: 'tests/missing-import',
  version: 1,
  layer: 'ci-tests',
  title: 'A test imports a module or a name that does not exist, so its file fails before any test runs',
  inspect(view): Inspection {
    const imports = view.facts.all('testImport').filter((fact) => isOurs(view, fact))
    const misses = imports.flatMap((fact) => {
      const target = fact.guarded ? null : missingTarget(view, fact)
      return target === null ? [] : [{ fact, target }]
    })
    const groups = Map.groupBy(misses, (miss) => miss.target)
    return {
      population: imports.length,
      bad: misses.length,
      unit: 'imports of the repository by tests',
      drafts: [...groups].map(([target, group]) => draftOf(view, target, group)),
    }
  },
}

function isOurs(view: View, fact: TestImportFact): boolean {
  if (fact.language === 'javascript') return /^\.{1,2}\//.test(fact.specifier)
  return fact.specifier.startsWith('.') ? false : pythonRoots(view).owns(fact.specifier)
}

function missingTarget(view: View, fact: TestImportFact): string | null {
  return fact.language === 'javascript' ? missingFile(view, fact) : missingPython(view, fact)
}

/** A relative module resolved as bundlers do; what a build or a generator makes is not judged. */
function missingFile(view: View, fact: TestImportFact): string | null {
  const path = joinPath(folderOf(fact.file), fact.specifier.replace(/[?#].*$/, ''))
  if (path === null || /(?:^|\/)(?:dist|build|out|lib|generated|__generated__|\.next|coverage|node_modules|pkg|target)(?:\/|$)|gen(?:erated)?$/.test(path)) return null
  const stems = [path, path.replace(/\.[cm]?jsx?$/, '')]
  const endings = ['', '.ts', '.tsx', '.d.ts', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json', '.vue', '.svelte', '.css', '.node', '/index.ts', '/index.tsx', '/index.js', '/index.jsx', '/index.mjs', '/index.d.ts', '/package.json', '.android.ts', '.ios.ts', '.native.ts', '.web.ts', '.web.tsx', '.native.tsx']
  const exists = stems.some((stem) => endings.some((ending) => view.snapshot.paths.has(stem + ending)))
  return exists || isIgnored(view, path) ? null : `module ${path}`
}

/** The last part of the path stands in an ignore file: something makes it at build time. */
function isIgnored(view: View, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return view.snapshot.files.some((file) => /(?:^|\/)\.gitignore$/.test(file.path) && file.text.includes(name))
}

function missingPython(view: View, fact: TestImportFact): string | null {
  const roots = pythonRoots(view)
  const presence = roots.find(fact.specifier)
  if (presence.kind === 'unknown') return null
  if (presence.kind === 'missing') return `module ${fact.specifier}`
  const absent = fact.names.split(',').find((name) => name !== '' && name !== '*' && !presence.mayHave(name))
  return absent === undefined ? null : `${absent} from ${fact.specifier}`
}

function draftOf(view: View, target: string, group: readonly Miss[]): Inspection['drafts'][number] {
  const [first] = group
  if (first === undefined) throw new Error('a group holds at least one import')
  const count = new Set(group.map(({ fact }) => fact.file)).size
  return {
    title: `${count === 1 ? first.fact.file : `${count} test files`} imports ${target}, which does not exist`.slice(0, 140).replace(/files imports/, 'files import'),
    claim: 'mismatch',
    impact: 'service-dead',
    reach: 'dev-or-test',
    reachWhy: 'tests guard changes and are not shipped',
    confidence: 'high',
    anchor: `import:${target}`.slice(0, 300),
    evidence: group.slice(0, 5).map(({ fact }) => cite(view.snapshot, fact.file, fact.line)),
    instances: group.slice(0, 500).map(({ fact }) => ({ file: fact.file, line: fact.line })),
    fix: {
      advice: 'Import what exists today, or delete the test if its subject is gone.',
      effort: 'S',
      doneWhen: `no test imports ${target}`.slice(0, 300),
    },
  }
}
