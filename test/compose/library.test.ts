import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LedgerEvent, LockedError, planMission, readRun, resumeMission, runMission } from '../../src/index.ts'
import { type FixtureRepository, fixtureRepository, scriptedBackend, systemClock } from '../../src/testing/index.ts'
import { done, mission, team } from '../support/play.ts'
import { defineSpecialist } from '../../src/index.ts'

let repository: FixtureRepository
beforeAll(async () => {
  repository = await fixtureRepository({ 'readme.md': 'a library' })
})
afterAll(() => repository.remove())

const mason = defineSpecialist({ name: 'mason', description: 'Builds.', tools: ['Read'] })
const place = (sleepMs = 0) => ({
  repo: repository.root,
  specialists: [mason],
  coordinators: [team('quality', ['mason:a', 'mason:b', 'mason:c'])],
  backends: [scriptedBackend({ mason: [{ do: 'sleep', ms: sleepMs }, done()] }, { clock: systemClock })],
  env: {},
})

describe('Echelon as a library', () => {
  test('events come by callback and by for await, the same ones in the same order', async () => {
    const called: LedgerEvent[] = []
    const run = runMission({ ...place(), mission: mission(['quality']), on: (event) => called.push(event) })
    const awaited: LedgerEvent[] = []
    for await (const event of run) awaited.push(event)
    expect(awaited).toEqual(called)
    expect(awaited.map(({ seq }) => seq)).toEqual(awaited.map((_, index) => index + 1))
    expect((await run.result).outcome).toBe('accomplished')
  })

  test('somebody who comes late to for await still gets every event', async () => {
    const run = runMission({ ...place(), mission: mission(['quality']) })
    await run.result
    let count = 0
    for await (const _ of run) count += 1
    expect(count).toBe(run.state.events)
  })

  test('a finished run can be read again, with state, metrics and an intact chain, from its folder and from its export', async () => {
    const result = await runMission({ ...place(), mission: mission(['quality']) }).result
    const record = await readRun(result.documents)
    expect(record.state.outcome).toBe('accomplished')
    expect(record.verification).toMatchObject({ intact: true, events: record.events.length })
    expect(record.metrics.mission.agentsSpawned.value).toBe(4)
    const exported = await readRun(`${result.documents}/ledger.jsonl`)
    expect(exported.events).toEqual(record.events)
    expect(exported.verification).toEqual(record.verification)
  })

  test('F58: a second run on the same repository is refused and told who holds it', async () => {
    const first = runMission({ ...place(200), mission: mission(['quality']) })
    await new Promise((resolve) => first.once('event', resolve))
    const second = runMission({ ...place(), mission: mission(['quality']) })
    await expect(second.result).rejects.toThrow(LockedError)
    await expect(second.result).rejects.toThrow(`process ${process.pid}`)
    expect((await first.result).outcome).toBe('accomplished')
  })

  test('F59: a graceful stop lets agents end, keeps documents, and the resumed run ends the same without doing them again', async () => {
    const one = mission(['quality'], { agents: 1 })
    const run = runMission({ ...place(60), mission: one })
    await new Promise<void>((resolve) =>
      run.on('event', ({ fact }) => (fact.type === 'agent.spawned' && fact.task !== null ? resolve() : undefined)),
    )
    await run.stop('graceful', 'the test')
    const stopped = await run.result
    expect(stopped).toMatchObject({ outcome: 'stopped', exitCode: 4 })
    const ended = [...stopped.state.tasks.values()].filter(({ attempts }) => attempts.length > 0).length
    expect(ended).toBe(1)
    const resumed = await resumeMission({ ...place(), missions: [one], run: stopped.run }).result
    expect(resumed.outcome).toBe('accomplished')
    const { events } = await readRun(resumed.documents)
    const attempts = events.flatMap(({ fact }) => (fact.type === 'attempt.ended' ? [fact.task] : []))
    expect(attempts.toSorted()).toEqual(['act/quality/a', 'act/quality/b', 'act/quality/c'])
    expect(events.filter(({ fact }) => fact.type === 'run.resumed')).toHaveLength(1)
  })

  test('a stop at once is not waited for, and its work is done again on resume', async () => {
    const one = mission(['quality'], { agents: 3 })
    const run = runMission({ ...place(60_000), mission: one })
    await new Promise<void>((resolve) =>
      run.on('event', ({ fact }) => (fact.type === 'agent.spawned' && fact.task !== null ? resolve() : undefined)),
    )
    await run.stop('now', 'the test')
    expect((await run.result).outcome).toBe('stopped')
    const resumed = await resumeMission({ ...place(), missions: [one] }).result
    expect(resumed.outcome).toBe('accomplished')
    const interrupted = [...resumed.state.agents.values()].filter((agent) => agent.interrupted)
    expect(interrupted.length).toBeGreaterThan(0)
  })

  test('a run does not outlive its limit of running time', async () => {
    const short = mission(['quality'], { runMinutes: 0.002 })
    const result = await runMission({ ...place(400), mission: short }).result
    expect(result).toMatchObject({ outcome: 'stopped', exitCode: 4 })
    expect(result.reason).toContain('its limit of running time')
  })

  test('a changed definition is not resumed with', async () => {
    const one = mission(['quality'])
    const run = runMission({ ...place(100), mission: one })
    await new Promise((resolve) => run.once('event', resolve))
    await run.stop('now')
    await run.result
    const changed = { ...team('quality', ['mason:a']), instructions: 'Something else.' }
    const other = { ...place(), coordinators: [changed], missions: [one] }
    await expect(resumeMission(other).result).rejects.toThrow('has changed since this run began')
  })

  test('a register broken by hand is said before anything runs, and a stop that comes too late does nothing', async () => {
    const state = await mkdtemp(join(tmpdir(), 'echelon-state-'))
    const run = runMission({ ...place(), state, mission: mission(['quality']) })
    await run.result
    await run.stop('now')
    await writeFile(join(state, 'register.json'), '{"schema": 1, "debts": "none"}')
    const broken = runMission({ ...place(), state, mission: mission(['quality']) })
    await expect(broken.result).rejects.toThrow(/register\.json:1 {2}is not a register/)
    expect(await readdir(join(state, 'runs'))).toHaveLength(1)
    await rm(state, { recursive: true })
  })

  test('what cannot be read is said as that, and not as missing', async () => {
    const state = await mkdtemp(join(tmpdir(), 'echelon-state-'))
    const result = await runMission({ ...place(), state, mission: mission(['quality']) }).result
    await writeFile(join(result.documents, 'run.json'), '{ half')
    await expect(resumeMission({ ...place(), state }).result).rejects.toThrow(/run\.json:1 {2}is not JSON/)
    await rm(join(state, 'runs'), { recursive: true })
    await symlink(join(state, 'runs'), join(state, 'runs'))
    await expect(resumeMission({ ...place(), state }).result).rejects.toMatchObject({ code: 'ELOOP' })
    await rm(state, { recursive: true })
  })

  test('planning spends nothing and writes nothing', async () => {
    const before = await repository.git('status', '--porcelain', '--ignored')
    const plan = await planMission({ ...place(), mission: 'full-stack-audit' })
    expect(plan.phases.map(({ name }) => name)).toEqual(['survey', 'explore', 'verify', 'consolidate'])
    expect(plan.phases[1]?.orders[0]).toMatchObject({ who: 'orchestrator', cap: 16 })
    expect(plan.estimate.usd).toBe(0)
    expect(await repository.git('status', '--porcelain', '--ignored')).toBe(before)
    expect(plan.checks).toBeNull()
  })

  test('a plan says what each phase does, which checks run, and what allows work beyond the order', async () => {
    const night = await planMission({ repo: repository.root, env: {}, mission: 'night-mission' })
    expect(night.checks).toEqual([])
    expect(night.phases.map(({ name, lands, held }) => ({ name, lands, held }))).toEqual(
      ['recon', 'repair', 'explore', 'verify', 'consolidate', 'debts', 'expand'].map((name) => ({
        name,
        lands: ['repair', 'debts', 'expand'].includes(name),
        held: null,
      })),
    )
    expect(night.phases[0]?.does).toEqual([expect.stringContaining('runs each of its checks')])
    expect(night.phases.at(-1)?.expansion).toEqual({
      order: expect.stringMatching(/^When the goal is met /),
      budget: { agents: 8, spawns: 80, minutes: 120, usd: 25 },
    })
  })

  test('a plain folder, and a part of a larger repository, hold what changes files, each with its reason', async () => {
    const part = join(repository.root, 'part')
    const plain = await mkdtemp(join(tmpdir(), 'echelon-plain-'))
    await repository.commit({ 'part/readme.md': 'a part' })
    await writeFile(join(plain, 'readme.md'), 'no version control')
    const heldIn = async (repo: string): Promise<readonly (string | null)[]> => {
      const plan = await planMission({ repo, env: {}, mission: 'debt-sprint' })
      expect(plan.checks).toBeNull()
      return plan.phases.flatMap(({ held }) => held ?? [])
    }
    expect(await heldIn(part)).toEqual([expect.stringContaining('this folder is part/ of one')])
    expect(await heldIn(plain)).toEqual([expect.stringContaining('nothing could land in it')])
    await rm(plain, { recursive: true })
  })
})
