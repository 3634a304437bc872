import { describe, test } from 'vitest'
import { staticBackend } from '../../src/backends/static.ts'
import { redactorFor } from '../../src/compose/redaction.ts'
import { openAuditor } from '../../src/inspectors/auditor.ts'
import { backendContract, fixtureRepository, scriptedBackend, systemClock } from '../../src/testing/index.ts'

describe('the scripted backend keeps the contract', () => {
  const backend = scriptedBackend(
    (job) =>
      job.input === 'do it'
        ? [{ do: 'turn' }, { do: 'report', report: { outcome: 'done', summary: 'did it' } }]
        : [{ do: 'fail', failure: 'refused', detail: 'not this' }],
    { clock: systemClock },
  )
  const candidate = () => ({ backend, doable: 'do it', impossible: 'something else' })
  test.each(backendContract(candidate))('$title', ({ run }) => run())
})

describe('the static backend keeps the contract', () => {
  const candidate = async () => {
    const { root, git } = await fixtureRepository({ 'a.ts': 'export const a = 1\n' })
    const commit = await git('rev-parse', 'HEAD')
    const auditor = openAuditor({ root, commit, versioned: true, collectors: [], inspectors: [] })
    const world = { auditor, clock: systemClock, redactor: redactorFor({}), checks: () => null }
    return { backend: staticBackend(world), doable: { work: 'survey' }, impossible: { work: 'poetry' } }
  }
  test.each(backendContract(candidate))('$title', ({ run }) => run())
})
