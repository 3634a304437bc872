import type { RunState } from '../../domain/state.ts'
import { codeSpan, escapeInline } from './markdown.ts'
import { type PaidDebt, paidDebts, paidElsewhere } from './paid.ts'

/** Paid debts that are listed, and siblings that are named of each; the rest are counted. */
const most = { debts: 500, siblings: 3 }

/** The debts that this run paid: the commit, the branch, the proof, and the same fault elsewhere. Nothing when there is none. */
export function paidSection(state: RunState): readonly string[] {
  const paid = paidDebts(state)
  if (paid.length === 0) return []
  const rest = paid.length - most.debts
  return [
    '## Paid tonight',
    'Fixed on the mission branch; other branches have it once they take that one in. The proof is the inspector that found it: it no longer does, on the tree with the change.',
    paid
      .slice(0, most.debts)
      .map((one) => entry(one, openTitles(state)))
      .join('\n'),
    ...(rest > 0 ? [`And ${rest} more in register.json.`] : []),
  ]
}

/** What an earlier night paid on a branch that this commit does not have: no debt of ours, and still wrong here. */
export function elsewhereSection(state: RunState): readonly string[] {
  const byBranch = [...paidElsewhere(state)]
  if (byBranch.length === 0) return []
  const lines = byBranch.flatMap(([branch, some]) =>
    some.slice(0, most.debts).map(({ debt: { id, severity, title, fixedIn } }) => {
      const where = branch === '' ? '' : ` on ${codeSpan(branch)}`
      return `- ${id} (${severity}) ${escapeInline(title)}: ${codeSpan(fixedIn?.slice(0, 12) ?? '')}${where}`
    }),
  )
  return [
    '## Paid on a branch that this commit does not have',
    'An earlier run paid these. They still stand in this commit, and are over once that branch is merged.',
    lines.slice(0, most.debts).join('\n'),
    ...(lines.length > most.debts ? [`And ${lines.length - most.debts} more in register.json.`] : []),
  ]
}

/** Titles of what the register still holds open: a sibling that was paid later tonight is none any more. */
function openTitles({ debts }: RunState): ReadonlySet<string> {
  return new Set([...debts.values()].flatMap(({ debt }) => (debt.state === 'fixed' ? [] : [debt.title])))
}

function entry({ recorded: { debt }, gate }: PaidDebt, open: ReadonlySet<string>): string {
  const { id, severity, title, fixedIn, fixedOn, rule } = debt
  const commit = fixedIn === undefined ? 'an unknown commit' : codeSpan(fixedIn.slice(0, 12))
  const branch = fixedOn === undefined || fixedOn === '' ? '' : ` on ${codeSpan(fixedOn)}`
  const proof =
    gate === null
      ? 'no verdict of the inspector is recorded'
      : `${codeSpan(rule)} no longer finds it at ${codeSpan(gate.fact.commit.slice(0, 12))} (event #${gate.seq})`
  return `- ${id} (${severity}) ${escapeInline(title)}: ${commit}${branch}; ${proof}${siblings(gate, open)}`
}

/** What the same rule still finds elsewhere. */
function siblings(gate: PaidDebt['gate'], open: ReadonlySet<string>): string {
  const titles = (gate?.fact.siblings ?? []).filter((title) => open.has(title))
  if (titles.length === 0) return gate === null ? '.' : '; no other debt of that rule is open.'
  const named = titles.slice(0, most.siblings).map(escapeInline).join('; ')
  const rest = titles.length - most.siblings
  return `. Still open of the same rule: ${titles.length}: ${named}${rest > 0 ? `; and ${rest} more` : ''}.`
}
