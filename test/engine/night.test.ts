import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { trailersOf } from '../../src/domain/trailer.ts'
import { clear, finished, type Night, night, reviewed, type Stage, suite, writes } from '../support/night.ts'

// Nights are real: on a busy machine each takes several seconds.
vi.setConfig({ testTimeout: 120_000 })

let played: Night | null = null
afterEach(async () => {
  if (played !== null) await clear(played)
  played = null
})

async function play(stage: Stage): Promise<Night> {
  played = await night(stage)
  return played
}

describe('a change lands', () => {
  test('as one commit with its provenance; the checkout of the user is as it was', async () => {
    const tonight = await play({
      tasks: { notes: ['notes.md'] },
      does: () => writes({ 'notes.md': 'Better notes.\n' }),
    })
    expect(tonight.result.outcome).toBe('accomplished')
    expect(await tonight.landed('notes.md')).toBe('Better notes.')
    const message = await tonight.repository.git('log', '-1', '--format=%B', tonight.branch)
    expect(trailersOf(message)).toEqual(
      expect.arrayContaining([
        { token: 'Task-Id', value: 'act/builders/notes' },
        { token: 'Attempt', value: '1' },
        { token: 'Reviewed-by', value: 'critic' },
        { token: 'Run', value: tonight.result.run },
      ]),
    )
    expect(await tonight.repository.git('status', '--porcelain', '--untracked-files=no')).toBe('')
    expect(await tonight.repository.git('branch', '--show-current')).toBe('main')
    expect(await readFile(join(tonight.repository.root, 'notes.md'), 'utf8')).toBe('Notes.\n')
  })

  test('and its tree is the tree that the lane tested', async () => {
    const tonight = await play({
      tasks: { notes: ['notes.md'], left: ['left.txt'] },
      does: (key) => writes(key === 'notes' ? { 'notes.md': 'A.\n' } : { 'left.txt': 'one\nmore\n' }),
    })
    const tested = new Set(tonight.facts('lane.tested').flatMap(({ tree, green }) => (green ? [tree] : [])))
    const tree = await tonight.repository.git('rev-parse', `${tonight.branch}^{tree}`)
    expect(tested).toContain(tree)
    expect(tonight.facts('task.landed').at(-1)?.tree).toBe(tree)
  })

  test('F33: what lies outside its scope stays behind, hunk by hunk and with the reason', async () => {
    const tonight = await play({
      tasks: { notes: ['notes.md'] },
      does: () => writes({ 'notes.md': 'A.\n', 'number.txt': '2\n' }),
    })
    expect(await tonight.landed('number.txt')).toBe('1')
    expect(await tonight.landed('notes.md')).toBe('A.')
    expect(tonight.facts('hunk.rejected')).toMatchObject([
      { path: 'number.txt', hunk: '@@ -1 +1 @@', reason: "outside the task's scope (notes.md)" },
    ])
    expect(tonight.result.state.tasks.get('act/builders/notes')?.state).toBe('done')
  })
})

describe('a change is sent back', () => {
  test('F32: when a check is worse with it; the next attempt is told why', async () => {
    const briefs: string[] = []
    const tonight = await play({
      tasks: { number: ['number.txt'] },
      does: (_, attempt, job) => [
        { do: 'call', f: async () => void briefs.push(await readFile(join(job.cwd, '.echelon/CONTEXT.md'), 'utf8')) },
        ...writes({ 'number.txt': attempt === 1 ? '11\n' : '9\n' }),
      ],
    })
    expect(tonight.facts('landing.refused')).toMatchObject([{ why: 'checks', attempt: 1 }])
    expect(await tonight.landed('number.txt')).toBe('9')
    expect(briefs[0]).not.toContain('did not land')
    expect(briefs[1]).toContain('Earlier attempts did not land')
    expect(briefs[1]).toContain('- checks: tests failed with exit code 1')
    expect(tonight.facts('task.landed')).toMatchObject([{ attempt: 2, reviewRounds: 2 }])
  })

  test('F34: when it makes a test weaker, whatever its reviewer says', async () => {
    const weaker = suite['test/all.test.js'].replace('< 10)', '< 1000)').replace("test('left", "test.skip('left")
    const tonight = await play({
      tasks: { tests: ['test/all.test.js'] },
      does: () => writes({ 'test/all.test.js': weaker }),
      limits: { attempts: 1 },
    })
    expect(tonight.facts('landing.refused')).toMatchObject([{ why: 'gate', paths: ['test/all.test.js'] }])
    expect(tonight.result.state.landed.size).toBe(0)
    expect(tonight.facts('task.escalated')).toMatchObject([{ reason: 'safety' }])
  })

  test('F35: when it brings a secret; the secret is in nothing that anybody else reads', async () => {
    const key = `ghp_${'k9'.repeat(18)}`
    const tonight = await play({
      tasks: { notes: ['notes.md'] },
      does: () => writes({ 'notes.md': `token: ${key}\n` }),
      limits: { attempts: 1 },
    })
    expect(tonight.facts('landing.refused')).toMatchObject([{ why: 'gate', paths: ['notes.md'] }])
    expect(JSON.stringify(tonight.events)).not.toContain(key)
    await expect(tonight.repository.git('grep', key, tonight.branch)).rejects.toThrow()
    expect(await tonight.repository.git('branch', '--list', 'echelon/*')).toBe('')
  })

  test('when its reviewer objects; nobody reviews their own work', async () => {
    const tonight = await play({
      tasks: { notes: ['notes.md'] },
      does: (_, attempt) => writes({ 'notes.md': `Version ${attempt}.\n` }),
      reviews: (_, attempt) => (attempt === 1 ? reviewed(false, 'notes.md:1: says nothing') : reviewed(true)),
    })
    expect(tonight.facts('review.ended').map(({ approved }) => approved)).toEqual([false, true])
    expect(await tonight.landed('notes.md')).toBe('Version 2.')
    const authors = new Set(tonight.facts('task.landed').map(({ author }) => author))
    for (const { by } of tonight.facts('review.ended')) expect(authors).not.toContain(by)
    expect(tonight.facts('landing.refused')).toMatchObject([{ why: 'review', reason: 'notes.md:1: says nothing' }])
  })

  test('F31: when it says done and nothing has changed', async () => {
    const tonight = await play({ tasks: { notes: ['notes.md'] }, does: () => finished, limits: { attempts: 1 } })
    const task = tonight.result.state.tasks.get('act/builders/notes')
    expect(task?.end?.fact).toMatchObject({ state: 'failed' })
    expect(tonight.facts('attempt.ended').find(({ ok }) => !ok)).toMatchObject({ failure: 'empty' })
    expect(tonight.result.outcome).toBe('partial')
  })
})

describe('changes that meet', () => {
  test('F42: the later of two that conflict is done again on the new base', async () => {
    const both = Promise.withResolvers<void>()
    let begun = 0
    const together = async (): Promise<void> => {
      begun += 1
      if (begun === 2) both.resolve()
      await both.promise
    }
    const tonight = await play({
      // Two coordinators know nothing of each other's plans.
      tasks: { first: ['notes.md'] },
      beside: { second: ['notes.md'] },
      does: (key, attempt) => [{ do: 'call', f: together }, ...writes({ 'notes.md': `${key}, attempt ${attempt}.\n` })],
    })
    expect(tonight.facts('conflict.predicted')).toMatchObject([{ paths: ['notes.md'] }])
    expect(tonight.facts('landing.refused')).toMatchObject([{ why: 'conflict', attempt: 1, paths: ['notes.md'] }])
    const [first, second] = tonight.facts('task.landed')
    expect([first?.attempt, second?.attempt]).toEqual([1, 2])
    expect(await tonight.landed('notes.md')).toBe(`${second?.task.split('/').at(-1)}, attempt 2.`)
    expect(tonight.facts('change.committed').at(-1)?.base).toBe(first?.commit)
  })

  test('F43: two that are green apart and red together: one lands, the culprit is found and sent back', async () => {
    const tonight = await play({
      // Both files agree today, and each change alone breaks nothing that the tests look at.
      files: {
        ...suite,
        'test/all.test.js': `import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
test('there is at most one of them', () => assert.ok(!(existsSync('a.txt') && existsSync('b.txt'))))
`,
      },
      tasks: { a: ['a.txt'], b: ['b.txt'], c: ['c.txt'] },
      does: (key) => writes({ [`${key}.txt`]: 'here\n' }),
      limits: { attempts: 1 },
    })
    expect(tonight.facts('task.landed')).toHaveLength(2)
    expect(tonight.facts('landing.refused')).toMatchObject([{ why: 'checks' }])
    expect(await tonight.landed('c.txt')).toBe('here')
    const refused = tonight.facts('landing.refused')[0]?.task
    expect(['act/builders/a', 'act/builders/b']).toContain(refused)
    // A single suspect had a second run before it was thrown out.
    expect(tonight.facts('lane.tested').some(({ confirming, green }) => confirming && !green)).toBe(true)
  })
})

describe('escalation', () => {
  test('what nobody could land is handed upwards, taken over once, and the lesson is kept for the next night', async () => {
    const stage: Stage = {
      tasks: { number: ['number.txt'] },
      takeover: true,
      limits: { attempts: 1 },
      does: (_, __, job) =>
        writes({ 'number.txt': job.actor.name === 'senior' ? '7\n' : '70\n' }, 'numbers stay below ten here'),
    }
    const tonight = await play(stage)
    expect(tonight.facts('task.escalated')).toMatchObject([{ reason: 'broken_tests' }])
    expect(tonight.facts('takeover.happened')).toMatchObject([{ by: 'senior', reason: 'broken_tests' }])
    expect(await tonight.landed('number.txt')).toBe('7')
    expect(tonight.facts('quirk.recorded').at(0)).toMatchObject({ change: 'proposed', quirk: { id: 'Q-001' } })
    let brief = ''
    const next = await night({
      ...stage,
      repository: tonight.repository,
      does: (_, __, job) => [
        {
          do: 'call',
          f: async () => {
            brief = await readFile(join(job.cwd, '.echelon/CONTEXT.md'), 'utf8')
          },
        },
        ...writes({ 'number.txt': '6\n' }),
      ],
    })
    expect(brief).toContain('Q-001: ')
    expect(brief).toContain('numbers stay below ten here')
    expect(next.facts('quirk.applied')).toMatchObject([{ quirk: 'Q-001' }])
    expect(next.facts('quirk.recorded').at(-1)).toMatchObject({ quirk: { applied: 1, helped: 1, state: 'active' } })
  })
})

describe('the end of the night', () => {
  test('success is what commands of the repository say on the mission branch', async () => {
    const run = (text: string): string =>
      `run: node -e "process.exit(require('fs').readFileSync('notes.md','utf8').includes('${text}') ? 0 : 1)"`
    const tonight = await play({
      tasks: { notes: ['notes.md'] },
      does: () => writes({ 'notes.md': 'Better.\n' }),
      mission: { success: [run('Better'), run('Perfect'), 'checks.worse == 0'] },
    })
    expect(tonight.facts('criterion.checked').map(({ holds }) => holds)).toEqual([true, false, true])
    expect(tonight.result.outcome).toBe('partial')
  })

  test('nothing is begun when a stop condition holds; what is left says why', async () => {
    const tonight = await play({
      tasks: { a: ['a.txt'], b: ['b.txt'] },
      does: (key) => writes({ [`${key}.txt`]: 'here\n' }),
      limits: { agents: 1 },
      mission: { stop: ['run.landed >= 1'], success: ['run.landed >= 1'] },
    })
    const ends = [...tonight.result.state.tasks.values()].map(({ end }) => end?.fact)
    expect(ends.filter((end) => end?.state === 'done').length).toBeGreaterThanOrEqual(1)
    for (const end of ends)
      if (end?.state === 'blocked') expect(end.reason).toBe('the stop condition "run.landed >= 1" holds')
  })

  test('more is done only when the goal is met, a standing order allows it, and within a budget of its own', async () => {
    const order = 'When all is done, do more.'
    const stage = (success: string): Stage => ({
      tasks: { notes: ['notes.md'] },
      does: (_, __, { task }) => writes({ 'notes.md': `Better, by ${task}.\n` }),
      mission: {
        standingOrders: [order],
        success: [success],
        phases: [
          { name: 'act', coordinators: ['builders'], needs: ['workspaces'] },
          {
            name: 'more',
            coordinators: ['builders'],
            after: ['act'],
            needs: ['workspaces'],
            expansion: order,
            limits: { spawns: 4, runMinutes: 5 },
          },
        ],
      },
    })
    const met = await play(stage('run.landed >= 1'))
    expect(met.facts('expansion.started')).toMatchObject([{ what: 'more', order, budget: { spawns: 4, minutes: 5 } }])
    expect(met.facts('expansion.ended')).toMatchObject([{ landed: 1 }])
    await clear(met)
    const missed = await play(stage('run.landed >= 2'))
    expect(missed.facts('expansion.started')).toEqual([])
    expect(missed.facts('expansion.declined')).toMatchObject([
      { reason: 'the mission is not accomplished yet: run.landed >= 2' },
    ])
    expect(missed.result.outcome).toBe('partial')
  })
})
