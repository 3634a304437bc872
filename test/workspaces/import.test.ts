import { execFileSync } from 'node:child_process'
import { chmod, mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Change } from '../../src/domain/change.ts'
import type { Workspace, Workspaces } from '../../src/ports/workspaces.ts'
import { branchName } from '../../src/workspaces/branch-name.ts'
import { forbiddenLink, forbiddenName, sameOnSomeSystems } from '../../src/workspaces/forbidden.ts'
import { Bench, soon } from './bench.ts'
import { plain } from './traps.ts'

describe('what an agent did is told by content', () => {
  let bench: Bench
  let workspaces: Workspaces
  beforeAll(async () => {
    bench = await Bench.make({
      'a.txt': 'one\n',
      'src/b.txt': 'two\n',
      'deep/c/d.txt': 'x\n',
      '.gitignore': 'built/\n',
      '.echelon/settings.yaml': 'checks: []\n',
    })
    workspaces = (await bench.open()).workspaces
  })
  afterAll(() => bench.remove())

  async function changesAfter(act: (workspace: Workspace) => Promise<void>): Promise<readonly Change[]> {
    const workspace = await workspaces.open(bench.order('t'), soon())
    await act(workspace)
    const changes = await workspace.changes(soon())
    await workspace.close()
    return changes
  }
  const brief = (changes: readonly Change[]) =>
    changes.map(({ path, kind, forbidden }) => [path, kind, forbidden === null ? 'ok' : forbidden])

  test('a change with the time stamp and size of before', async () => {
    const changes = await changesAfter(async ({ path }) => {
      const file = join(path, 'a.txt')
      await writeFile(file, 'ONE\n')
      await utimes(file, 1, 1)
      await plain(path, 'update-index', '--assume-unchanged', 'a.txt')
    })
    expect(brief(changes)).toEqual([['a.txt', 'modified', 'ok']])
  })

  test('a change that the agent committed itself, or hides from its own git', async () => {
    const changes = await changesAfter(async ({ path }) => {
      await writeFile(join(path, 'a.txt'), 'ONE\n')
      await writeFile(join(path, 'hidden.txt'), 'x\n')
      await plain(path, 'commit', '-qam', 'mine')
      await writeFile(join(path, '../agent.git/info/exclude'), '*\n')
    })
    expect(brief(changes)).toEqual([
      ['a.txt', 'modified', 'ok'],
      ['hidden.txt', 'added', 'ok'],
    ])
  })

  test('the right to be executed, a file that becomes a folder, a folder that becomes a file', async () => {
    const changes = await changesAfter(async ({ path }) => {
      await chmod(join(path, 'a.txt'), 0o755)
      await rm(join(path, 'src/b.txt'))
      await mkdir(join(path, 'src/b.txt'))
      await writeFile(join(path, 'src/b.txt/inner.txt'), 'x\n')
      await rm(join(path, 'deep'), { recursive: true })
      await writeFile(join(path, 'deep'), 'a file\n')
    })
    expect(brief(changes)).toEqual([
      ['a.txt', 'modified', 'ok'],
      ['deep', 'added', 'ok'],
      ['deep/c/d.txt', 'deleted', 'ok'],
      ['src/b.txt', 'deleted', 'ok'],
      ['src/b.txt/inner.txt', 'added', 'ok'],
    ])
  })

  test('a folder that became a link: nothing behind it is read', async () => {
    const changes = await changesAfter(async ({ path }) => {
      await rename(join(path, 'src'), join(bench.folder, 'elsewhere'))
      await symlink(join(bench.folder, 'elsewhere'), join(path, 'src'))
    })
    expect(brief(changes)).toEqual([
      ['src', 'added', 'it is a link to an absolute path'],
      ['src/b.txt', 'deleted', 'ok'],
    ])
  })

  test('what may never be taken over', async () => {
    const changes = await changesAfter(async ({ path }) => {
      for (const name of [
        '.claude/settings.json',
        '.mcp.json',
        'pkg/.npmrc',
        '.husky/pre-commit',
        '.gitmodules',
        '.GIT/config',
        'A.txt',
        'SRC/other.txt',
      ])
        await writeIn(path, name, 'x\n')
      await writeIn(path, '.echelon/settings.yaml', 'checks: [evil]\n')
      await symlink('../../outside', join(path, 'out'))
      await symlink('b.txt', join(path, 'src/fine'))
      execFileSync('sh', ['-c', `mkfifo '${join(path, 'pipe')}'`])
    })
    expect(Object.fromEntries(brief(changes).map(([path, , reason]) => [path, reason]))).toEqual({
      '.claude/settings.json': 'it configures an agent or an editor, or runs on its own',
      '.mcp.json': 'it configures a tool that would run commands or send keys elsewhere',
      'pkg/.npmrc': 'it configures a tool that would run commands or send keys elsewhere',
      '.husky/pre-commit': 'it configures an agent or an editor, or runs on its own',
      '.gitmodules': 'its name has a meaning for git',
      '.GIT/config': 'its name has a meaning for git',
      'A.txt': 'some file systems take its name for another one here',
      'SRC/other.txt': 'some file systems take its name for another one here',
      '.echelon/settings.yaml': 'it belongs to Echelon itself',
      out: 'it is a link that leads outside of the repository',
      'src/fine': 'ok',
    })
  })

  test('lines that look like a patch, and names that need quotes', async () => {
    const text = 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n\\ No newline'
    const changes = await changesAfter(async ({ path }) => {
      await writeFile(join(path, 'a.txt'), text)
      await writeFile(join(path, 'ä "quoted" name.txt'), 'x\n')
    })
    expect(changes.map(({ path, hunks }) => [path, hunks.map(({ removed, added }) => [removed, added])])).toEqual([
      ['a.txt', [[['one'], text.split('\n')]]],
      ['ä "quoted" name.txt', [[[], ['x']]]],
    ])
  })
})

async function writeIn(root: string, name: string, text: string): Promise<void> {
  await mkdir(join(root, name, '..'), { recursive: true })
  await writeFile(join(root, name), text)
}

test.each([
  '.git/config',
  'a/.GIT/hooks/x',
  '.git ',
  '.git.',
  '.git::$INDEX_ALLOCATION/x',
  'git~1',
  'GIT~2/x',
  '.g\u200cit',
  '.gitmodules',
  'a/.gitconfig',
  '.git\u200d',
  '.Claude/x',
  '.NPMRC',
  'x/.vscode/tasks.json',
  'a\\b',
  'a\nb',
  'a\u0007',
  '.echelon/runs/x',
  '.ECHELON/x',
  'bad\uFFFDname',
  '...',
  'a//b',
])('%j may not be taken over by its name', (path) => {
  expect(forbiddenName(path)).not.toBe(null)
})

test.each([
  '.gitignore',
  'a/.gitattributes',
  '.gitkeep',
  '.github/workflows/ci.yml',
  'digit/x',
  'src/git.ts',
  'docs/.gitlab-ci.yml',
  'ä.txt',
  'a b',
])('%j may be taken over by its name', (path) => {
  expect(forbiddenName(path)).toBe(null)
})

test.each([
  ['a', '/etc/passwd', false],
  ['a', '../x', false],
  ['a/b', '../../x', false],
  ['a/b', '../x', true],
  ['a/b', './../../a/../../x', false],
  ['a', '.git/config', false],
  ['a', 'C:\\x', false],
  ['a', 'b', true],
])('a link at %s to %s', (path, target, fine) => {
  expect(forbiddenLink(path, target) === null).toBe(fine)
})

test('a path that differs from another in case, composition or a dot alone is a double', () => {
  expect([...sameOnSomeSystems(['Src/a', 'x', 'é', 'y'], ['src/b', 'src/c', 'X/y', 'Src/d'])]).toEqual([
    'src/b',
    'src/c',
    'X/y',
  ])
  expect([...sameOnSomeSystems(['\u00e9'], ['e\u0301'])]).toEqual(['e\u0301'])
  expect([...sameOnSomeSystems(['a'], ['a.'])]).toEqual(['a.'])
  expect([...sameOnSomeSystems([], ['n', 'N'])]).toEqual(['n', 'N'])
  expect([...sameOnSomeSystems(['src/a'], ['src/b'])]).toEqual([])
})

test('two attempts never share a branch', () => {
  const pairs = [
    ['a', '1'],
    ['a-1', '1'],
    ['a', '1-1'],
    ['a/b', '1'],
    ['a:b', '1'],
    ['a-b', '1'],
    ['A', '1'],
    ['ä', '1'],
    ['', '1'],
    ['x'.repeat(300), '1'],
    ['x'.repeat(301), '1'],
    ['..', '1'],
    ['a.lock', '1'],
    ['-a', '1'],
  ] as const
  const names = pairs.map(([task, attempt]) => branchName(task, attempt))
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length)
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,99}$/)
})
