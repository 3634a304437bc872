import type { Fact, LedgerEvent } from '../../src/domain/event.ts'
import type { RunOutcome } from '../../src/domain/fact/words.ts'
import type { Actor } from '../../src/domain/hierarchy.ts'
import { type Layer, layers } from '../../src/domain/layer.ts'
import { type Cost, noCost, noUsage, type Usage } from '../../src/domain/usage.ts'
import { debtOf, findingOf, notApplicable, scored } from './synthetic-findings.ts'
import { at, type Ledger, newLedger, settle } from './synthetic-ledger.ts'

/** What a made-up run looks like. Every field has a default; the default is a night with something to tell. */
export interface SyntheticRun {
  readonly run?: string
  readonly outcome?: RunOutcome | null
  /** Findings that become debts. Default 24. */
  readonly debts?: number
  /** Verifiers that each of the three coordinators spawns. Default 5. */
  readonly verifiers?: number
  /** Attempts to spawn somebody who is not in the roster. Default 3. */
  readonly refusals?: number
  /** With a model every attempt costs money. Default false. */
  readonly priced?: boolean
  /** Text of the repository that tries to be more than text. */
  readonly hostile?: string
}

const coordinators = ['quality', 'resilience', 'platform'] as const

/** The ledger of a plausible audit: a survey, sixteen explorers at once, three coordinators with verifiers, a register. */
export function syntheticRun(shape: SyntheticRun = {}): readonly LedgerEvent[] {
  const ledger = newLedger()
  begin(ledger, shape)
  explore(ledger, shape)
  for (const [index, name] of coordinators.entries()) verify(ledger, shape, { name, index })
  settle(ledger)
  consolidate(ledger, shape)
  end(ledger, shape)
  return ledger.events
}

const orchestrator: Actor = { id: 'orchestrator', role: 'orchestrator', name: 'orchestrator', parent: null }

function begin(ledger: Ledger, { run = 'r-20260130-221405', hostile }: SyntheticRun): void {
  at(
    ledger,
    0,
    {
      type: 'run.started',
      run,
      mission: 'full-stack-audit',
      goal: hostile ?? 'Find what would break in production, with evidence for every claim.',
      repository: { name: 'harbour', commit: '4f2c9a71d0be53e8a6c1f07b92d4e3a85c6f1b20', branch: 'main', dirty: false },
      limits: { agents: 16, spawns: 200, depth: 3, attempts: 2, runMinutes: 720, memoryMb: 8192 },
      delegationTarget: 0.85,
      engine: '0.1.0',
      definitions: [],
      phases: [
        { name: 'explore', coordinators: [], explorers: 16 },
        { name: 'verify', coordinators: [...coordinators], explorers: 0 },
        { name: 'consolidate', coordinators: ['quality'], explorers: 0 },
      ],
    },
    spawned(orchestrator, { phase: '', task: null, cap: null }),
  )
  settle(ledger)
}

interface Place {
  readonly phase: string
  readonly task: string | null
  readonly cap: { readonly working: number; readonly limit: number } | null
}

function spawned(actor: Actor, { phase, task, cap }: Place): Fact {
  const wide = { working: cap?.working ?? 0, limit: 16 }
  const use = cap === null ? null : { run: wide, phase: wide, coordinator: cap }
  return {
    type: 'agent.spawned',
    actor,
    phase,
    task,
    attempt: task === null ? 0 : 1,
    backend: task === null ? null : 'static',
    model: null,
    caps: use,
    memoryMb: 64,
  }
}

function queued(task: string, phase: string, owner: string, title: string, specialist: string): Fact {
  const kind = phase === 'explore' ? 'inspect' : phase === 'verify' ? 'verify' : 'consolidate'
  return { type: 'task.queued', task, phase, owner, title, kind, specialist, scope: [], after: [], wave: 1 }
}

interface Ending {
  readonly actor: string
  readonly task: string
  readonly milliseconds: number
  readonly failure?: string
  readonly spent: { readonly usage: Usage; readonly cost: Cost }
}

function ended({ actor, task, milliseconds, failure, spent }: Ending): Fact[] {
  const ok = failure === undefined
  return [
    {
      type: 'attempt.ended',
      actor,
      task,
      attempt: 1,
      ok,
      failure: ok ? null : 'timeout',
      detail: failure ?? '',
      ...spent,
      turns: 1,
      milliseconds,
    },
    { type: 'task.ended', task, state: ok ? 'done' : 'failed', attempts: 1, reason: failure ?? '' },
    ...(ok ? [{ type: 'report.consumed', by: task.split('/')[0] ?? '', task, milliseconds: 2 } as const] : []),
  ]
}

function spentOn(priced: boolean | undefined, index: number): Ending['spent'] {
  if (priced !== true) return { usage: noUsage, cost: noCost }
  const usage = { inputTokens: 9_000 + 731 * index, outputTokens: 1_200, cacheReadTokens: 0, cacheWriteTokens: 0 }
  return { usage, cost: { usd: Math.round(120 + 37 * index) / 1_000, basis: 'reported' } }
}

function explore(ledger: Ledger, shape: SyntheticRun): void {
  at(ledger, 20, { type: 'phase.started', phase: 'explore' })
  at(ledger, 900, {
    type: 'survey.ended',
    survey: {
      files: 2_708,
      bytes: 31_904_112,
      languages: { TypeScript: 1_204, Python: 884, YAML: 61, SQL: 38 },
      stacks: ['Next.js', 'FastAPI', 'Celery', 'SQLAlchemy', 'Docker Compose', 'GitHub Actions'],
      facts: { routes: 548, calls: 189, queues: 6, settings: 102 },
      skipped: [{ file: 'web/vendor/chart.min.js', reason: 'longer than 1 MB' }],
    },
  })
  layers.forEach((layer, index) => {
    const actor: Actor = {
      id: `explorer-${layer}`,
      role: 'specialist',
      name: `${layer}-explorer`,
      parent: 'orchestrator',
    }
    const task = `orchestrator/explore-${layer}`
    const start = 1_000 + index * 9
    const milliseconds = 1_400 + ((index * 977) % 5_200)
    const cap = { working: index + 1, limit: 16 }
    at(ledger, 950, queued(task, 'explore', 'orchestrator', `Inspect the layer ${layer}`, actor.name))
    at(ledger, start, spawned(actor, { phase: 'explore', task, cap }))
    at(ledger, start + milliseconds - 1, ...inspected(task, layer, index))
    const spent = spentOn(shape.priced, index)
    const failure = layer === 'performance' ? { failure: 'the attempt took longer than its limit' } : {}
    at(ledger, start + milliseconds, ...ended({ actor: actor.id, task, milliseconds, spent, ...failure }))
  })
  for (let index = 0; index < (shape.debts ?? 24); index++) {
    const finding = findingOf(index, shape.hostile)
    const drafted = 2_000 + (index % 200) * 4
    at(ledger, drafted, {
      type: 'finding.drafted',
      task: `orchestrator/explore-${finding.layer}`,
      by: `explorer-${finding.layer}`,
      finding,
    })
  }
  at(ledger, 7_800, { type: 'phase.finished', phase: 'explore', done: 15, ended: 16 })
}

function inspected(task: string, layer: Layer, index: number): Fact[] {
  const common = { type: 'inspection.ended', task, version: 1, layer } as const
  if (layer === 'performance') return []
  if (notApplicable.includes(layer))
    return [
      {
        ...common,
        inspector: `${layer}/presence`,
        status: 'ran',
        reason: '',
        population: 0,
        bad: 0,
        unit: 'endpoints',
        findings: 0,
        milliseconds: 12,
      },
    ]
  const ran: Fact = {
    ...common,
    inspector: `${layer}/joins`,
    status: 'ran',
    reason: '',
    population: 40 + index * 11,
    bad: index % 5,
    unit: 'places',
    findings: index % 5,
    milliseconds: 210 + index * 31,
  }
  if (layer !== 'deployment') return [ran]
  const missing: Fact = {
    ...common,
    inspector: 'deployment/images',
    status: 'notRun',
    reason: 'no Dockerfile could be parsed',
    population: 0,
    bad: 0,
    unit: '',
    findings: 0,
    milliseconds: 3,
  }
  return [ran, missing]
}

function verify(ledger: Ledger, shape: SyntheticRun, { name, index }: { name: string; index: number }): void {
  const verifiers = shape.verifiers ?? 5
  const opened = 8_000 + index * 25
  const coordinator: Actor = { id: name, role: 'coordinator', name, parent: 'orchestrator' }
  if (index === 0) at(ledger, 7_900, { type: 'phase.started', phase: 'verify' })
  at(ledger, opened, spawned(coordinator, { phase: 'verify', task: null, cap: null }), {
    type: 'order.given',
    from: 'orchestrator',
    to: name,
    phase: 'verify',
    intent: `Check the evidence of the layers of ${name}`,
    limits: { agents: 4 },
  })
  refuse(ledger, shape, { name, index, opened })
  for (let n = 0; n < verifiers; n++) verifyOne(ledger, shape, { name, n, opened, index })
  const closed = opened + 700 + Math.ceil(verifiers / 4) * 900
  at(ledger, closed, { type: 'agent.ended', actor: name, phase: 'verify' })
  if (index === 2)
    at(ledger, closed + 60, { type: 'phase.finished', phase: 'verify', done: verifiers * 3, ended: verifiers * 3 })
}

function refuse(
  ledger: Ledger,
  shape: SyntheticRun,
  { name, index, opened }: { name: string; index: number; opened: number },
): void {
  if (index >= (shape.refusals ?? 3)) return
  const roster = '"intruder" is not in the roster of quality (test-writer, evidence-verifier)'
  const full = `coordinator "${name}" has 4 of 4 specialists at work`
  at(ledger, opened + 40, {
    type: 'spawn.refused',
    parent: name,
    role: 'specialist',
    name: index === 0 ? 'intruder' : 'evidence-verifier',
    phase: 'verify',
    task: null,
    code: index === 0 ? 'roster' : 'agents',
    detail: index === 0 ? roster : full,
  })
  if (index === 1)
    at(ledger, opened + 80, {
      type: 'action.denied',
      actor: 'explorer-auth',
      task: 'orchestrator/explore-auth',
      what: 'scope',
      target: 'api/auth/audience_tokens.py',
      reason: 'the task may touch nothing',
    })
  if (index === 2)
    at(ledger, opened + 90, {
      type: 'claim.rejected',
      actor: 'explorer-auth',
      task: 'orchestrator/explore-auth',
      claim: 'changed 40 lines of api/auth/audience_tokens.py',
      reason: 'git shows no change',
    })
}

function verifyOne(
  ledger: Ledger,
  shape: SyntheticRun,
  { name, n, opened, index }: { name: string; n: number; opened: number; index: number },
): void {
  const actor: Actor = { id: `${name}/verifier-${n + 1}`, role: 'specialist', name: 'evidence-verifier', parent: name }
  const task = `${name}/verify-${n + 1}`
  const start = opened + 150 + Math.floor(n / 4) * 900 + (n % 4) * 12
  const milliseconds = 520 + ((n * 173 + index * 61) % 340)
  at(ledger, opened + 20, queued(task, 'verify', name, `Check the evidence of batch ${n + 1}`, 'evidence-verifier'))
  const cap = { working: (n % 4) + 1, limit: 4 }
  at(ledger, start, spawned(actor, { phase: 'verify', task, cap }))
  for (let item = index * verifiersOf(shape) + n; item < (shape.debts ?? 24); item += 3 * verifiersOf(shape)) {
    const rejected = item % 11 === 9
    at(ledger, start + 100, {
      type: 'finding.verified',
      task,
      by: actor.id,
      verdict: {
        fingerprint: item.toString(16).padStart(64, '0'),
        verdict: rejected ? 'rejected' : 'confirmed',
        reason: rejected ? 'the quote does not stand in the file' : 'the quote stands in the file',
      },
    })
  }
  const spent = spentOn(shape.priced, 16 + n)
  at(ledger, start + milliseconds, ...ended({ actor: actor.id, task, milliseconds, spent }))
}

function verifiersOf({ verifiers }: SyntheticRun): number {
  return verifiers ?? 5
}

function consolidate(ledger: Ledger, shape: SyntheticRun): void {
  const start = ledger.now + 30
  at(ledger, start, { type: 'phase.started', phase: 'consolidate' })
  for (let index = 0; index < (shape.debts ?? 24); index++) {
    const finding = findingOf(index, shape.hostile)
    if (index % 11 === 9 || !finding.registered) continue
    const { debt, change } = debtOf(finding, index)
    at(ledger, start + 200, { type: 'debt.recorded', debt, change })
  }
  const goneSource = findingOf(400, undefined)
  const gone = debtOf({ ...goneSource, severity: 'P2' }, 400)
  at(ledger, start + 210, { type: 'debt.recorded', debt: { ...gone.debt, state: 'gone' }, change: 'gone' })
  at(ledger, start + 220, { type: 'finding.suppressed', fingerprint: 'f'.repeat(64), by: 'api/main.py:12', reason: '' })
  for (const [index, layer] of layers.entries()) at(ledger, start + 240, scored(layer, index))
  at(ledger, start + 260, {
    type: 'note.added',
    by: 'quality',
    task: null,
    text: 'The compose overlay repeats the queue list of the base file.',
  })
  at(ledger, start + 300, { type: 'phase.finished', phase: 'consolidate', done: 0, ended: 0 })
  settle(ledger)
}

function end(ledger: Ledger, { outcome = 'partial' }: SyntheticRun): void {
  const start = ledger.now + 40
  at(
    ledger,
    start,
    { type: 'criterion.checked', criterion: 'explore.done >= 0.8', holds: true, measured: 0.9375 },
    {
      type: 'criterion.checked',
      criterion: 'findings.P0 == 0',
      holds: outcome === 'accomplished',
      measured: outcome === 'accomplished' ? 0 : 2,
    },
  )
  at(ledger, start + 10, { type: 'agent.ended', actor: 'orchestrator', phase: '' })
  const reason = outcome === 'accomplished' ? '' : 'a success criterion does not hold: findings.P0 == 0'
  if (outcome !== null) {
    at(ledger, start + 20, { type: 'run.concluded', outcome, reason }, { type: 'run.finished', outcome, reason })
  }
  settle(ledger)
}
