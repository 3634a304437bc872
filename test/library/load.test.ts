import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { symlink, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { problemLine } from '../../src/domain/errors.ts'
import { defineSpecialist } from '../../src/library/define.ts'
import { type Given, loadLibrary } from '../../src/library/load.ts'
import { packageRoot, standardRoots } from '../../src/library/roots.ts'
import { folderWith, markdown } from './folders.ts'

const named = (name: string, description: string) => markdown(`name: ${name}\ndescription: ${description}\ntools: Read`)
const load = (folder: string, given: Given = {}) => loadLibrary({ roots: [{ folder, label: '' }], given })

test('a later root wins by name: package, user, subagents of the repository, its own definitions, code', async () => {
  const user = await folderWith({
    'agents/surveyor.md': named('surveyor', 'of the user'),
    'agents/registrar.md': named('registrar', 'of the user'),
    'agents/doc-writer.md': named('doc-writer', 'of the user'),
    'agents/bug-fixer.md': named('bug-fixer', 'of the user'),
  })
  const repository = await folderWith({
    '.claude/agents/registrar.md': named('registrar', 'of Claude Code'),
    '.claude/agents/doc-writer.md': named('doc-writer', 'of Claude Code'),
    '.claude/agents/bug-fixer.md': named('bug-fixer', 'of Claude Code'),
    '.echelon/agents/doc-writer.md': named('doc-writer', 'of the repository'),
    '.echelon/agents/bug-fixer.md': named('bug-fixer', 'of the repository'),
  })
  const fixer = defineSpecialist({ name: 'bug-fixer', description: 'of the code' })
  const library = await loadLibrary({ roots: standardRoots(repository, user), given: { specialists: [fixer] } })
  const said = (name: string) => library.specialists.get(name)?.description
  expect(library.problems).toEqual([])
  expect(said('evidence-checker')).toMatch(/^Checks the evidence/)
  expect(['surveyor', 'registrar', 'doc-writer', 'bug-fixer'].map(said)).toEqual([
    'of the user',
    'of Claude Code',
    'of the repository',
    'of the code',
  ])
  expect(library.provenance.filter(({ name }) => name === 'doc-writer' || name === 'bug-fixer')).toMatchObject([
    { file: 'defineSpecialist("bug-fixer")' },
    { file: '.echelon/agents/doc-writer.md' },
  ])
})

test('what a definition hashes to is what its file holds', async () => {
  const text = named('scout', 'looks')
  const library = await load(await folderWith({ 'agents/scout.md': text }))
  const sha256 = createHash('sha256').update(text).digest('hex')
  expect(library.provenance).toEqual([{ kind: 'specialist', name: 'scout', file: 'agents/scout.md', sha256 }])
})

test('each typo is one sentence with its place and what was meant', async () => {
  const folder = await folderWith({
    'agents/a.md': markdown('name: a\ndescription: d\nmemorymb: 12'),
    'agents/b.md': markdown('name: b\ndescription: d\nlayer: databse'),
    'agents/c.md': markdown('name: c\nlimits:\n  agents: 0\n  atempts: 2'),
    'coordinators/team.md': markdown(
      'name: team\ndescription: d\nspecialist: [a]\nspecialists: [a]\ntools: Read, Edit',
    ),
    'missions/night.md': markdown(
      'name: night\ndescription: d\nphases:\n  - name: recon\n    coordinator: [team]\n',
      '## recon\n\nGo.',
    ),
    'missions/day.md': markdown(
      'name: day\ndescription: d\nphases:\n  - name: recon\n    explorers: [a]\n  - name: mend\n    explorers: [a]',
      '## recno\n\nGo.\n\n## mend\n',
    ),
  })
  const library = await load(folder)
  expect(library.problems.map(problemLine)).toEqual([
    'agents/b.md:4  "layer" is "databse", which is not one of: frontend-architecture, frontend-components, state, middleware, database, auth, deployment, ci-tests, mcp, jobs, websocket, api, integration, environment, errors, performance; did you mean "database"?',
    'agents/c.md:2  "description" is missing',
    'agents/c.md:4  "limits.agents" must be at least 1',
    'agents/c.md:5  unknown key "atempts" in limits; did you mean "attempts"?',
    'coordinators/team.md:4  unknown key "specialist"; did you mean "specialists"?',
    'coordinators/team.md:6  a coordinator has no tools that change files: work belongs to its specialists',
    'missions/day.md:5  phase "recon" has no section "## recon" with its order',
    'missions/day.md:15  section "## mend" is empty: write what is wanted and why',
    'missions/day.md:11  section "## recno" belongs to no phase; did you mean "recon"?',
    'missions/night.md:6  unknown key "coordinator" in phases[0]; did you mean "coordinators"?',
  ])
  expect(library.warnings.map(problemLine)).toEqual(['agents/a.md:4  "memorymb" is not read; did you mean "memoryMb"?'])
  expect([...library.specialists.keys()]).toEqual(['a'])
})

test('two files of one folder cannot take the same name', async () => {
  const library = await load(
    await folderWith({ 'agents/a.md': named('twin', 'first'), 'agents/deep/b.md': named('twin', 'second') }),
  )
  expect(library.specialists.get('twin')?.description).toBe('first')
  expect(library.problems.map(problemLine)).toEqual([
    'agents/deep/b.md:2  the name "twin" is taken by agents/a.md in the same folder; this file is not read',
  ])
})

test('a link that leads out of the repository is refused, one that stays inside is followed', async () => {
  const outside = await folderWith({
    'secret.md': named('secret', 'not yours'),
    'folder/other.md': named('other', 'not yours'),
  })
  const repository = await folderWith({
    '.echelon/agents/a.md': named('a', 'd'),
    'shared/b.md': named('b', 'd'),
    '.claude/x': '',
  })
  await symlink(join(outside, 'secret.md'), join(repository, '.echelon/agents/secret.md'))
  await symlink(join(outside, 'folder'), join(repository, '.echelon/agents/folder'))
  await symlink(join(repository, 'shared/b.md'), join(repository, '.echelon/agents/b.md'))
  await symlink(join(repository, 'nowhere.md'), join(repository, '.echelon/agents/nowhere.md'))
  await symlink(join(repository, '.echelon/agents'), join(repository, '.echelon/agents/loop'))
  await symlink(outside, join(repository, '.claude/agents'))
  const roots = standardRoots(repository).filter(({ folder }) => folder !== packageRoot())
  const library = await loadLibrary({ roots })
  expect([...library.specialists.keys()]).toEqual(['a', 'b'])
  expect(library.problems.map(problemLine).sort()).toEqual([
    '.claude/agents:1  is a link that leads out of its folder, and is not read',
    '.echelon/agents/folder:1  is a link that leads out of its folder, and is not read',
    '.echelon/agents/nowhere.md:1  is a link that leads nowhere',
    '.echelon/agents/secret.md:1  is a link that leads out of its folder, and is not read',
  ])
})

test('pipes, giants and bytes that are no text are refused without waiting', async () => {
  const folder = await folderWith({
    'agents/giant.md': `---\nname: g\n---\n${'x'.repeat(600 * 1024)}`,
    'agents/README.md': '# Not a definition',
  })
  await promisify(execFile)('mkfifo', [join(folder, 'agents/pipe.md')])
  await writeFile(join(folder, 'agents/bytes.md'), Buffer.from([0x2d, 0x2d, 0x2d, 0x0a, 0xff, 0xfe]))
  const library = await load(folder)
  expect(library.problems.map(problemLine).sort()).toEqual([
    'agents/bytes.md:1  is not UTF-8 text',
    'agents/giant.md:1  is larger than 512 KiB',
    'agents/pipe.md:1  is not a regular file',
  ])
})

test('a root holds a thousand definitions, and says when there are more', async () => {
  const files = Array.from({ length: 1_005 }, (_, n) => [`agents/s${n}.md`, named(`s${n}`, 'd')] as const)
  const library = await load(await folderWith(Object.fromEntries(files)))
  expect(library.specialists.size).toBe(1_000)
  expect(library.problems.map(({ problem }) => problem)).toEqual(['after 1000 definitions the rest is not read'])
})

test('definitions of the user are named from home, so that no ledger carries the account', () => {
  expect(standardRoots('/repo', join(homedir(), '.config/echelon'))[1]).toMatchObject({ label: '~/.config/echelon' })
  expect(standardRoots('/repo', '/etc/echelon')[1]).toMatchObject({ label: '/etc/echelon' })
})
