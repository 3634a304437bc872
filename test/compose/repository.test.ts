import { existsSync } from 'node:fs'
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openRepository } from '../../src/compose/repository.ts'
import { fixtureRepository } from '../../src/testing/index.ts'

const never = new AbortController().signal

describe('looking at a repository', () => {
  test('runs no program that the repository’s own configuration names', async () => {
    const { root, git, remove } = await fixtureRepository({
      'a.txt': 'a\n',
      '.gitattributes': '* filter=evil=x\n*.txt filter=evil\n',
    })
    const mark = join(root, '..', `${root.split('/').at(-1)}.ran`)
    const program = `touch ${mark}; cat`
    await git('config', 'filter.evil.clean', program)
    await git('config', 'filter.evil.process', program)
    await git('config', 'filter.evil.required', 'true')
    await git('config', 'core.fsmonitor', program)
    await utimes(join(root, 'a.txt'), 1, 1)
    const repository = await openRepository(root, never)
    expect(repository.dirty).toBe(false)
    expect(existsSync(mark)).toBe(false)
    await remove()
  })

  test('counts what is in no commit, and not its own folder', async () => {
    const { root, remove } = await fixtureRepository({ 'a.txt': 'a\n' })
    await writeFile(join(root, 'a.txt'), 'changed\n')
    await writeFile(join(root, 'new.txt'), 'new\n')
    expect(await openRepository(root, never)).toMatchObject({
      dirty: true,
      uncommitted: 2,
      branch: 'main',
      versioned: true,
    })
    await remove()
  })

  test('a folder without version control is taken by its contents, and an empty one is refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'echelon-plain-'))
    await expect(openRepository(folder, never)).rejects.toThrow(/holds no files/)
    await writeFile(join(folder, 'a.py'), 'a = 1\n')
    const one = await openRepository(folder, never)
    expect(one).toMatchObject({ versioned: false, branch: 'no version control', files: ['a.py'] })
    expect(one.commit).toMatch(/^unversioned-[0-9a-f]{12}$/)
    await expect(openRepository(folder, never, 'unversioned-000000000000')).rejects.toThrow(/no longer has that/)
    await rm(folder, { recursive: true })
  })

  test('a bare repository is refused in words, and nothing is written to it', async () => {
    const { root, git, remove } = await fixtureRepository({ 'a.txt': 'a\n' })
    const bare = `${root}-bare.git`
    await git('clone', '--quiet', '--bare', root, bare)
    await expect(openRepository(bare, never)).rejects.toThrow(
      /-bare\.git is a bare repository\. Give the folder of a checkout with --repo\.$/,
    )
    await rm(bare, { recursive: true })
    await remove()
  })

  test('a repository without a commit is told to make one', async () => {
    const { root, git, remove } = await fixtureRepository({ 'a.txt': 'a\n' })
    await git('update-ref', '-d', 'HEAD')
    expect(await openRepository(root, never)).toMatchObject({ versioned: false, branch: 'no commit yet' })
    await remove()
  })
})
