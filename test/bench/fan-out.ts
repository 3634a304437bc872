import { workBare } from './bare.ts'
import { type Company, discard, work } from './company.ts'
import { type Lag, liveHeap, type Spent, watchLag, watchMemory } from './meter.ts'
import type { Report } from './row.ts'

interface Fan {
  readonly agents: number
  readonly cap: number
  readonly rounds: number
}

const small: Fan = { agents: 16, cap: 16, rounds: 9 }
const middle: Fan = { agents: 1_000, cap: 1_000, rounds: 7 }
const large: Fan = { agents: 10_000, cap: 1_000, rounds: 5 }

/** One coordinator with very many specialists of one turn each. */
export async function fanOut(report: Report): Promise<void> {
  for (const fan of [small, middle, large]) await measure(report, fan)
  await slowly(report)
}

interface Round {
  readonly ours: Spent
  readonly closing: Spent
  readonly bare: Spent
  readonly lag: Lag
  readonly bareLag: Lag
  readonly heapBytes: number
}

async function measure(report: Report, { agents, cap, rounds }: Fan): Promise<void> {
  const company: Company = { teams: 1, specialists: agents, turns: 1, latency: 50, teamCap: cap }
  const name = `fan-out of ${agents.toLocaleString('en-US')}`
  const before = process.memoryUsage.rss()
  const readMemory = watchMemory()
  const all: Round[] = []
  for (let round = 0; round < rounds; round += 1) all.push(await once(company))
  const peak = readMemory()
  const seconds = (spent: Spent): number => spent.wallMs / 1_000
  const perAgent = (spent: Spent): number => (spent.cpuMs * 1_000) / agents
  report(
    `${name}: wall`,
    { unit: 's', rounds: all.map(({ ours }) => seconds(ours)) },
    {
      baseline: { unit: 's', rounds: all.map(({ bare }) => seconds(bare)) },
      ...(agents === large.agents ? { atMost: 0.8 } : {}),
    },
  )
  report(
    `${name}: CPU per agent`,
    { unit: 'µs', rounds: all.map(({ ours }) => perAgent(ours)) },
    {
      baseline: { unit: 'µs', rounds: all.map(({ bare }) => perAgent(bare)) },
      ...(agents === large.agents ? { atMost: 70 } : {}),
    },
  )
  if (agents === small.agents) return
  report(
    `${name}: event loop, p99`,
    { unit: 'ms', rounds: all.map(({ lag }) => lag.p99Ms) },
    {
      baseline: { unit: 'ms', rounds: all.map(({ bareLag }) => bareLag.p99Ms) },
      atMost: 20,
    },
  )
  report(
    `${name}: event loop, longest stall`,
    { unit: 'ms', rounds: all.map(({ lag }) => lag.longestMs) },
    {
      baseline: { unit: 'ms', rounds: all.map(({ bareLag }) => bareLag.longestMs) },
    },
  )
  const closing = all.map((one) => (one.closing.cpuMs * 1_000) / agents)
  report(`${name}: closing the run, CPU per agent`, { unit: 'µs', rounds: closing })
  const heap = all.map(({ heapBytes }) => heapBytes / 1_024 / agents)
  report(`${name}: live heap per agent`, { unit: 'KB', rounds: heap }, { atMost: 10 })
  report(`${name}: peak memory above the start`, { unit: 'MB', rounds: [(peak - before) / 1_048_576] })
}

async function once(company: Company): Promise<Round> {
  const readBareLag = watchLag()
  const bare = await workBare(company)
  const bareLag = readBareLag()
  const heapBefore = liveHeap()
  let heapBytes = 0
  let lag: Lag = { p99Ms: 0, longestMs: 0 }
  const readLag = watchLag()
  const worked = await work(company, {
    on: ({ fact }) => {
      if (fact.type === 'phase.finished') lag = readLag()
    },
    atEnd: () => {
      heapBytes = liveHeap() - heapBefore
    },
  })
  discard(worked)
  return { ours: worked.work, closing: worked.closing, bare, lag, bareLag, heapBytes }
}

async function slowly(report: Report): Promise<void> {
  const company: Company = { teams: 1, specialists: 1_000, turns: 1, latency: 1_000, teamCap: 1_000 }
  const ours: number[] = []
  const bare: number[] = []
  for (let round = 0; round < 3; round += 1) {
    bare.push(company.latency / (await workBare(company)).wallMs)
    const worked = await work(company)
    discard(worked)
    ours.push(company.latency / worked.work.wallMs)
  }
  report(
    '1,000 agents, L = 1 s: efficiency',
    { unit: '', rounds: ours },
    {
      baseline: { unit: '', rounds: bare },
      atLeast: 0.99,
    },
  )
}
