import { describe, expect, test } from 'vitest'
import { codeCollectors } from '../../../src/inspectors/code/code.ts'
import { conflictMarker } from '../../../src/inspectors/code/conflict-marker.ts'
import { duplicateField } from '../../../src/inspectors/code/duplicate-field.ts'
import { missingExport } from '../../../src/inspectors/code/missing-export.ts'
import { moduleShadowed } from '../../../src/inspectors/code/module-shadowed.ts'
import { unparsableFile } from '../../../src/inspectors/code/unparsable-file.ts'
import { unresolvedModule } from '../../../src/inspectors/code/unresolved-module.ts'
import { survey } from '../../../src/inspectors/facts/survey.ts'
import { snapshotOf } from '../../../src/inspectors/snapshot.ts'
import { inspect } from '../../support/inspect.ts'

type Files = Record<string, string>

describe('a Python module that is not there', () => {
  const bad: [string, Files, string][] = [
    [
      'absolutely',
      {
        'backend/app/__init__.py': '',
        'backend/app/main.py': 'from app.services.gone import x',
        'backend/app/services/__init__.py': '',
      },
      'modules:backend/app/services',
    ],
    [
      'relatively',
      {
        'app/__init__.py': '',
        'app/api/__init__.py': '',
        'app/api/main.py': 'from ..core.gone import x',
        'app/core/__init__.py': '',
      },
      'modules:app/core',
    ],
  ]
  test.each(bad)('is found when imported %s', async (_, files, anchor) => {
    expect((await inspect(unresolvedModule, codeCollectors, files)).drafts).toMatchObject([
      { anchor, impact: 'feature-broken', instances: [{ line: 1 }] },
    ])
  })

  const fine: [string, Files][] = [
    [
      'an installed package',
      { 'app/__init__.py': '', 'app/main.py': 'import celery.utils\nfrom sqlalchemy.orm import x' },
    ],
    [
      'an installed package with the name of a folder',
      { 'alembic/env.py': 'from alembic.script import x', 'alembic/versions/a.py': 'x = 1' },
    ],
    ['a generated module', { 'app/__init__.py': '', 'app/main.py': 'from app.rpc_pb2 import x' }],
    [
      'an optional module',
      { 'app/__init__.py': '', 'app/main.py': 'try:\n    from app.local import x\nexcept ImportError:\n    x = None' },
    ],
    ['a compiled module', { 'app/__init__.py': '', 'app/main.py': 'from app.fast import x', 'app/fast.pyx': '' }],
    [
      'a script that moves the path',
      { 'app.py': '', 'tools2/run.py': 'import sys\nsys.path.append("..")\nfrom app.gone import x' },
    ],
    [
      'a package that another distribution of the repository brings along',
      {
        'gateway/src/shop/__init__.py': '',
        'gateway/src/shop/main.py': 'from shop._internal.app import app',
        'src/shop/_internal/app.py': 'app = 1',
      },
    ],
    ['a namespace package', { 'app/core/x.py': 'y = 1', 'app/main.py': 'from app.core.x import y' }],
  ]
  test.each(fine)('is not claimed for %s', async (_, files) => {
    expect((await inspect(unresolvedModule, codeCollectors, files)).drafts).toEqual([])
  })
})

describe('a file that does not parse', () => {
  test('is proven, its weight follows from who imports it, and tests are left to their own inspector', async () => {
    const { drafts } = await inspect(unparsableFile, codeCollectors, {
      'package.json': '{}',
      'src/main.ts': "import './broken'",
      'src/broken.ts': 'export const a = {\n  b: [1, 2\n}\n',
      'app/chores.py': 'def f(:\n    pass\n',
      'tests/test_a.py': 'def test_a(:\n    pass\n',
    })
    expect(drafts).toMatchObject([
      {
        anchor: 'folder:app',
        reach: 'unknown',
        impact: 'quality',
        confidence: 'proven',
        instances: [{ line: 1 }],
      },
      { anchor: 'folder:src', reach: 'reachable', impact: 'service-dead', confidence: 'proven' },
    ])
  })

  const fine: [string, Files][] = [
    ['JSX in a .js file', { 'src/a.js': 'export const A = () => <div>a</div>' }],
    ['Flow', { 'src/a.js': '// @flow\nexport type A = {| a: string |}' }],
    ['a template with holes', { 'src/a.ts': "<% if (x) { %>\nimport 'a'\n<% } %>" }],
    ['a fixture of invalid code', { 'test/fixtures/bad.ts': 'export const =' }],
    [
      'new Python syntax',
      {
        'app/a.py':
          'type X[T] = list[T]\ndef f[T](x: T) -> T:\n    return x\ny = f"{"a"}"\nmatch y:\n    case {"k": v} if v: pass\n',
      },
    ],
    ['Python 2', { 'app/a.py': 'print "hello"\n' }],
    ['long numbers of Python 2', { 'app/a.py': 'ip_int = 0L\n' }],
    ['backquotes of Python 2', { 'app/a.py': 'def f(k):\n    return `k`\n' }],
    ['caught errors of Python 2', { 'app/a.py': 'try:\n    f()\nexcept OSError, e:\n    pass\n' }],
  ]
  test.each(fine)('is not claimed for %s', async (_, files) => {
    expect((await inspect(unparsableFile, codeCollectors, files)).drafts).toEqual([])
  })
})

test('of Python only what is not valid counts as not read; what is read in part is listed as that', async () => {
  const files: Files = {
    'app/whole.py': 'def f():\n    yield\n',
    'app/partly.py': 'f = lambda a, /, b: a\n',
    'app/broken.py': 'def f(:\n    yield\n',
  }
  const { signal } = new AbortController()
  const { facts, survey: read } = await survey(snapshotOf('test', Object.entries(files)), codeCollectors, signal)
  expect(facts.all('unparsable')).toMatchObject([{ file: 'app/broken.py', line: 1 }])
  expect(read.skipped).toEqual([
    { file: 'app/partly.py', reason: 'in part: the grammar does not know all of this Python' },
  ])
})

test.each([
  ['a module that is read in part', 'f = lambda a, /, b: a\n', 0],
  ['items in brackets that bind it', 'with (\n    open("x") as c,\n    open("y") as d.e,\n):\n    pass\n', 0],
  ['a tuple of targets that binds it', 'with f() as (c, d):\n    pass\n', 0],
  ['a module with a bare yield that does not bind it', 'def f():\n    yield\n', 1],
])('a name is said to be missing only where all is read: %s', async (_, text, count) => {
  const files = { 'app/__init__.py': '', 'app/a.py': 'from app.b import c\n', 'app/b.py': text }
  expect((await inspect(missingExport, codeCollectors, files)).drafts).toHaveLength(count)
})

test('a declaration file that does not parse stops no program', async () => {
  const files = { 'package.json': '{}', 'src/main.ts': "import './a'", 'src/a.d.ts': 'export const a: number\n}\n' }
  expect((await inspect(unparsableFile, codeCollectors, files)).drafts).toMatchObject([{ impact: 'quality' }])
})

describe('a Python module hidden by another', () => {
  test('a package beside it wins', async () => {
    const { drafts } = await inspect(moduleShadowed, codeCollectors, {
      'app/deps.py': '"""Doc."""\nimport os\n',
      'app/deps/__init__.py': 'x = 1',
    })
    expect(drafts).toMatchObject([
      { anchor: 'shadowed:app/deps.py', confidence: 'proven', evidence: [{ startLine: 2 }, { role: 'related' }] },
    ])
  })

  test('a script gets the file beside it instead of the standard module', async () => {
    const files = {
      'worker/logging.py': 'x = 1',
      'worker/run.py': "import logging\nif __name__ == '__main__':\n    logging.info('x')",
    }
    expect((await inspect(moduleShadowed, codeCollectors, files)).drafts).toMatchObject([
      { anchor: 'standard:worker/logging.py', confidence: 'medium' },
    ])
  })

  const fine: [string, Files][] = [
    ['a folder that is no package', { 'app/deps.py': 'x = 1', 'app/deps/notes.py': '' }],
    [
      'a package that loads the file itself',
      { 'app/deps.py': 'x = 1', 'app/deps/__init__.py': 'import importlib\nx = importlib.load("deps.py")' },
    ],
    [
      'a standard name inside a package',
      {
        'app/__init__.py': '',
        'app/logging.py': 'x = 1',
        'app/run.py': "import logging\nif __name__ == '__main__': pass",
      },
    ],
  ]
  test.each(fine)('is not claimed for %s', async (_, files) => {
    expect((await inspect(moduleShadowed, codeCollectors, files)).drafts).toEqual([])
  })
})

describe('a field written twice', () => {
  const bad: [string, Files, string, number, string][] = [
    [
      'an object',
      { 'src/a.ts': 'export const config = {\n  retries: 1,\n  retries: 3,\n}' },
      'src/a.ts#config',
      3,
      'quality',
    ],
    ['a class', { 'src/a.ts': 'class Job {\n  name = 1\n  name = 2\n}' }, 'src/a.ts#Job', 3, 'quality'],
    [
      'an object, twice the same',
      { 'src/a.ts': 'export const config = {\n  retries: 1,\n  retries: 1,\n}' },
      'src/a.ts#config',
      3,
      'hygiene',
    ],
  ]
  test.each(bad)('is found in %s', async (_, files, anchor, line, impact) => {
    expect((await inspect(duplicateField, codeCollectors, files)).drafts).toMatchObject([
      { anchor, impact, confidence: 'proven', instances: [{ line }] },
    ])
  })

  const fine: [string, Files][] = [
    [
      'accessors and overloads',
      {
        'src/a.ts':
          'class A {\n  get a() { return 1 }\n  set a(x) {}\n  f(x: string): void\n  f(x: number): void\n  f(x: unknown) {}\n  static g = 1\n  g = 2\n}',
      },
    ],
    ['an object that spreads', { 'src/a.ts': 'export const a = { x: 1, ...b, x: 2 }' }],
    ['computed keys', { 'src/a.ts': 'export const a = { [x]: 1, [x]: 2 }' }],
    ['Python, which Ruff reads', { 'app/a.py': 'x = {"a": 1, "a": 2}\n' }],
  ]
  test.each(fine)('is not claimed for %s', async (_, files) => {
    expect((await inspect(duplicateField, codeCollectors, files)).drafts).toEqual([])
  })
})

test('an unresolved merge is found, and a line of signs in a text is not', async () => {
  const files = {
    'src/a.css': 'a {}\n<<<<<<< HEAD\nb {}\n=======\nc {}\n>>>>>>> main\n',
    'src/b.css': '/*\n=======\n<<<<<<< \n*/',
  }
  expect((await inspect(conflictMarker, codeCollectors, files)).drafts).toMatchObject([
    { anchor: 'conflict:src/a.css', instances: [{ line: 2 }] },
  ])
})
