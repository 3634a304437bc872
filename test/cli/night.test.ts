import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type FixtureRepository, fixtureRepository } from '../../src/testing/index.ts'
import { shop } from '../definitions/shop.ts'
import { begin, bin, echelon, echelonHere, values } from './echelon.ts'

// A night is real: on a busy machine it takes several seconds.
vi.setConfig({ testTimeout: 90_000 })

const settings = `checks:
  - { name: compose, kind: build, run: [node, -e, "process.exit(require('fs').existsSync('docker-compose.yml') ? 0 : 1)"] }
`
let repository: FixtureRepository
let work: string

beforeAll(async () => {
  repository = await fixtureRepository(shop)
  work = `${repository.root}-work`
  await mkdir(join(repository.root, '.echelon'))
  await writeFile(join(repository.root, '.echelon/.gitignore'), '*\n')
  await writeFile(join(repository.root, '.echelon/settings.yaml'), settings)
})
afterAll(async () => {
  await rm(work, { recursive: true, force: true })
  await repository.remove()
})

/** Verbs that end at once. */
const ask = (...args: readonly string[]) => echelonHere([...args, '--repo', repository.root, '--work', work])

test('a night is stopped in the middle, resumed to its end, and leaves one branch, its documents and a folder to clean', async () => {
  const { root, git } = repository
  const head = await git('rev-parse', 'HEAD')
  const night = begin([bin, 'night-mission', 'wake', 'up', '--json', '--work', work], root)
  await night.line(/"type":"phase\.started","phase":"debts"/)
  night.child.kill('SIGTERM')
  const stopped = await night.ended
  expect(values(stopped.out).at(-1)).toMatchObject({ type: 'result', outcome: 'stopped', exitCode: 4 })
  expect(stopped.code).toBe(4)

  const kept = values((await ask('clean', '--json')).out)[0]
  expect(kept).toMatchObject({ type: 'clean', kept: { runs: [{ over: false }] }, removed: { runs: [] } })

  const resumed = await echelon(['resume', '--json', '--work', work], root)
  const lines = values(resumed.out)
  const result = lines.at(-1)
  expect(result).toMatchObject({ type: 'result', outcome: 'accomplished', exitCode: 0 })
  expect(resumed.code).toBe(0)
  expect(lines.slice(0, -1).every(({ type }) => type === 'event' || type === 'notice')).toBe(true)
  expect(result?.files).toEqual(
    expect.arrayContaining(['HANDOFF.md', 'PR_LEDGER.md', 'TECHNICAL_DEBT.md', 'report.html']),
  )
  expect(result?.branch).toBe(`echelon/${String(result?.run)}`)

  const branches = await git('for-each-ref', '--format=%(refname:short)', 'refs/heads')
  expect(branches.split('\n').toSorted()).toEqual([result?.branch, 'main'])
  const landed = await git(
    'log',
    '--format=%(trailers:key=Task-Id,valueonly,separator=)',
    `main..${String(result?.branch)}`,
  )
  const tasks = landed.split('\n')
  expect(tasks.length).toBeGreaterThan(0)
  expect(new Set(tasks).size).toBe(tasks.length)
  expect(result?.landed).toHaveLength(tasks.length)
  expect(await git('rev-parse', 'HEAD')).toBe(head)
  expect(await git('status', '--porcelain')).toBe('')

  expect((await ask('status')).out).toMatch(new RegExp(`\\nlane {2}${tasks.length} landed`))
  expect((await ask('handoff')).out).toContain(`git merge ${String(result?.branch)}`)
  const cleaned = await ask('clean', '--all')
  expect(cleaned.out).toMatch(/branch of \S+: shown in your repository\n/)
  expect(cleaned.out).toMatch(
    /Removed +\d+ workspaces?, the refs of 1 run(?:, \d+ rescue refs?)?; [\d.]+ [KM]B are free again\n$/,
  )
  expect((await ask('clean')).out).toMatch(/Removed +nothing\n$/)
  // Without --work it is the folder that the runs of this repository worked in.
  const known = await echelonHere(['clean', '--repo', root])
  expect(known.out).toMatch(/^\S+-work {2}[\d.]+ [KM]B\n/)
})

test('cleaning is refused while a run is at work, and says whose it is', async () => {
  const audit = begin([bin, 'full-stack-audit', '--work', work], repository.root)
  await audit.line(/phase survey begins/)
  const refused = await ask('clean', '--all')
  expect(refused.err).toMatch(/ is in use by process \d+, run \S+-full-stack-audit-\w+\. /)
  expect(refused.code).toBe(4)
  audit.child.kill('SIGTERM')
  await audit.ended
  const nowhere = await echelonHere(['clean', '--repo', repository.root, '--work', `${work}-none`])
  expect(nowhere.out).toBe('This repository has no work folder, so there is nothing to clean.\n')
})
