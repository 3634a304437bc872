import type { Register } from '../../domain/debt.ts'
import { number } from '../../domain/register.ts'
import type { RunState } from '../../domain/state.ts'
import { stableJson } from './stable-json.ts'

/** register.json: the debts by id, for the next run and for people who commit it. */
export function renderRegister(register: Register): string {
  return stableJson({ ...register, debts: register.debts.toSorted((a, b) => number(a) - number(b)) })
}

/** The register as this run left it. */
export function registerOf(state: RunState): Register {
  const debts = [...state.debts.values()].map(({ debt }) => debt).sort((a, b) => number(a) - number(b))
  return { schema: 1, nextId: state.nextDebt ?? Math.max(0, ...debts.map(number)) + 1, debts }
}
