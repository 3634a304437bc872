import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fact } from '../../../src/domain/event.ts'
import { type MetricName, measure } from '../../../src/domain/metrics.ts'
import {
  attempt,
  chief,
  consume,
  direct,
  end,
  general,
  land,
  order,
  paid,
  queue,
  Story,
  soldier,
  spawn,
  started,
  turn,
} from './story.ts'

interface Move {
  readonly what: 'queue' | 'spawn' | 'turn' | 'end' | 'consume' | 'land' | 'direct' | 'crash'
  readonly pick: number
  readonly minutes: number
}

const move: fc.Arbitrary<Move> = fc.record({
  what: fc.constantFrom('queue', 'queue', 'spawn', 'spawn', 'turn', 'end', 'consume', 'land', 'direct', 'crash'),
  pick: fc.nat(1_000),
  minutes: fc.nat(12),
})
const moves = fc.array(move, { minLength: 5, maxLength: 60 })
const cap = 3
const use = { working: 1, limit: cap }
const caps = { run: { working: 1, limit: 2 * cap }, phase: use, coordinator: use }

/** One phase whose coordinator makes only legal moves; moves that are not legal now are left out. */
class Phase {
  readonly facts: { readonly minute: number; readonly crash: boolean; readonly facts: readonly Fact[] }[] = []
  readonly #name: string
  readonly #open: string[] = []
  readonly #working: { id: string; task: string }[] = []
  readonly #done: string[] = []
  readonly #results: string[] = []
  #minute = 0
  #count = 0

  constructor(name: string, given: readonly Move[]) {
    this.#name = name
    const coordinator = this.#coordinator
    this.#say({ type: 'phase.started', phase: name }, spawn(coordinator, { phase: name }), {
      ...order(chief.id, coordinator.id),
      phase: name,
    } as Fact)
    for (const one of given) {
      this.#minute += one.minutes
      this.#move(one)
    }
    for (const { id, task } of this.#working) this.#say(attempt(id, task))
  }

  get #coordinator() {
    return general('quality', this.#name)
  }

  #say(...facts: readonly Fact[]): void {
    this.facts.push({ minute: this.#minute, crash: false, facts })
  }

  #move({ what, pick }: Move): void {
    const owner = this.#coordinator.id
    this.#count += 1
    const taken = <T>(from: T[]): T | undefined => from.splice(pick % Math.max(1, from.length), 1)[0]
    if (what === 'queue') {
      const task = `${this.#name}/t${this.#count}`
      this.#open.push(task)
      return this.#say(queue(task, owner, { phase: this.#name, scope: [`src/${pick % 5}`] }))
    }
    if (what === 'crash') return this.#crash()
    if (what === 'spawn' && this.#working.length < cap) {
      const task = taken(this.#open)
      if (task === undefined) return
      const id = `${task}#${this.#count}`
      this.#working.push({ id, task })
      return this.#say(spawn(soldier(id, owner), { phase: this.#name, task, caps }))
    }
    if (what === 'turn' || what === 'direct') {
      const [worker] = this.#working
      if (worker === undefined) return
      return this.#say(
        what === 'turn' ? turn(worker.id, worker.task, { cost: paid(pick / 1_000) }) : direct(owner, worker.task, pick),
      )
    }
    if (what === 'end') {
      const worker = taken(this.#working)
      if (worker === undefined) return
      this.#done.push(worker.task)
      this.#results.push(worker.task)
      return this.#say(attempt(worker.id, worker.task, { cost: paid(pick / 1_000) }), end(worker.task))
    }
    const task = what === 'consume' ? taken(this.#results) : what === 'land' ? taken(this.#done) : undefined
    if (task === undefined) return
    const path = `src/${pick % 5}/file.ts`
    if (what === 'consume') this.#say(consume(owner, task, pick))
    else if (covered(this.facts, task, path)) this.#say(land(task, `${task}-author`, { [path]: pick }))
  }

  #crash(): void {
    this.facts.push({ minute: this.#minute, crash: true, facts: [{ type: 'run.resumed', boot: 2, interrupted: [] }] })
    for (const { task } of this.#working.splice(0)) this.#open.push(task)
  }
}

function covered(told: Phase['facts'], task: string, path: string): boolean {
  const queued = told.flatMap(({ facts }) => facts).find((fact) => fact.type === 'task.queued' && fact.task === task)
  return queued?.type === 'task.queued' && path.startsWith(`${queued.scope[0]}/`)
}

const phasesOf = (...names: string[]) => names.map((name) => ({ name, coordinators: ['quality'], explorers: 0 }))

function tell(phases: readonly Phase[], names: readonly string[], planted?: { at: number; fact: Fact }): Story {
  const story = new Story().tell(started({ phases: phasesOf(...names) }), spawn(chief, { phase: '' }))
  const told = phases.flatMap(({ facts }) => facts).sort((a, b) => a.minute - b.minute)
  const at = planted === undefined ? -1 : planted.at % (told.length + 1)
  let offset = 0
  for (const [index, { minute, crash, facts }] of told.entries()) {
    if (index === at && planted !== undefined) story.tell(planted.fact)
    if (crash) {
      story.reboot()
      offset = minute
    }
    story.at(minute - offset).tell(...facts)
  }
  if (at === told.length && planted !== undefined) story.tell(planted.fact)
  return story
}

const shares: readonly MetricName[] = [
  'delegationRatio',
  'delegationByCost',
  'delegationByLines',
  'directEditRate',
  'hierarchyCompliance',
  'routingCorrectness',
  'synthesisRatio',
  'utilisation',
  'schedulingEfficiency',
  'autonomyRate',
  'firstPassYield',
  'coordinationOverhead',
]

describe('for any run', () => {
  test('shares lie between 0 and 1, a zero denominator has no value, and no number is broken', () => {
    fc.assert(
      fc.property(moves, (given) => {
        const { mission, phases, coordinators } = measure(tell([new Phase('work', given)], ['work']).events)
        for (const set of [mission, ...Object.values(phases), ...Object.values(coordinators)]) {
          for (const metric of Object.values(set)) {
            expect(metric.value === null || Number.isFinite(metric.value)).toBe(true)
            if (metric.denominator === 0) expect(metric.value).toBeNull()
          }
          for (const name of shares) {
            expect(set[name].value ?? 0).toBeGreaterThanOrEqual(0)
            expect(set[name].value ?? 1).toBeLessThanOrEqual(1 + 1e-9)
          }
        }
      }),
      { numRuns: 150 },
    )
  })

  test('the parallel factor is at most the peak, and the peak at most the cap', () => {
    fc.assert(
      fc.property(moves, (given) => {
        const { parallelFactor, peakConcurrency } = measure(tell([new Phase('work', given)], ['work']).events).mission
        expect(parallelFactor.value ?? 0).toBeLessThanOrEqual((peakConcurrency.value ?? 0) + 1e-9)
        expect(peakConcurrency.value).toBeLessThanOrEqual(cap)
      }),
      { numRuns: 150 },
    )
  })

  test('the events that prove an anti-pattern are in the ledger, in order, each once', () => {
    fc.assert(
      fc.property(moves, (given) => {
        const { events } = tell([new Phase('work', given)], ['work'])
        for (const { events: proof, found, count } of measure(events).antiPatterns) {
          expect(proof.every((seq) => events.some((event) => event.seq === seq))).toBe(true)
          expect(proof).toEqual([...new Set(proof)].sort((a, b) => a - b))
          if (found) expect(Math.min(count, proof.length)).toBeGreaterThan(0)
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('hierarchy compliance', () => {
  test('is 1 for every run made of legal moves', () => {
    fc.assert(
      fc.property(moves, (given) => {
        const { hierarchyCompliance } = measure(tell([new Phase('work', given)], ['work']).events).mission
        expect(hierarchyCompliance.value).toBe(1)
      }),
      { numRuns: 200 },
    )
  })

  const boss = general('quality', 'work').id
  const intruders: readonly Fact[] = [
    spawn(soldier('x', 'nobody')),
    spawn({ ...general('quality'), id: 'x', parent: boss }),
    spawn({ ...chief, id: 'usurper' }),
    spawn(soldier('x', chief.id)),
    spawn(soldier('x', boss), { caps: null }),
    spawn(soldier('x', boss), { caps: { ...caps, run: { working: 1, limit: 0 } } }),
    spawn(soldier('x', boss), { memoryMb: 10_000 }),
    spawn(soldier('x', boss), { phase: 'elsewhere' }),
    spawn(soldier('x', boss), { task: 'unheard-of' }),
    consume(chief.id, 'unheard-of'),
    land('unheard-of', 'x', { 'src/a.ts': 1 }),
  ]

  test('falls below 1 as soon as one intruder is planted anywhere in a legal run', () => {
    fc.assert(
      fc.property(moves, fc.constantFrom(...intruders), fc.nat(), (given, fact, at) => {
        const { hierarchyCompliance } = measure(tell([new Phase('work', given)], ['work'], { at, fact }).events).mission
        expect(hierarchyCompliance.value).toBeLessThan(1)
      }),
      { numRuns: 300 },
    )
  })
})

test('what happens in one phase does not change the numbers of another', () => {
  const withoutCrashes = moves.map((given) => given.filter(({ what }) => what !== 'crash'))
  fc.assert(
    fc.property(withoutCrashes, withoutCrashes, (one, other) => {
      const names = ['work', 'next']
      const alone = measure(tell([new Phase('work', one)], names).events).phases.work
      const beside = measure(tell([new Phase('work', one), new Phase('next', other)], names).events).phases.work
      const after = measure(tell([new Phase('next', other), new Phase('work', one)], names).events).phases.work
      expect(beside).toEqual(alone)
      expect(after).toEqual(alone)
    }),
    { numRuns: 150 },
  )
})
