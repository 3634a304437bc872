import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type RunResult, runMission } from '../../src/index.ts'
import planted from '../fixtures/harbour.debts.json' with { type: 'json' }

const Planted = z.array(z.object({ rule: z.string(), anchor: z.string(), mechanical: z.boolean() }))
const debts = Planted.parse(planted)
const paid = debts.filter(({ mechanical }) => mechanical).map(nameOf)
const left = debts.filter(({ mechanical }) => !mechanical).map(nameOf)

let root = ''
let night: RunResult
let nextNight: RunResult

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'echelon-harbour-'))
  await cp(join(import.meta.dirname, '../fixtures/harbour'), root, { recursive: true })
  await git('init', '--quiet', '--initial-branch=main')
  await git('add', '--all')
  await git('commit', '--quiet', '--message', 'harbour')
  night = await mission()
  await git('merge', '--quiet', branchOf(night))
  nextNight = await mission()
})

afterAll(async () => {
  await rm(root, { recursive: true, force: true })
  await rm(`${root}-work`, { recursive: true, force: true })
})

describe('a night without a key on a repository with debts in eleven layers', () => {
  test('finds what was planted and nothing else', () => {
    const found = [...night.state.debts.values()].map(({ debt }) => nameOf(debt))
    expect(found.toSorted()).toEqual([...paid, ...left].toSorted())
  })

  test('pays every debt that needs no judgement, and leaves each other one with its reason', () => {
    const states = new Map([...night.state.debts.values()].map(({ debt }) => [nameOf(debt), debt]))
    expect(paid.map((name) => states.get(name)?.state)).toEqual(paid.map(() => 'fixed'))
    expect(left.map((name) => states.get(name)?.state)).toEqual(left.map(() => 'open'))
    const told = new Set(night.state.deferred.map(({ fact }) => fact.subject))
    for (const name of left) expect(told).toContain(states.get(name)?.id)
  })

  test('lands one commit for each, with its trailers, and the tree that the lane tested', async () => {
    const messages = await git(
      'log',
      '--format=%(trailers:key=Task-Id,valueonly)',
      `${night.state.started?.fact.repository.commit}..${branchOf(night)}`,
    )
    const tasks = messages.split('\n').filter((line) => line !== '')
    expect(new Set(tasks).size).toBe(tasks.length)
    expect(tasks.toSorted()).toEqual([...night.state.landed.keys()].toSorted())
    const tree = (await git('rev-parse', `${branchOf(night)}^{tree}`)).trim()
    expect([...night.state.landed.values()].at(-1)?.fact.tree).toBe(tree)
  })

  test("repairs the lint that was red by the repository's own command, and makes no check worse", () => {
    const lint = night.state.checks.get('npm run lint')
    const tests = night.state.checks.get('npm test')
    expect([lint?.base?.outcome, lint?.end?.outcome]).toEqual(['failed', 'passed'])
    expect([tests?.base?.passed, tests?.end?.passed]).toEqual([17, 17])
  })

  test('the chain of command held, and every document is covered by the ledger', async () => {
    expect(night).toMatchObject({ outcome: 'accomplished', exitCode: 0 })
    const metrics: unknown = JSON.parse(await readFile(join(night.documents, 'metrics.json'), 'utf8'))
    expect(metrics).toMatchObject({ mission: { hierarchyCompliance: { value: 1 }, autonomyRate: { value: 1 } } })
  })

  test('the night after the merge finds them paid, and has nothing left to land', () => {
    const states = new Map([...nextNight.state.debts.values()].map(({ debt }) => [nameOf(debt), debt.state]))
    expect(paid.map((name) => states.get(name))).toEqual(paid.map(() => 'fixed'))
    expect(nextNight.state.landed.size).toBe(0)
  })
})

function mission(): Promise<RunResult> {
  return runMission({ mission: 'night-mission', goal: 'wake up to a working MVP', repo: root, work: `${root}-work` })
    .result
}

function branchOf({ run }: RunResult): string {
  return `echelon/${run}`
}

function nameOf({ rule, anchor }: { readonly rule: string; readonly anchor: string }): string {
  return `${rule} ${anchor}`
}

async function git(...args: readonly string[]): Promise<string> {
  const who = {
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@localhost',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@localhost',
  }
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', ...who }
  return (await promisify(execFile)('git', ['-C', root, ...args], { env })).stdout
}
