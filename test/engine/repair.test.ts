import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { defineMission, runMission } from '../../src/index.ts'
import type { FixtureRepository } from '../../src/testing/index.ts'
import { stageRepository, suite } from '../support/night.ts'

// Nights are real: on a busy machine each takes several seconds.
vi.setConfig({ testTimeout: 120_000 })

const house = `const fs = require('fs')
const text = fs.readFileSync('number.txt', 'utf8')
if (process.argv[2] === 'repair') fs.writeFileSync('number.txt', '1\\n')
else if (text !== '1\\n') process.exit(1)
`
const settings = `checks:
  - { name: house style, kind: lint, run: node house.cjs, repair: node house.cjs repair }
`
const mending = defineMission({
  name: 'mending',
  description: 'Repairs what is red.',
  phases: [
    { name: 'recon', coordinators: ['platform'], decompose: 'recon' },
    { name: 'repair', coordinators: ['quality'], after: ['recon'], decompose: 'repair', needs: ['workspaces'] },
  ],
})

let repository: FixtureRepository | null = null
afterEach(async () => {
  if (repository === null) return
  await rm(`${repository.root}-work`, { recursive: true, force: true })
  await repository.remove()
})

test('a repair of files in nobody of the phase’s domain says so, and not that there was nothing to do', async () => {
  repository = await stageRepository({ ...suite, 'house.cjs': house, 'number.txt': '2\n' })
  const { root } = repository
  await writeFile(join(root, '.echelon/settings.yaml'), settings)
  const { state } = await runMission({ mission: mending, repo: root, work: `${root}-work`, env: {} }).result
  expect(state.tasks.get('repair/quality/repair-1')?.end?.fact).toMatchObject({
    state: 'done',
    reason: 'what it would change lies in other domains',
  })
})
