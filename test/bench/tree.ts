import { workBare } from './bare.ts'
import { type Company, discard, work } from './company.ts'
import type { Report } from './row.ts'

const shape = { teams: 3, specialists: 8, turns: 5, teamCap: 8 } as const
const agents = shape.teams * shape.specialists
const turns = agents * shape.turns
const rounds = 9
const slowRounds = 3
const slowMs = 100

/** The tree: one orchestrator, three coordinators, eight specialists each, five turns each. */
export async function tree(report: Report): Promise<void> {
  await atOnce(report, { ...shape, latency: 0 })
  await slowly(report, { ...shape, latency: slowMs })
}

async function atOnce(report: Report, company: Company): Promise<void> {
  for (let warming = 0; warming < 3; warming += 1) discard(await work(company))
  const ours = []
  const bare = []
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await workBare(company))
    const worked = await work(company)
    discard(worked)
    ours.push(worked)
  }
  const wall = { unit: 'ms', rounds: ours.map((one) => one.work.wallMs) } as const
  report(`tree, L = 0: wall of ${turns} turns`, wall, {
    baseline: { unit: 'ms', rounds: bare.map((one) => one.wallMs) },
    atMost: 15,
  })
  const cpu = { unit: 'µs', rounds: ours.map((one) => (one.work.cpuMs * 1_000) / turns) } as const
  report('tree, L = 0: CPU per turn', cpu, {
    baseline: { unit: 'µs', rounds: bare.map((one) => (one.cpuMs * 1_000) / turns) },
    atMost: 100,
  })
  report('tree, L = 0: closing the run, CPU', { unit: 'ms', rounds: ours.map((one) => one.closing.cpuMs) })
}

async function slowly(report: Report, company: Company): Promise<void> {
  const bound = company.turns * company.latency
  const efficiency = []
  const bare = []
  for (let round = 0; round < slowRounds; round += 1) {
    bare.push(bound / (await workBare(company)).wallMs)
    const worked = await work(company)
    discard(worked)
    efficiency.push(bound / worked.work.wallMs)
  }
  report(
    `tree, L = ${company.latency} ms: efficiency (bound ÷ wall)`,
    { unit: '', rounds: efficiency },
    {
      baseline: { unit: '', rounds: bare },
      atLeast: 0.98,
    },
  )
  const parallel = efficiency.map((share) => share * agents)
  report(
    `tree: parallel factor, of ${agents}`,
    { unit: '', rounds: parallel },
    {
      baseline: { unit: '', rounds: bare.map((share) => share * agents) },
      atLeast: 0.98 * agents,
    },
  )
}
