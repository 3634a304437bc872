import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clear, type Night, night, reviewed, writes } from '../../support/night.ts'

// One real night: a change that lands at once, one that is sent back and lands, one that somebody stronger lands, one that fails.
let played: Night
beforeAll(async () => {
  played = await night({
    tasks: { plain: ['notes.md'], again: ['left.txt'], hard: ['right.txt'], never: ['number.txt'] },
    takeover: true,
    does: (key, attempt, { actor }) => {
      if (key === 'plain') return writes({ 'notes.md': 'All 21 debts are fixed.\n' })
      if (key === 'again') return writes({ 'left.txt': attempt === 1 ? 'two\nleft\n' : 'one\nport\n' })
      if (key === 'hard') return writes({ 'right.txt': actor.name === 'senior' ? 'one\nstarboard\n' : 'two\nright\n' })
      return writes({ 'number.txt': `${attempt + 40}\n` })
    },
    reviews: () => reviewed(true),
  })
})
afterAll(() => clear(played))

test('a run that lands something closes with every sentence of its documents covered', async () => {
  expect(played.facts('claim.rejected')).toEqual([])
  expect(await readdir(played.result.documents)).toEqual(
    expect.arrayContaining(['PR_LEDGER.md', 'HANDOFF.md', 'quirks.md']),
  )
})

test('the commits, trees and commands of the documents are those of git', async () => {
  const [handoff, ledger] = [await played.read('HANDOFF.md'), await played.read('PR_LEDGER.md')]
  const git = (...args: readonly string[]) => played.repository.git(...args)
  const rows = [...ledger.matchAll(/^\| #\d+ \| `([0-9a-f]{8})` \| `([0-9a-f]{8})`/gm)]
  expect(rows).toHaveLength(3)
  for (const [, commit = '', tree = ''] of rows) expect(await git('rev-parse', `${commit}^{tree}`)).toMatch(`${tree}`)
  const [log = ''] = /git log --oneline \S+\.\.echelon\/[\w-]+/.exec(handoff) ?? []
  const { stdout } = await promisify(execFile)('git', log.split(' ').slice(1), { cwd: played.repository.root })
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.slice(0, 7)),
  ).toEqual(rows.map(([, commit = '']) => commit.slice(0, 7)).toReversed())
})

test('the handoff tells of each way: landed, sent back, taken over, given up', async () => {
  const handoff = await played.read('HANDOFF.md')
  expect(handoff).toContain('3 changes landed, 1 after a takeover; no debt paid.')
  expect(handoff).toContain('by senior, approved by critic')
  expect(handoff).toMatch(/\| `tests` \| passed \| 2 \/ 0 \/ \w+ \| passed \| 2 \/ 0 \/ \w+ \| no \|/)
  expect(handoff).toMatch(/Escalated for broken_tests: 1 task \([^)]*\/never\)/)
  expect(handoff).toMatch(/Decide on task [^ ]*\/never/)
  const tasks = await played.read('TASKS.md')
  expect(tasks).toMatch(/\/again .*attempt 1 sent back for checks: .*; landed as `[0-9a-f]{8}`/)
  expect(tasks).toMatch(/\/hard .*taken over by senior for broken_tests; landed as/)
})
