import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commitTree } from '../../src/git/commits.ts'
import { settleGitDir, writeGitDir } from '../../src/git/git-dir.ts'
import { checkCommit, checkRef } from '../../src/git/names.ts'
import { Pack } from '../../src/git/pack.ts'
import { parsePatch } from '../../src/git/parse-patch.ts'
import { moveRef, readRef } from '../../src/git/refs.ts'
import { createGit, type Git } from '../../src/git/run-git.ts'

let folder: string
let git: Git
const signal = AbortSignal.timeout(110_000)
const place = (): { gitDir: string } => ({ gitDir: join(folder, 'ours.git') })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'echelon-git-'))
  git = createGit({ home: join(folder, 'home'), owner: 'test' })
  await mkdir(join(folder, 'ours.git'))
  await writeGitDir({ path: join(folder, 'ours.git'), format: 'sha1', head: 'ref: refs/heads/main' })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('git sees nothing of the environment but what it needs', async () => {
  process.env.ECHELON_TEST_SECRET = 'canary-of-the-environment'
  process.env.GIT_DIR = '/nowhere'
  process.env.GIT_CONFIG_COUNT = '1'
  try {
    const { stdout: env } = await git({ place: place(), args: ['-c', 'alias.environment=!env', 'environment'], signal })
    expect(env.toString()).toContain('GIT_TERMINAL_PROMPT=0')
    expect(env.toString()).not.toContain('canary-of-the-environment')
    expect(env.toString()).toContain(`HOME=${join(folder, 'home')}`)
  } finally {
    delete process.env.ECHELON_TEST_SECRET
    delete process.env.GIT_DIR
    delete process.env.GIT_CONFIG_COUNT
  }
})

test('what git started ends with it when it is called off', async () => {
  const stop = new AbortController()
  const file = join(folder, 'late')
  const begun = join(folder, 'begun')
  const args = ['-c', `alias.slow=!(echo > '${begun}'; sleep 1; echo late > '${file}') & sleep 5`, 'slow']
  const running = git({ place: place(), args, signal: stop.signal })
  while (!existsSync(begun)) await sleep(10)
  stop.abort(new Error('enough'))
  await expect(running).rejects.toThrow('enough')
  await sleep(1_200)
  expect(existsSync(file)).toBe(false)
})

test('a code that is no answer is an error that says what git said', async () => {
  const args = ['cat-file', '-p', '1'.repeat(40)]
  await expect(git({ place: place(), args, signal })).rejects.toThrow(
    /git cat-file in .*ours\.git ended with 128: fatal: Not a valid object name/,
  )
  await expect(git({ place: { gitDir: join(folder, 'absent') }, args, signal })).rejects.toThrow('the folder is gone')
})

test('settings, hooks and attributes that somebody put into a git folder are gone after it was settled', async () => {
  const path = join(folder, 'drifted.git')
  await writeGitDir({ path, format: 'sha1', head: 'ref: refs/heads/main' })
  const before = await readFile(join(path, 'config'), 'utf8')
  await git({ place: { gitDir: path }, args: ['config', 'filter.x.clean', 'evil'], signal })
  await mkdir(join(path, 'hooks'))
  await mkdir(join(path, 'worktrees/x'), { recursive: true })
  await settleGitDir({ path, format: 'sha1', head: 'ref: refs/heads/main' })
  expect(await readFile(join(path, 'config'), 'utf8')).toBe(before)
  expect(['hooks', 'worktrees'].filter((name) => existsSync(join(path, name)))).toEqual([])
})

test('a ref moves from where it is said to be, once', async () => {
  const empty = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
  await git({ place: place(), args: ['hash-object', '-w', '-t', 'tree', '--stdin'], signal, input: '' })
  const { stdout } = await git({
    place: place(),
    args: ['commit-tree', empty, '-m', 'root'],
    signal,
    env: { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a' },
  })
  const root = stdout.toString().trim()
  const next = await commitTree(git, place(), { tree: empty, parent: root, message: 'next', wall: 1_000 }, signal)
  expect(await commitTree(git, place(), { tree: empty, parent: root, message: 'next\n\n', wall: 1_999 }, signal)).toBe(
    next,
  )
  const ref = 'refs/echelon/x/y'
  expect(await moveRef(git, place(), { ref, from: root, to: next }, signal)).toBe(false)
  expect(await moveRef(git, place(), { ref, from: null, to: root }, signal)).toBe(true)
  expect(await moveRef(git, place(), { ref, from: null, to: next }, signal)).toBe(false)
  const other = await commitTree(git, place(), { tree: empty, parent: root, message: 'other', wall: 1_000 }, signal)
  const wishes = [next, other]
  const both = await Promise.all(wishes.map((to) => moveRef(git, place(), { ref, from: root, to }, signal)))
  expect(both.filter((moved) => moved)).toHaveLength(1)
  expect(await readRef(git, place(), ref, signal)).toBe(wishes[both.indexOf(true)])
  // Asked again for what is so already: it is so.
  expect(await moveRef(git, place(), { ref, from: root, to: wishes[both.indexOf(true)] ?? next }, signal)).toBe(true)
})

test.each([
  'refs/heads/-x',
  'refs/heads/a..b',
  'refs/heads/a.lock',
  'HEAD',
  'refs/x',
  'refs/heads/a b',
  'refs/heads/',
  'refs/heads/a\n',
  'refs/heads/@{u}',
  '--upload-pack=x',
  'refs/heads/../x',
  `refs/heads/${'x'.repeat(300)}`,
])('no ref is called %j', (ref) => expect(() => checkRef(ref)).toThrow('is no name for a ref of ours'))

test.each(['HEAD', 'abc', `${'a'.repeat(40)}\n`, '-'.repeat(40), `${'a'.repeat(40)}^`, 'A'.repeat(40), ''])(
  'no commit is called %j',
  (commit) => expect(() => checkCommit(commit)).toThrow('is no full commit id'),
)

test('contents of any length come back as they were', async () => {
  const lengths = [0, 1, 15, 16, 17, 2_047, 2_048, 2_049, 300_000]
  const contents = lengths.map((length, seed) =>
    Buffer.from(Array.from({ length }, (_, index) => (index * 7 + seed) & 255)),
  )
  const pack = new Pack()
  for (const content of contents) pack.add(content)
  await pack.store(git, place(), 'sha1', signal)
  for (const content of contents) {
    const hash = await git({ place: place(), args: ['hash-object', '--stdin'], signal, input: content })
    const back = await git({ place: place(), args: ['cat-file', 'blob', hash.stdout.toString().trim()], signal })
    expect(back.stdout.equals(content)).toBe(true)
  }
})

test('a patch is read by its counts, whatever its lines say', () => {
  const line = fc.constantFrom(
    '',
    'diff --git a/x b/x',
    '@@ -1 +1 @@',
    '--- a/x',
    '+++ b/x',
    'Binary files a and b differ',
    '\\ No newline',
    '-',
    '+x',
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), fc.array(line, { maxLength: 6 }), (removed, added) => {
      const header = `@@ -3,${removed.length} +4,${added.length} @@`
      const body = [...removed.map((text) => `-${text}`), ...added.map((text) => `+${text}`)]
      const patch = [
        'diff --git a/f b/f',
        'index 1..2 100644',
        '--- a/f',
        '+++ b/f',
        `${header} function`,
        ...body,
        '\\ No newline at end of file',
        'diff --git a/g b/g',
        'Binary files a/g and b/g differ',
        '',
      ].join('\n')
      expect(parsePatch(patch)).toEqual([
        { binary: false, hunks: [{ header, oldStart: 3, newStart: 4, removed, added }] },
        { binary: true, hunks: [] },
      ])
    }),
  )
})
