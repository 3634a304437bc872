import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Fact, FactOf, FactType } from '../../src/domain/event.ts'
import { type LedgerEvent, type RunResult, runMission } from '../../src/index.ts'
import type { Job } from '../../src/ports/agent-backend.ts'
import { type FixtureRepository, type Script, scriptedBackend, systemClock } from '../../src/testing/index.ts'
import { stageRepository } from '../support/night.ts'

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

describe('debts over several nights', () => {
  test('a debt that is paid on a branch is not paid again before somebody merges it, and stays paid after', async () => {
    const first = await sprint()
    const root = repository?.root ?? ''
    const second = await sprint()
    expect(second.facts('task.landed')).toEqual([])
    expect(second.facts('work.deferred').map(({ reason }) => reason)).toContain(
      `it is paid on echelon/${first.result.run}, which is not merged yet`,
    )
    await repository?.git('merge', '--quiet', `echelon/${first.result.run}`)
    const third = await sprint()
    const bare = [...third.result.state.debts.values()].find(({ debt: { rule } }) => rule === 'errors/bare-except')
    expect(bare?.debt.state).toBe('fixed')
    // It comes back by hand: then it is the same debt, reopened.
    await writeFile(join(root, 'jobs/fees.py'), files['jobs/fees.py'])
    await repository?.commit({})
    const fourth = await sprint()
    const back = fourth.facts('debt.recorded').find(({ debt }) => debt.id === bare?.debt.id)
    expect(back).toMatchObject({ change: 'reopened' })
    expect(fourth.facts('task.landed')).toHaveLength(1)
  })
})
