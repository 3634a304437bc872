import { describe, expect, test } from 'vitest'
import { codeCollectors } from '../../../src/inspectors/code/code.ts'
import { importCycle } from '../../../src/inspectors/code/import-cycle.ts'
import { missingExport } from '../../../src/inspectors/code/missing-export.ts'
import { unreachableFile } from '../../../src/inspectors/code/unreachable-file.ts'
import { unresolvedImport } from '../../../src/inspectors/code/unresolved-import.ts'
import { inspect } from '../../support/inspect.ts'

type Files = Record<string, string>

const page = 'export default function Page() { return null }\n'
const aliased =
  '{ // comments are allowed\n "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./src/*"], }, }, }'

describe('an import of a file that is not there', () => {
  const bad: [string, Files, string, string, number][] = [
    [
      'relative',
      { 'package.json': '{}', 'src/main.ts': "\nimport { a } from './gone'\na()" },
      'modules:src',
      'src/main.ts',
      2,
    ],
    [
      'through an alias',
      { 'package.json': '{}', 'tsconfig.json': aliased, 'src/main.ts': "import { a } from '@/lib2/gone'\na()" },
      'modules:src/lib2',
      'src/main.ts',
      1,
    ],
    [
      'by a lazy import',
      { 'src/main.tsx': "const A = lazy(() => import('./pages/Gone'))\nexport { A }" },
      'modules:src/pages',
      'src/main.tsx',
      1,
    ],
    [
      'written in another case',
      { 'src/main.ts': "import { a } from './Thing'\na()", 'src/thing.ts': 'export const a = () => 1' },
      'case:src',
      'src/main.ts',
      1,
    ],
    [
      'through an alias of the bundler',
      {
        'package.json': '{}',
        'vite.config.ts': "export default { resolve: { alias: { '@': path.resolve(__dirname, 'src') } } }",
        'src/main.ts': "import x from '@/gone'\nx()",
      },
      'modules:src',
      'src/main.ts',
      1,
    ],
  ]
  test.each(bad)('is found when written %s', async (_, files, anchor, file, line) => {
    const { drafts } = await inspect(unresolvedImport, codeCollectors, files)
    expect(drafts).toMatchObject([
      { anchor, instances: [{ file, line }], impact: 'feature-broken', confidence: 'high' },
    ])
  })

  const fine: [string, Files][] = [
    ['a source written with the ending it compiles to', { 'src/main.ts': "import './a.js'", 'src/a.ts': '' }],
    ['a folder with an index', { 'src/main.ts': "import './a'", 'src/a/index.tsx': '' }],
    ['a generated folder', { 'src/main.ts': "import { p } from './generated/client'\np()" }],
    ['a file that git ignores', { '.gitignore': 'local.settings.ts', 'src/main.ts': "import './local.settings'" }],
    ['an optional module', { 'src/main.ts': "try { require('./addon') } catch {}" }],
    [
      'a module that a declaration stands for',
      { 'src/main.ts': "import x from './x.svgx'\nx()", 'src/env.d.ts': "declare module '*.svgx'" },
    ],
    ['an asset with a query', { 'src/main.ts': "import url from './a.css?url'\nurl()", 'src/a.css': '' }],
    [
      'a package of the workspace',
      {
        'package.json': '{"workspaces":["p/*"]}',
        'p/a/package.json': '{"name":"@x/a","exports":{"./b":"./dist/b.js"}}',
        'p/a/src/b.ts': 'export const b = 1',
        'src/main.ts': "import { b } from '@x/a/b'\nb",
      },
    ],
    [
      'types of a route made by the framework',
      { 'src/main.ts': "import type { Route } from './+types/home'\nexport type R = Route" },
    ],
    ['a mocked module', { 'src/a.test.ts': "vi.mock('./gone', () => ({}))" }],
    [
      'a package with a name like an alias',
      { 'package.json': '{"dependencies":{"@/x":"1"}}', 'src/main.ts': "import x from '@scope/pkg'\nx()" },
    ],
    ['an example with holes', { 'templates/app/main.ts': "import './gone'" }],
    [
      'aliased paths with dots, doubled and closing slashes',
      {
        'tsconfig.json': aliased,
        'src/lib/index.ts': 'export const b = 1',
        'src/main.ts':
          "import { b } from '@/lib/.'\nimport { b as c } from '@//lib'\nimport { b as d } from '@/lib/'\nimport { p } from '@/../meta'\nb + c + d + p",
        'meta.ts': 'export const p = 1',
      },
    ],
    [
      'a package of the workspace whose name is an alias as well',
      {
        'tsconfig.json': '{"compilerOptions":{"paths":{"@x/cli/*":["./tools/cli/src/*"]}}}',
        'tools/cli/package.json': '{"name":"@x/cli"}',
        'tools/cli/src/a.ts': 'export const a = 1',
        'src/main.ts': "import { a } from '@x/cli/src/a'\na",
      },
    ],
    [
      'a file that a command copies to where it runs',
      { 'bin/build.sh': 'cp server/main.js build/server/main.js\n', 'server/main.js': "import './index.js'" },
    ],
    [
      'the folder of a package, by what its package.json names',
      { 'package.json': '{"main":"./pino.js"}', 'pino.js': '', 'benchmarks/a.js': "require('../')" },
    ],
  ]
  test.each(fine)('is not claimed for %s', async (_, files) => {
    expect((await inspect(unresolvedImport, codeCollectors, files)).drafts).toEqual([])
  })

  test('several missing modules of one folder are one finding', async () => {
    const files = { 'src/main.ts': "import './gone/a'\nimport './gone/b'" }
    const { drafts, bad } = await inspect(unresolvedImport, codeCollectors, files)
    expect(bad).toBe(2)
    expect(drafts).toMatchObject([{ anchor: 'modules:src/gone', instances: [{ line: 1 }, { line: 2 }] }])
  })

  test('a missing module of an index that nothing imports breaks less', async () => {
    const files = { 'package.json': '{}', 'src/main.ts': 'run()', 'src/ui/index.js': "export { R } from './R'" }
    const { drafts } = await inspect(unresolvedImport, codeCollectors, files)
    expect(drafts).toMatchObject([{ impact: 'quality', reach: 'unknown' }])
  })

  test('a missing module that only types need breaks less', async () => {
    const files = { 'src/main.ts': "import type { A } from './gone'\nexport const a: A = 1" }
    expect((await inspect(unresolvedImport, codeCollectors, files)).drafts).toMatchObject([{ impact: 'quality' }])
  })
})

describe('a name that its module does not offer', () => {
  const bad: [string, Files, string][] = [
    [
      'in TypeScript',
      { 'src/main.ts': "import { a, b } from './x'\na(b)", 'src/x.ts': 'export const a = 1' },
      'exports:src/x.ts',
    ],
    [
      'behind a barrel',
      {
        'src/main.ts': "import { b } from './x'\nb()",
        'src/x/index.ts': "export * from './y'",
        'src/x/y.ts': 'export const a = 1',
      },
      'exports:src/x/index.ts',
    ],
    [
      'in Python',
      { 'app/__init__.py': '', 'app/main.py': 'from app.x import gone', 'app/x.py': 'def here(): pass' },
      'exports:app/x.py',
    ],
  ]
  test.each(bad)('is found %s', async (_, files, anchor) => {
    expect((await inspect(missingExport, codeCollectors, files)).drafts).toMatchObject([
      { anchor, impact: 'feature-broken' },
    ])
  })

  const fine: [string, Files][] = [
    ['an open barrel', { 'src/main.ts': "import { b } from './x'\nb()", 'src/x.ts': "export * from 'package'" }],
    ['a CommonJS module', { 'src/main.ts': "import { b } from './x.js'\nb()", 'src/x.js': 'module.exports = make()' }],
    [
      'destructured exports',
      { 'src/main.ts': "import { b } from './x'\nb()", 'src/x.ts': 'export const { b, ...rest } = all' },
    ],
    [
      'types and enums',
      {
        'src/main.ts': "import { T, E, N } from './x'\nconst t: T = E.a, n: N = 1",
        'src/x.ts': 'export interface T {}\nexport enum E { a }\nexport declare namespace N {}',
      },
    ],
    ['a submodule of a package', { 'app/__init__.py': '', 'app/main.py': 'from app import x', 'app/x.py': '' }],
    [
      'a name bound under a condition',
      {
        'app/__init__.py': '',
        'app/main.py': 'from app.x import a, b, c',
        'app/x.py': 'try:\n    from q import a\nexcept ImportError:\n    a = None\nif True:\n    b, c = 1, 2',
      },
    ],
    [
      'a subpath that the package builds, though a source folder has its name',
      {
        'libs/ui/package.json': '{"name":"@x/ui","exports":{"./recipes":"./styled/recipes/index.js"}}',
        'libs/ui/src/recipes/index.ts': 'export const raw = 1',
        'src/main.ts': "import { text } from '@x/ui/recipes'\ntext()",
      },
    ],
    [
      'a type that a declaration adds beside a script',
      { 'src/main.ts': "import { T } from './x'\nconst t: T = 1", 'src/x.js': 'export const a = 1', 'src/x.d.ts': '' },
    ],
    ['a star import', { 'app/__init__.py': '', 'app/main.py': 'from app.x import a', 'app/x.py': 'from q import *' }],
    [
      'a package from elsewhere with the name of a sibling',
      { 'app/__init__.py': '', 'app/main.py': 'from stripe import Charge', 'app/stripe.py': 'x = 1' },
    ],
  ]
  test.each(fine)('is not claimed for %s', async (_, files) => {
    expect((await inspect(missingExport, codeCollectors, files)).drafts).toEqual([])
  })

  test('a type that a bundler erases is a smaller matter', async () => {
    const files = {
      'src/main.ts': "import { a, T } from './x'\nexport const t: T = a()",
      'src/x.ts': 'export const a = 1',
    }
    expect((await inspect(missingExport, codeCollectors, files)).drafts).toMatchObject([{ impact: 'quality' }])
  })
})

describe('a file that nothing loads', () => {
  const app: Files = {
    'package.json': '{"dependencies":{"next":"15"}}',
    'app/page.tsx': `import { Card } from '../src/card'\n${page}export const c = Card`,
    'src/card.tsx': 'export const Card = () => null',
    'src/used-by-card.ts': 'export const x = 1',
    'src/old.tsx': "export const Old = () => null\nimport './older'",
    'src/older.ts': 'export const o = 1',
    'src/a.test.ts': "import './used-by-card'",
  }

  test('is listed once per package, the root of each dead branch first', async () => {
    const { drafts, population } = await inspect(unreachableFile, codeCollectors, app)
    expect(drafts).toMatchObject([
      { anchor: 'unreachable:.', impact: 'hygiene', instances: [{ file: 'src/old.tsx' }, { file: 'src/older.ts' }] },
    ])
    expect(population).toBe(5)
  })

  const extra: [string, Files][] = [
    ['loaded by a glob', { 'src/main.ts': "export const all = import.meta.glob('./old*')" }],
    ['named by a compose file', { 'compose.yml': 'services: { w: { command: node dist/old.js } }' }],
    ['named by Python, which serves it', { 'web/x.py': 'class Grid(Element, component="old.tsx"): ...\n' }],
    ['in a package whose framework loads files by itself', { 'package.json': '{"dependencies":{"nuxt":"3"}}' }],
    ['in a package that loads by computed names', { 'src/main.ts': 'export const load = (x) => require(x)' }],
  ]
  test.each(extra)('is not claimed for a file %s', async (_, files) => {
    const { drafts } = await inspect(unreachableFile, codeCollectors, { ...app, ...files })
    expect(drafts).toEqual([])
  })
})

test('what a build wrote beside its declarations is followed as the script that it is', async () => {
  const files = {
    'package.json': '{"main":"index.js"}',
    'index.js': "require('./next')",
    'next/index.js': "require('../core/errors')",
    'next/index.d.ts': '',
    'core/errors.js': 'exports.x = 1',
  }
  expect((await inspect(unreachableFile, codeCollectors, files)).drafts).toEqual([])
})

describe('modules that import each other', () => {
  test('are one finding per package, with a shortest ring', async () => {
    const files = {
      'src/a.ts': "import { b } from './b'\nexport const a = b",
      'src/b.ts': "import { c } from './c'\nexport const b = c",
      'src/c.ts': "import { a } from './a'\nexport const c = () => a",
    }
    const { drafts, bad } = await inspect(importCycle, codeCollectors, files)
    expect(bad).toBe(3)
    expect(drafts).toMatchObject([{ anchor: 'rings:.', title: '1 import ring: a.ts → b.ts → c.ts → a.ts' }])
  })

  test('do not form a ring when one side needs types only or loads later', async () => {
    const files = {
      'src/a.ts': "import { b } from './b'\nexport const a = b\nexport interface A {}",
      'src/b.ts':
        "import { type A } from './a'\nimport { A as Same } from './a'\nexport const b = (x: A, y: Same) => import('./a')",
    }
    expect((await inspect(importCycle, codeCollectors, files)).drafts).toEqual([])
  })
})
