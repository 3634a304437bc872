import type { Assignment } from '../../domain/assignment.ts'
import type { Decomposing, Planned } from './planned.ts'
import { draft, pick } from './draft.ts'

/** Takes stock: what is in the repository, and how its own checks stand before anybody touches anything. */
export function recon({ roster, checks }: Decomposing): Planned {
  const survey = pick(roster, 'surveyor').map((specialist) =>
    draft({ key: 'survey', title: 'Read the repository', specialist, kind: 'survey', input: { work: 'survey' } }),
  )
  const runs = pick(roster, 'check-runner').flatMap((specialist) =>
    checks.map(({ name }, index) => {
      const input: Assignment = { work: 'check', check: name }
      return draft({ key: `check-${index + 1}`, title: `Run ${name}`, specialist, kind: 'check', input })
    }),
  )
  return { drafts: [...survey, ...runs], deferred: [] }
}
