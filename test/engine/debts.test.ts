import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Fact, FactOf, FactType } from '../../src/domain/event.ts'
import { type LedgerEvent, type RunResult, runMission } from '../../src/index.ts'
import type { Job } from '../../src/ports/agent-backend.ts'
import { type FixtureRepository, type Script, scriptedBackend, systemClock } from '../../src/testing/index.ts'
import { reviewed, stageRepository, writes } from '../support/night.ts'

// Nights are real: on a busy machine each takes several seconds.
vi.setConfig({ testTimeout: 120_000 })

const access = `/** Who may give money back. */
export function mayRefund(person) {
  // For now everybody on duty may; the list of the harbour master is missing.
  return true
}
`
const files = {
  'package.json': '{ "name": "desk", "private": true, "type": "module", "dependencies": { "express": "5.1.0" } }\n',
  'server.js': `import express from 'express'
import { mayRefund } from './access.js'
const app = express()
app.use(express.json())
app.post('/refunds', (request, response) => {
  if (!mayRefund(request.body.person)) return response.status(403).end()
  response.status(201).end()
})
app.use((error, _request, response, _next) => response.status(500).json({ error: String(error) }))
app.listen(8080)
`,
  'access.js': access,
  'test/access.test.js': `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayRefund } from '../access.js'
test('the harbour master may', () => assert.ok(mayRefund({ role: 'master' })))
`,
  'jobs/fees.py': `def parse(text):
    try:
        return int(text)
    except:
        print("no fee", text)
        return None
`,
}

let repository: FixtureRepository | null = null
afterEach(async () => {
  if (repository === null) return
  await rm(`${repository.root}-work`, { recursive: true, force: true })
  await repository.remove()
  repository = null
})

interface Night {
  readonly result: RunResult
  facts<T extends FactType>(type: T): readonly FactOf<T>[]
}

/** A debt sprint as it is shipped, with an agent that thinks, or without one. */
async function sprint(think?: (job: Job<unknown>) => Script): Promise<Night> {
  repository ??= await stageRepository(files)
  const events: LedgerEvent[] = []
  const run = runMission({
    mission: 'debt-sprint',
    repo: repository.root,
    work: `${repository.root}-work`,
    env: {},
    on: (event) => events.push(event),
    ...(think === undefined ? {} : { backends: [scriptedBackend(think, { clock: systemClock })] }),
  })
  const result = await run.result
  const isOf = <T extends FactType>(fact: Fact, type: T): fact is FactOf<T> => fact.type === type
  return { result, facts: (type) => events.flatMap(({ fact }) => (isOf(fact, type) ? [fact] : [])) }
}

const refusing = access.replace(/ {2}\/\/.*\n {2}return true/, "  return person?.role === 'master'")
const reviewing = (job: Job<unknown>): boolean => /reviewer$/.test(job.actor.name)

describe('debts are paid down', () => {
  test('without a model: what an inspector can repair lands, what needs judgement is left with its reason', async () => {
    const night = await sprint()
    expect(night.facts('task.landed')).toMatchObject([{ subject: expect.stringContaining('bare except') }])
    expect(night.facts('gate.judged').map(({ verdict }) => verdict)).toEqual(['fixed'])
    const deferred = night.facts('work.deferred').map(({ title, reason }) => `${title}: ${reason}`)
    expect(deferred.join('\n')).toMatch(/mayRefund.*: it needs judgement, and no model is here/)
    const states = [...night.result.state.debts.values()].map(({ debt }) => [debt.rule, debt.state])
    expect(states).toContainEqual(['errors/bare-except', 'fixed'])
    expect(states).toContainEqual(['auth/for-now-allow', 'open'])
  })

  test('with an agent that thinks: it is briefed with the evidence, and the inspector that found it says that it is paid', async () => {
    let brief = ''
    const night = await sprint((job) =>
      reviewing(job)
        ? reviewed(true)
        : [
            {
              do: 'call',
              f: async () => {
                brief = await readFile(join(job.cwd, '.echelon/CONTEXT.md'), 'utf8')
              },
            },
            ...writes({ 'access.js': refusing }),
          ],
    )
    expect(brief).toContain('auth/for-now-allow')
    expect(brief).toContain('access.js:4 (primary): return true')
    expect(night.facts('task.landed')).toHaveLength(2)
    const debt = [...night.result.state.debts.values()].find(
      ({ debt: { rule } }) => rule === 'auth/for-now-allow',
    )?.debt
    const landed = night.facts('task.landed').find(({ debts }) => debts?.includes(debt?.id ?? ''))
    expect(debt).toMatchObject({ state: 'fixed', fixedIn: landed?.commit, fixedOn: `echelon/${night.result.run}` })
  })

  test('a note that only moves pays nothing, and is sent back', async () => {
    const moved = access.replace('For now everybody on duty may', 'For the moment everyone on duty may')
    const night = await sprint((job) => (reviewing(job) ? reviewed(true) : writes({ 'access.js': moved })))
    const refusals = night.facts('landing.refused')
    expect(refusals.length).toBeGreaterThan(0)
    for (const { why } of refusals) expect(why).toBe('gate')
    const states = [...night.result.state.debts.values()].map(({ debt }) => [debt.rule, debt.state])
    expect(states).toContainEqual(['auth/for-now-allow', 'open'])
  })
})
