import assert from 'node:assert/strict'
import type { Json } from '../../domain/json.ts'
import { defaultLimits } from '../../domain/limits.ts'
import { Report } from '../../domain/report.ts'
import type { AgentBackend, AgentEvent, Job, Outcome, Permission } from '../../ports/agent-backend.ts'
import type { Clause } from '../contract.ts'

/** A backend to be examined, with the input of a job that it can do and one that it cannot. */
export interface Candidate {
  readonly backend: AgentBackend
  readonly doable: Json
  readonly impossible: Json
  readonly specialist?: string
}

/** What every backend promises the engine: values for what agents do, usage that adds up, an end when told to stop. */
export function backendContract(candidate: () => Candidate | Promise<Candidate>): readonly Clause[] {
  const clause = (title: string, run: (candidate: Candidate) => Promise<void>): Clause => ({
    title,
    run: async () => run(await candidate()),
  })
  return [
    clause('a job that can be done ends with an answer of the asked shape', async ({ backend, ...job }) => {
      const { outcome, events } = await perform(backend, jobFor(job, job.doable))
      assert.equal(outcome.ok, true, JSON.stringify(outcome))
      if (outcome.ok) assert.deepEqual(Report.parse(outcome.value), outcome.value)
      assert.ok(
        events.some(({ type }) => type === 'turn'),
        'every answer costs at least one turn',
      )
    }),
    clause('a job that cannot be done is a value with a failure and a sentence', async ({ backend, ...job }) => {
      const { outcome } = await perform(backend, jobFor(job, job.impossible))
      assert.equal(outcome.ok, false)
      if (!outcome.ok) assert.ok(outcome.detail.length > 0)
    }),
    clause('usage and cost are there, and money is never guessed', async ({ backend, ...job }) => {
      const { outcome } = await perform(backend, jobFor(job, job.doable))
      for (const tokens of Object.values(outcome.usage)) assert.ok(Number.isInteger(tokens) && tokens >= 0)
      assert.equal(outcome.cost.usd === null, outcome.cost.basis === 'unknown')
      if (!backend.capabilities.model) assert.deepEqual(outcome.cost, { usd: 0, basis: 'none' })
    }),
    clause('a job aborted before it starts ends at once and is not done', async ({ backend, ...job }) => {
      const { outcome } = await perform(backend, jobFor(job, job.doable), AbortSignal.abort()).catch(
        (cause: unknown) => {
          // Rejecting with the abort's own reason is an end as well.
          assert.ok(cause instanceof Error && cause.name === 'AbortError', String(cause))
          return { outcome: null }
        },
      )
      assert.ok(outcome === null || !outcome.ok)
    }),
    clause('without a model the worst case is free', async ({ backend, ...job }) => {
      if (backend.capabilities.model) return
      assert.deepEqual(backend.estimate(jobFor(job, job.doable)), { usd: 0, tokens: 0 })
    }),
  ]
}

async function perform(
  backend: AgentBackend,
  job: Job<Report>,
  signal: AbortSignal = new AbortController().signal,
): Promise<{ outcome: Outcome<Report>; events: readonly AgentEvent[] }> {
  const events: AgentEvent[] = []
  const on = async (event: AgentEvent): Promise<Permission> => {
    events.push(event)
    return { ok: true }
  }
  return { outcome: await backend.run(job, on, signal), events }
}

function jobFor({ specialist = 'worker' }: Pick<Candidate, 'specialist'>, input: Json): Job<Report> {
  return {
    actor: { id: `t#1`, role: 'specialist', name: specialist, parent: 'c' },
    task: 't',
    attempt: 1,
    title: 'A task',
    instructions: '',
    prompt: '',
    input,
    layer: null,
    tools: ['Read'],
    model: 'inherit',
    cwd: '/',
    answer: Report,
    limits: defaultLimits,
  }
}
