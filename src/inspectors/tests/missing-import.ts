import { cite } from '../cite.ts'
import { folderOf, joinPath } from '../facts/path.ts'
import type { TestImportFact } from '../facts/tests.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
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
    const groups = Map.groupBy(misses, (miss) => keyOf(misses, miss))
    return {
      population: imports.length,
      bad: misses.length,
      unit: 'imports of the repository by tests',
      drafts: [...groups].map(([key, group]) => draftOf(view, key, group)),
    }
  },
}

/** A module that several files miss is one cause; what only one file misses is that file's. */
function keyOf(misses: readonly Miss[], miss: Miss): string {
  const isShared = misses.some((other) => other.target === miss.target && other.fact.file !== miss.fact.file)
  return isShared ? `import:${miss.target}` : `imports of ${miss.fact.file}`
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
  if (
    path === null ||
    /(?:^|\/)(?:dist|build|out|lib|generated|__generated__|\.next|coverage|node_modules|pkg|target)(?:\/|$)|gen(?:erated)?$/.test(
      path,
    )
  )
    return null
  const stems = [path, path.replace(/\.[cm]?jsx?$/, '')]
  const endings = [
    '',
    '.ts',
    '.tsx',
    '.d.ts',
    '.mts',
    '.cts',
    '.js',
    '.jsx',
    '.mjs',
    '.cjs',
    '.json',
    '.vue',
    '.svelte',
    '.css',
    '.node',
    '/index.ts',
    '/index.tsx',
    '/index.js',
    '/index.jsx',
    '/index.mjs',
    '/index.d.ts',
    '/package.json',
    '.android.ts',
    '.ios.ts',
    '.native.ts',
    '.web.ts',
    '.web.tsx',
    '.native.tsx',
  ]
  const exists = stems.some((stem) =>
    endings.some((ending) => view.snapshot.paths.has(`${stem}${ending}`.replace(/^\//, ''))),
  )
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

function draftOf(view: View, key: string, group: readonly Miss[]): Unfiled {
  const [first] = group
  if (first === undefined) throw new Error('a group holds at least one import')
  const files = new Set(group.map(({ fact }) => fact.file)).size
  const targets = new Set(group.map(({ target }) => target)).size
  const who = files === 1 ? `${first.fact.file} imports` : `${files} test files import`
  const what =
    targets === 1
      ? `${first.target}, which does not exist`
      : `${targets} modules or names that do not exist: ${first.target}, …`
  return {
    title: `${who} ${what}`.slice(0, 140),
    claim: 'mismatch',
    impact: 'service-dead',
    reach: 'dev-or-test',
    reachWhy: 'tests guard changes and are not shipped',
    confidence: 'high',
    anchor: key.slice(0, 300),
    evidence: group.slice(0, 10).map(({ fact }) => cite(view.snapshot, fact.file, fact.line)),
    instances: group.slice(0, 500).map(({ fact }) => ({ file: fact.file, line: fact.line })),
    fix: {
      advice: 'Import what exists today, or delete the test if its subject is gone.',
      effort: 'S',
      doneWhen: `no test imports ${first.target}`.slice(0, 300),
    },
  }
}
