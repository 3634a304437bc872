import { describe, expect, test } from 'vitest'
import { detect } from '../../src/checks/detect.ts'
import { keptFolders } from '../../src/checks/kept-folders.ts'

async function detected(files: Readonly<Record<string, string>>) {
  return (await detect(async (path) => files[path] ?? null, Object.keys(files))).checks
}

async function commands(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await detected(files)).map(({ kind, folder, argv }) => `${kind} ${folder}> ${argv.join(' ')}`)
}

async function repairOf(scripts: Readonly<Record<string, string>>): Promise<string | undefined> {
  const found = await detected({ 'package.json': pack(scripts) })
  return found.find(({ kind }) => kind === 'lint')?.repair?.join(' ')
}

const pack = (scripts: Readonly<Record<string, string>>, more: object = {}) => JSON.stringify({ scripts, ...more })

describe('packages of Node', () => {
  test('their scripts, the cheapest first, each with its place', async () => {
    const scripts = {
      test: 'vitest run',
      build: 'tsc -b',
      lint: 'eslint .',
      typecheck: 'tsc --noEmit',
      start: 'node .',
    }
    const found = await detected({ 'package.json': pack(scripts) })
    expect(found.map(({ name, source }) => [name, source])).toEqual([
      ['npm run typecheck', 'package.json scripts.typecheck'],
      ['npm run lint', 'package.json scripts.lint'],
      ['npm run build', 'package.json scripts.build'],
      ['npm test', 'package.json scripts.test'],
    ])
  })

  test.each([
    [{ 'pnpm-lock.yaml': '' }, {}, 'pnpm test'],
    [{ 'yarn.lock': '' }, {}, 'yarn test'],
    [{ 'bun.lock': '' }, {}, 'bun run test'],
    [{ 'package-lock.json': '' }, {}, 'npm test'],
    [{ 'package-lock.json': '' }, { packageManager: 'pnpm@9.1.0' }, 'pnpm test'],
  ])('are run by who wrote the lockfile: %j %j', async (lock, more, command) => {
    expect(await commands({ 'package.json': pack({ test: 'jest' }, more), ...lock })).toEqual([`test > ${command}`])
  })

  test('what the root only hands on is taken from the packages that it goes to', async () => {
    const root = {
      test: 'npm run server:test && cd client && npm test',
      'server:test': 'npm test --prefix server',
      lint: 'eslint .',
    }
    expect(
      await commands({
        'package.json': pack(root),
        'server/package.json': pack({ test: 'mocha' }),
        'client/package.json': pack({ test: 'jest' }),
      }),
    ).toEqual(['lint > npm run lint', 'test client> npm test', 'test server> npm test'])
    // A folder without a script of that kind changes nothing.
    expect(await commands({ 'package.json': pack(root), 'docs/package.json': pack({}) })).toEqual([
      'lint > npm run lint',
      'test > npm test',
    ])
  })

  test("those below count when the root says nothing, by the root's own manager", async () => {
    const files = {
      'package.json': JSON.stringify({ workspaces: ['packages/*'] }),
      'yarn.lock': '',
      'packages/a/package.json': pack({ test: 'jest' }),
      'frontend/package.json': pack({ lint: 'eslint .' }),
      'frontend/package-lock.json': '',
      'examples/x/package.json': pack({ test: 'jest' }),
      'a/b/c/package.json': pack({ test: 'jest' }),
    }
    expect(await commands(files)).toEqual(['lint frontend> npm run lint', 'test packages/a> yarn test'])
  })

  test('each kind is looked for by itself: what the root does not check is checked below', async () => {
    const files = {
      'package.json': pack({ lint: 'eslint .', test: 'echo "Error: no test specified" && exit 1' }),
      'package-lock.json': '',
      'packages/a/package.json': pack({ lint: 'eslint .', build: 'tsc', test: 'jest' }),
      'packages/b/package.json': pack({ test: 'jest' }),
    }
    expect(await commands(files)).toEqual([
      'lint > npm run lint',
      'build packages/a> npm run build',
      'test packages/a> npm test',
      'test packages/b> npm test',
    ])
  })

  const once = ['test > npm test']
  const apart = ['lint packages/a> npm run lint', 'test > npm test']
  test.each<[Readonly<Record<string, string>>, readonly string[]]>([
    [{ test: 'turbo run lint test' }, once],
    [{ test: 'nx run-many -t test,lint' }, once],
    [{ test: 'nx run-many --target=lint && nx run-many --target=test' }, once],
    [{ test: 'npm run all', all: 'pnpm -r lint && pnpm --recursive run test' }, once],
    [{ test: 'npm run lint --workspaces && jest' }, once],
    [{ test: 'yarn workspaces foreach -A run lint && jest' }, once],
    [{ test: 'turbo run test && eslint-dry lint' }, apart],
    [{ test: 'jest lint -r setup.js' }, apart],
    [{ test: 'npm run lint --workspace=packages/b && jest' }, apart],
  ])('what the root runs in all packages is not run there a second time: %j', async (root, found) => {
    const below = pack({ lint: 'eslint .', test: 'jest' })
    expect(await commands({ 'package.json': pack(root), 'packages/a/package.json': below })).toEqual(found)
  })

  test('nor is what a package below runs in all packages of its own', async () => {
    const files = {
      'web/package.json': pack({ test: 'turbo run test' }),
      'web/app/package.json': pack({ test: 'jest', lint: 'eslint .' }),
      'api/package.json': pack({ test: 'jest' }),
      'api/tool/package.json': pack({ test: 'jest' }),
    }
    expect(await commands(files)).toEqual([
      'lint web/app> npm run lint',
      'test api> npm test',
      'test api/tool> npm test',
      'test web> npm test',
    ])
  })

  test.each([
    'echo "Error: no test specified" && exit 1',
    'echo nothing to do',
    'true',
    '',
    'jest --watch',
    'tsc -w',
    'nodemon test.js',
    'vitest watch',
    'eslint . || true',
    'jest; exit 0',
    'npm run build && npm publish',
  ])('%j is no check', async (script) => {
    expect(await commands({ 'package.json': pack({ test: script }) })).toEqual([])
  })

  test.each(['jest --watchAll=false', 'vitest', 'vitest run --watch=false', 'echo start && jest'])(
    '%j is one',
    async (script) => {
      expect(await commands({ 'package.json': pack({ test: script }) })).toEqual(['test > npm test'])
    },
  )

  test.each([
    [{ lint: 'eslint . --max-warnings 0' }, 'eslint . --max-warnings 0 --fix'],
    [{ lint: 'npx biome ci src' }, 'biome check src --write'],
    [{ lint: 'prettier --check .' }, 'prettier . --write'],
    [{ lint: 'xo' }, 'xo --fix'],
    [{ lint: 'standard' }, 'standard --fix'],
    [{ lint: 'eslint . && prettier --check .' }, undefined],
    [{ lint: 'eslint . && prettier --check .', 'lint:fix': 'x' }, 'npm run lint:fix'],
    [{ lint: 'eslint .', fix: 'x' }, 'npm run fix'],
    [{ lint: './lint.sh', format: 'prettier --write .' }, 'npm run format'],
    [{ lint: './lint.sh', format: 'prettier --check .' }, undefined],
  ])('the repair of %j is %s', async (scripts, repair) => {
    expect(await repairOf(scripts)).toBe(repair)
  })

  test.each(['{', '[]', '{"scripts": 5}', '{"scripts": {"test": {}}}', '{"scripts": {"__proto__": "jest"}}'])(
    'a broken package.json declares nothing: %s',
    async (text) => {
      expect(await commands({ 'package.json': text })).toEqual([])
    },
  )
})

describe('other languages', () => {
  const bare = 'def test_a():\n    assert True\n'
  const classed = 'import unittest\nclass A(unittest.TestCase): pass\n'
  const mocked = 'from unittest.mock import patch\ndef test_a():\n    assert patch\n'
  const django = 'from django.core.management import execute_from_command_line\n'
  const pytest = 'test > python3 -m pytest'
  test.each([
    [{ 'pytest.ini': '' }, [pytest]],
    [{ 'pyproject.toml': '[tool.pytest.ini_options]\n' }, [pytest]],
    [{ 'setup.cfg': '[tool:pytest]\n' }, [pytest]],
    [{ 'tests/test_a.py': bare }, [pytest]],
    [{ 'tests/test_a.py': classed }, ['test > python3 -m unittest discover -s tests']],
    [{ 'tests/__init__.py': '', 'tests/test_a.py': classed }, ['test > python3 -m unittest discover']],
    [{ 'tests/test_a.py': classed, 'requirements.txt': 'pytest==9\n' }, [pytest]],
    [{ 'tests/test_a.py': classed, 'tests/test_b.py': 'import pytest\n' }, [pytest]],
    [{ 'tests/test_a.py': mocked }, [pytest]],
    [{ 'manage.py': django, 'shop/tests/test_a.py': classed }, ['test > python3 manage.py test']],
    [
      { 'manage.py': django, 'shop/tests/test_a.py': 'from django.test import TestCase\n' },
      ['test > python3 manage.py test'],
    ],
    [{ 'manage.py': django, 'shop/tests/test_a.py': classed, 'requirements.txt': 'pytest-django\n' }, [pytest]],
    [{ 'manage.py': 'print(1)\n', 'tests/test_a.py': bare }, [pytest]],
    [{ 'tests/fixtures/test_a.py': bare, 'notes.txt': '' }, []],
    [{ 'backend/pyproject.toml': '', 'backend/tests/test_a.py': bare }, ['test backend> python3 -m pytest']],
    [{ 'pyproject.toml': '[tool.black]\n', 'backend/tests/test_a.py': bare }, [pytest]],
    [{ 'pyproject.toml': '[tool.ruff]\n[tool.mypy]\nfiles = ["src"]\n' }, ['types > mypy', 'lint > ruff check .']],
    [{ 'mypy.ini': '[mypy]\n', 'ruff.toml': '' }, ['types > mypy .', 'lint > ruff check .']],
    [{ 'go.mod': '', 'a_test.go': '' }, ['lint > go vet ./...', 'test > go test -v ./...']],
    [{ 'Cargo.toml': '[package]\n' }, ['build > cargo build', 'test > cargo test']],
    [{ 'Cargo.toml': '[lints.clippy]\n' }, ['lint > cargo clippy', 'build > cargo build', 'test > cargo test']],
    [{ Makefile: 'lint:\n\truff\ntest: build\n\tgo\nVAR := x\n' }, ['lint > make lint', 'test > make test']],
    [{ Makefile: 'check:\n\tx\n' }, ['test > make check']],
    [{ Makefile: 'test:\n\tx\nlint:\n\ty\n', 'pytest.ini': '' }, ['lint > make lint', pytest]],
    [{ 'README.md': 'npm test' }, []],
  ])('%j', async (files, found) => {
    expect(await commands(files as Readonly<Record<string, string>>)).toEqual(found)
  })

  const hub = '[dependency-groups]\ndev = ["prek"]\n\n[tool.uv.workspace]\nmembers = ["backend"]\n'
  const member = '[project]\nname = "app"\n[tool.ruff]\n[tool.mypy]\n'
  const linted = ['types backend> mypy .', 'lint backend> ruff check .']

  test('a root that only holds a workspace of Python together hides none of its members', async () => {
    const files = { 'pyproject.toml': hub, 'backend/pyproject.toml': member, 'backend/tests/test_a.py': bare }
    expect(await commands(files)).toEqual([...linted, 'test backend> python3 -m pytest'])
    // Tests of its own are run with all others from the root, and once.
    expect(await commands({ ...files, 'tests/test_b.py': bare })).toEqual([...linted, pytest])
    // Without members there is nothing but the root.
    expect(await commands({ 'pyproject.toml': hub, 'tests/test_b.py': bare })).toEqual([pytest])
  })

  test('a workspace of Python is checked by its root, and by its members where the root says nothing', async () => {
    const root = `[project]\nname = "all"\n[tool.pytest.ini_options]\n[tool.ruff]\n${hub}`
    const files = { 'pyproject.toml': root, 'backend/pyproject.toml': member, 'backend/tests/test_a.py': bare }
    expect(await commands(files)).toEqual(['types backend> mypy .', 'lint > ruff check .', pytest])
  })

  test('several of them are all found', async () => {
    expect(await commands({ 'pytest.ini': '', 'frontend/package.json': pack({ test: 'jest' }) })).toEqual([
      'test frontend> npm test',
      pytest,
    ])
  })

  test('never more than twenty: the root comes first, then tests, then what lies higher, and the rest is named', async () => {
    const scripts = { lint: 'eslint .', test: 'jest' }
    const many = Object.fromEntries(Array.from({ length: 25 }, (_, at) => [`p/${at}/package.json`, pack(scripts)]))
    const files: Readonly<Record<string, string>> = {
      ...many,
      'package.json': pack({ build: 'tsc' }),
      'api/go.mod': '',
      'api/a_test.go': '',
    }
    const { checks, leftOut } = await detect(async (path) => files[path] ?? null, Object.keys(files))
    expect(checks).toEqual(await detected(files))
    expect(checks.map(({ kind, folder }) => `${kind} ${folder.split('/')[0]}`)).toEqual([
      'build ',
      ...Array.from({ length: 18 }, () => 'test p'),
      'test api',
    ])
    expect(leftOut.map(({ kind }) => kind).toSorted()).toEqual([
      ...Array.from({ length: 26 }, () => 'lint'),
      ...Array.from({ length: 7 }, () => 'test'),
    ])
  })
})

test("dependencies and compiled code outlive a change of commit, unless the folder is the repository's own", async () => {
  const files = [
    'package.json',
    'packages/a/package.json',
    'api/requirements.txt',
    'core/Cargo.toml',
    'web/package.json',
    'web/node_modules/x/index.js',
  ]
  expect(keptFolders([], files)).toEqual(['node_modules', 'packages/a/node_modules', 'api/.venv', 'core/target'])
})
