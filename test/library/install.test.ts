import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { installDefinitions } from '../../src/library/install.ts'
import { loadLibrary } from '../../src/library/load.ts'
import { standardRoots } from '../../src/library/roots.ts'
import { folderWith } from './folders.ts'

test('init copies every definition for editing, and the copies take the place of the originals', async () => {
  const repository = await folderWith({})
  const { written, kept } = await installDefinitions(join(repository, '.echelon'))
  expect(kept).toEqual([])
  expect(written).toEqual(
    expect.arrayContaining([
      'agents/surveyor.md',
      'coordinators/quality.md',
      'missions/full-stack-audit.md',
      '.gitignore',
    ]),
  )
  const library = await loadLibrary({ roots: standardRoots(repository) })
  expect(library.problems).toEqual([])
  expect(library.provenance.every(({ file }) => file.startsWith('.echelon/'))).toBe(true)
})

test('a second init keeps what was edited and says so', async () => {
  const target = join(await folderWith({}), '.echelon')
  await installDefinitions(target, ['surveyor'])
  await writeFile(join(target, 'agents/surveyor.md'), 'mine')
  const { written, kept } = await installDefinitions(target, ['surveyor', 'quality'])
  expect({ written, kept }).toEqual({
    written: ['coordinators/quality.md'],
    kept: ['agents/surveyor.md', '.gitignore'],
  })
  expect(await readFile(join(target, 'agents/surveyor.md'), 'utf8')).toBe('mine')
})

test('git tracks definitions, settings and the register, and nothing that a run leaves', async () => {
  const repository = await folderWith({
    '.echelon/register.json': '{}',
    '.echelon/settings.yaml': '',
    '.echelon/runs/1/HANDOFF.md': '',
    '.echelon/runs/1/agents/x.md': '',
    '.echelon/ledger.sqlite': '',
  })
  await installDefinitions(join(repository, '.echelon'), ['surveyor'])
  const git = (...args: readonly string[]) => promisify(execFile)('git', args, { cwd: repository })
  await git('init', '-q')
  const { stdout } = await git('ls-files', '--others', '--exclude-standard')
  expect(stdout.trim().split('\n')).toEqual([
    '.echelon/.gitignore',
    '.echelon/agents/surveyor.md',
    '.echelon/register.json',
    '.echelon/settings.yaml',
  ])
})

test('the file with which an earlier run hid the folder makes way, one that a person wrote does not', async () => {
  const ran = await folderWith({ '.gitignore': '*\n' })
  expect((await installDefinitions(ran, [])).written).toEqual(['.gitignore'])
  expect(await readFile(join(ran, '.gitignore'), 'utf8')).toContain('!/agents/')
  const own = await folderWith({ '.gitignore': 'runs/\n' })
  expect((await installDefinitions(own, [])).kept).toEqual(['.gitignore'])
  expect(await readFile(join(own, '.gitignore'), 'utf8')).toBe('runs/\n')
})

test('an unknown name is refused before anything is written', async () => {
  const repository = await folderWith({})
  await expect(installDefinitions(join(repository, '.echelon'), ['surveyor', 'surveyer'])).rejects.toThrow(
    'the package has no definition "surveyer"; did you mean "surveyor"?',
  )
  await expect(readFile(join(repository, '.echelon/agents/surveyor.md'))).rejects.toThrow('ENOENT')
})
