import { acceptBaseline } from '../../compose/baseline.ts'
import type { Debt } from '../../domain/debt.ts'
import { priorities } from '../../domain/severity-order.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Shell } from '../shell.ts'

/** Accepts what is there, so that `--new-only` and `--fail-on` speak of what comes. P0 and P1 stay open. */
export async function baselineVerb(shell: Shell): Promise<ExitCode> {
  const { terminal } = shell
  const { accepted, open } = await acceptBaseline(shell)
  if (terminal.json) {
    terminal.record({ type: 'baseline', accepted: accepted.map(({ id }) => id), open: open.map(({ id }) => id) })
    return 0
  }
  terminal.say(`Accepted ${counted(accepted)}. Still open: ${counted(open)}.`)
  return 0
}

function counted(debts: readonly Debt[]): string {
  const by = priorities
    .map((severity) => [severity, debts.filter((debt) => debt.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}`)
  const noun = debts.length === 1 ? 'debt' : 'debts'
  return by.length === 0 ? `no ${noun}` : `${debts.length} ${noun} (${by.join(', ')})`
}
