import { rm } from 'node:fs/promises'
import type { Fact, FactOf, FactType } from '../../src/domain/event.ts'
import { type LedgerEvent, type RunResult, runMission } from '../../src/index.ts'
import type { Job } from '../../src/ports/agent-backend.ts'
import { type FixtureRepository, type Script, scriptedBackend, systemClock } from '../../src/testing/index.ts'
import { stageRepository } from './night.ts'

/** A check that allows everything for now: what to do about it needs judgement. */
export const access = `/** Who may give money back. */
export function mayRefund(person) {
  // For now everybody on duty may; the list of the harbour master is missing.
  return true
}
`
/** A desk with two debts: one that an inspector can repair, and the check above. */
export const files = {
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

export interface Sprint {
  readonly result: RunResult
  facts<T extends FactType>(type: T): readonly FactOf<T>[]
}

export function deskRepository(): Promise<FixtureRepository> {
  return stageRepository(files)
}

/** A debt sprint as it is shipped, with an agent that thinks, or without one. */
export async function sprint({ root }: FixtureRepository, think?: (job: Job<unknown>) => Script): Promise<Sprint> {
  const events: LedgerEvent[] = []
  const run = runMission({
    mission: 'debt-sprint',
    repo: root,
    work: `${root}-work`,
    env: {},
    on: (event) => events.push(event),
    ...(think === undefined ? {} : { backends: [scriptedBackend(think, { clock: systemClock })] }),
  })
  const result = await run.result
  const isOf = <T extends FactType>(fact: Fact, type: T): fact is FactOf<T> => fact.type === type
  return { result, facts: (type) => events.flatMap(({ fact }) => (isOf(fact, type) ? [fact] : [])) }
}

export async function clearSprint(repository: FixtureRepository): Promise<void> {
  await rm(`${repository.root}-work`, { recursive: true, force: true })
  await repository.remove()
}
