import { isOpen } from '../../domain/baseline.ts'
import { DebtState } from '../../domain/debt.ts'
import { priorities } from '../../domain/severity-order.ts'
import type { RunState } from '../../domain/state.ts'
import type { AuditView } from './audit-view.ts'
import { isPaidTonight } from './paid.ts'

/** The register in numbers: by severity, by state, and what stands beside it. */
export function debtSummary(state: RunState, view: AuditView): string {
  const commit = state.started?.fact.repository.commit
  const rows = priorities.map((severity) => {
    const all = view.debts.filter(({ debt }) => debt.severity === severity)
    const open = all.filter(({ debt }) => isOpen(debt))
    const counts = [
      open.length,
      all.filter(
        ({ debt, change }) => change === 'added' || (isPaidTonight({ debt, change }) && debt.firstSeen === commit),
      ).length,
      all.filter(({ change }) => change === 'reopened').length,
      all.filter(({ debt }) => debt.state === 'accepted' || debt.state === 'false-positive').length,
      all.filter(({ change }) => change === 'gone').length,
      all.filter(isPaidTonight).length,
    ]
    return `| ${severity} | ${counts.join(' | ')} |`
  })
  const head = [
    '| severity | open | new in this run | reopened | accepted | gone in this run | paid in this run |',
    `|${' --- |'.repeat(7)}`,
  ]
  return ['## Summary', '', ...head, ...rows, '', byState(view), '', beside(view)].join('\n')
}

/** Every debt of the register is in exactly one state. */
function byState({ debts }: AuditView): string {
  const states = Map.groupBy(debts, ({ debt }) => debt.state)
  const counts = DebtState.options.flatMap((state) => {
    const some = states.get(state) ?? []
    return some.length === 0 ? [] : [`${some.length} ${state}`]
  })
  return counts.length === 0 ? 'The register is empty.' : `By state: ${counts.join(', ')}.`
}

/** What stands beside the register, so that nobody takes its silence for nothing. */
function beside({ candidates, suppressed, rejected, unverified }: AuditView): string {
  const parts = [
    plural(candidates.length, 'candidate'),
    `${suppressed.length} accepted or suppressed`,
    plural(rejected.length, 'rejected draft'),
    `${unverified.length} not verified`,
  ]
  return `Beside the register: ${parts.join(', ')}.`
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
