import { execFileSync } from 'node:child_process'
import { readdirSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readFolder } from '../../src/inspectors/read-folder.ts'
import { readSnapshot, renamedFiles } from '../../src/inspectors/read-snapshot.ts'
import { testFolder, testRepository } from '../support/repository.ts'

const never = new AbortController().signal

describe('a repository at a commit', () => {
  test('is read as committed, whatever stands in the working tree', async () => {
    using repository = testRepository({ 'src/a.ts': 'one\r\ntwo\n', 'ä ö/b.py': 'x = "ü"\n' })
    const commit = repository.commit()
    repository.write({ 'src/a.ts': 'changed', 'src/new.ts': 'untracked' })
    const snapshot = await readSnapshot(repository.root, commit, never)
    expect(snapshot.files.map(({ path, text }) => [path, text])).toEqual([
      ['src/a.ts', 'one\r\ntwo\n'],
      ['ä ö/b.py', 'x = "ü"\n'],
    ])
    expect(snapshot.commit).toBe(commit)
  })

  test('leaves out what is no text, each with its reason', async () => {
    using repository = testRepository({
      'big.json': 'x'.repeat(1024 * 1024 + 1),
      'image.png': Buffer.from([0x89, 0x50, 0, 1]),
      'model.bin': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n',
      'empty.ts': '',
      'line\nfeed.ts': 'x',
    })
    symlinkSync('/etc/passwd', join(repository.root, 'link'))
    repository.commit()
    const head = repository.git('rev-parse', 'HEAD').trim()
    repository.git('update-index', '--add', '--cacheinfo', `160000,${head},module`)
    repository.git('commit', '-q', '-m', 'a submodule')
    const snapshot = await readSnapshot(repository.root, repository.git('rev-parse', 'HEAD').trim(), never)
    expect(snapshot.files.map((file) => file.path)).toEqual(['empty.ts'])
    expect(Object.fromEntries(snapshot.skipped.map(({ file, reason }) => [file, reason]))).toEqual({
      'big.json': 'larger than 1024 KiB',
      'image.png': 'binary',
      'line\nfeed.ts': 'its name has control characters',
      link: 'symbolic link',
      'model.bin': 'Git LFS pointer, not the file',
      module: 'submodule',
    })
    expect(snapshot.paths.has('link')).toBe(true)
  })

  test('leaves out what the tests feed to the product, and keeps its names', async () => {
    using repository = testRepository({
      'src/a.ts': '',
      'test/a.test.ts': '',
      'test/fixtures/shop/compose.yml': 'x: 1',
    })
    const snapshot = await readSnapshot(repository.root, repository.commit(), never)
    expect(snapshot.files.map((file) => file.path)).toEqual(['src/a.ts', 'test/a.test.ts'])
    expect(snapshot.skipped).toEqual([{ file: 'test/fixtures/shop/compose.yml', reason: 'data of the tests' }])
    expect(snapshot.paths.has('test/fixtures/shop/compose.yml')).toBe(true)
  })

  test('a tree made by hand cannot name a path outside', async () => {
    using repository = testRepository({ 'a.txt': 'x' })
    repository.commit()
    const blob = repository.git('rev-parse', 'HEAD:a.txt').trim()
    const tree = (line: string) =>
      execFileSync('git', ['-C', repository.root, 'mktree'], { input: line, encoding: 'utf8' }).trim()
    const inner = tree(`100644 blob ${blob}\tevil.txt\n`)
    const outer = tree(`040000 tree ${inner}\t..\n100644 blob ${blob}\tgood.txt\n`)
    const commit = repository.git('commit-tree', outer, '-m', 'hostile').trim()
    const snapshot = await readSnapshot(repository.root, commit, never)
    expect(snapshot.files.map((file) => file.path)).toEqual(['good.txt'])
    expect(snapshot.skipped).toEqual([{ file: '../evil.txt', reason: 'its name leads outside the repository' }])
  })

  test('takes in no more files and no more bytes than its bounds, and says which are missing', async () => {
    using repository = testRepository({ a: '1234', b: '1234', c: '1234', d: '1' })
    const commit = repository.commit()
    const few = await readSnapshot(repository.root, commit, never, { files: 2, fileBytes: 100, totalBytes: 100 })
    expect(few.files.map((file) => file.path)).toEqual(['a', 'b'])
    expect(few.skipped.map(({ file }) => file)).toEqual(['c', 'd'])
    const small = await readSnapshot(repository.root, commit, never, { files: 9, fileBytes: 100, totalBytes: 9 })
    expect(small.files.map((file) => file.path)).toEqual(['a', 'b', 'd'])
  })

  test('may be a folder of a larger repository; renames are told from there too', async () => {
    using repository = testRepository({ 'api/main.py': 'import os\n'.repeat(9), 'web/a.ts': 'x' })
    const first = repository.commit()
    repository.git('mv', 'api/main.py', 'api/app.py')
    const second = repository.commit()
    const root = join(repository.root, 'api')
    const snapshot = await readSnapshot(root, second, never)
    expect([...snapshot.paths]).toEqual(['app.py'])
    expect(await renamedFiles(root, first, second, never)).toEqual(new Map([['main.py', 'app.py']]))
  })

  test('a thousand files come back whole and in order', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, n) => [`f/${String(n).padStart(4, '0')}.ts`, `${n}\n`.repeat(n % 700)]),
    )
    using repository = testRepository(files)
    const snapshot = await readSnapshot(repository.root, repository.commit(), never)
    expect(snapshot.files.every(({ path, text }) => files[path] === text)).toBe(true)
    expect(snapshot.files).toHaveLength(1_000)
  })

  test('nothing in the repository is started or changed, whatever its configuration asks', async () => {
    using repository = testRepository({ 'a.ts': 'x', '.gitattributes': '*.ts filter=evil diff=evil\n' })
    const commit = repository.commit()
    const canary = join(repository.root, 'started')
    for (const key of ['core.fsmonitor', 'core.pager', 'filter.evil.smudge', 'diff.evil.textconv', 'diff.external'])
      repository.git('config', key, `touch ${canary}; cat`)
    repository.write({ 'a.ts': 'y' })
    const later = repository.git('commit-tree', `${commit}^{tree}`, '-p', commit, '-m', 'later').trim()
    const before = files(repository.root)
    await readSnapshot(repository.root, commit, never)
    await renamedFiles(repository.root, commit, later, never)
    expect(files(repository.root)).toEqual(before)
  })

  test.each([
    ['--output=x', 'is not a commit id'],
    ['HEAD', 'is not a commit id'],
    ['0123456789012345678901234567890123456789', 'cannot be read'],
  ])('the commit "%s" is refused: %s', async (commit, why) => {
    using repository = testRepository({ 'a.ts': 'x' })
    repository.commit()
    await expect(readSnapshot(repository.root, commit, never)).rejects.toThrow(why)
  })

  test('an aborted reading ends with the reason of the abort', async () => {
    using repository = testRepository({ 'a.ts': 'x' })
    const commit = repository.commit()
    await expect(readSnapshot(repository.root, commit, AbortSignal.abort(new Error('enough')))).rejects.toThrow(
      'enough',
    )
  })
})

describe('files renamed between two commits', () => {
  test('are found by their contents, also with odd names', async () => {
    using repository = testRepository({ 'old name.ts': 'const a = 1\n'.repeat(20), 'kept.ts': 'x' })
    const first = repository.commit()
    repository.git('mv', 'old name.ts', 'ne"w.ts')
    const second = repository.commit()
    expect(await renamedFiles(repository.root, first, second, never)).toEqual(new Map([['old name.ts', 'ne"w.ts']]))
  })

  test('are none when a commit is unknown, and none between a commit and itself', async () => {
    using repository = testRepository({ 'a.ts': 'x' })
    const commit = repository.commit()
    expect(await renamedFiles(repository.root, 'f'.repeat(40), commit, never)).toEqual(new Map())
    expect(await renamedFiles(repository.root, 'unversioned-123', commit, never)).toEqual(new Map())
    expect(await renamedFiles(repository.root, commit, commit, never)).toEqual(new Map())
  })
})

describe('a plain folder', () => {
  test('is read without the folders that tools fill, and its label follows its contents', async () => {
    using folder = testFolder({ 'src/a.ts': 'x', 'node_modules/b.js': 'y', 'dist/c.js': 'z', '.echelon/run/log': 'w' })
    symlinkSync('/etc/passwd', join(folder.root, 'link'))
    const first = await readFolder(folder.root, never)
    expect(first.files.map((file) => file.path)).toEqual(['src/a.ts'])
    expect(first.commit).toMatch(/^unversioned-[0-9a-f]{12}$/)
    expect(first.skipped).toContainEqual({ file: 'link', reason: 'symbolic link' })
    expect((await readFolder(folder.root, never)).commit).toBe(first.commit)
    folder.write({ 'src/a.ts': 'changed' })
    expect((await readFolder(folder.root, never)).commit).not.toBe(first.commit)
  })

  test('that is not there is said to be so', async () => {
    await expect(readFolder('/nowhere/at/all', never)).rejects.toThrow('cannot be listed')
  })
})

function files(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => `${name} ${statSync(join(root, name)).mtimeMs}`)
    .sort()
}
