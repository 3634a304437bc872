import { runMission } from '../../src/index.ts'
import { endWithParent } from './orphan.ts'

/** What one audit found and used, as its process says at its end. */
export interface Audited {
  readonly cpuMs: number
  readonly peakMb: number
  /** Debt ids by fingerprint. */
  readonly debts: Readonly<Record<string, string>>
  /** Rules with at least one confirmed debt. */
  readonly rules: readonly string[]
}

endWithParent()
const { repo, state } = JSON.parse(process.argv[2] ?? '{}')
const { outcome, reason, state: known } = await runMission({ repo, state, mission: 'full-stack-audit', env: {} }).result
if (outcome !== 'accomplished') throw new Error(`the audit ended as ${outcome}: ${reason}`)
const debts = [...known.debts.values()].map(({ debt }) => debt)
const { user, system } = process.cpuUsage()
const audited: Audited = {
  cpuMs: (user + system) / 1_000,
  peakMb: process.resourceUsage().maxRSS / 1_024,
  debts: Object.fromEntries(debts.map(({ fingerprint, id }) => [fingerprint, id])),
  rules: [...new Set(debts.map(({ rule }) => rule))],
}
process.send?.(audited)
