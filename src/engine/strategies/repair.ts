import type { Assignment } from '../../domain/assignment.ts'
import { type Check, hasNoTests } from '../../domain/check.ts'
import { complaintIn } from '../../domain/complaint.ts'
import type { FactOf } from '../../domain/event.ts'
import { standingOf } from '../../domain/standing.ts'
import type { Decomposing, Deferred, Planned } from './planned.ts'
import { draft, firstOf } from './draft.ts'

/**
 * What was red before we began; a suite without tests is nothing that anybody could repair. Where the repository has its own repair, each coordinator runs it for the paths of its
 * domain; what needs thought goes to the coordinator whose field it is, and is left for the morning without a model.
 */
export function repair(from: Decomposing): Planned {
  const red = from.checks.flatMap((check) => {
    const base = from.state.checks.get(check.name)?.base
    return base === undefined || base.outcome === 'passed' || hasNoTests(standingOf(base)) ? [] : [{ check, base }]
  })
  const plans = red.map(({ check, base }, index) => planFor(from, check, base, index + 1))
  return {
    drafts: plans.flatMap(({ drafts }) => drafts),
    deferred: plans.flatMap(({ deferred }) => deferred),
  }
}

function planFor(from: Decomposing, check: Check, base: FactOf<'check.ended'>, number: number): Planned {
  if (base.outcome === 'unavailable') return later(from, check, `it cannot run here: ${whyNot(base)}`)
  const scope = from.coordinator?.domain ?? ['**']
  const specialist = firstOf(from.roster, authors)
  if (specialist === null) return nothing
  if (check.repair !== null) {
    const input: Assignment = { work: 'repair', check: check.name }
    const title = `Repair ${check.name} by ${check.repair.join(' ')}`
    return { drafts: [draft({ key: `repair-${number}`, title, specialist, scope: [...scope], input })], deferred: [] }
  }
  if (!from.mayThink) return later(from, check, 'the repository has no repair of its own for it, and no model is here')
  if (!isMine(from, check)) return nothing
  const instructions = [
    `The check "${check.name}" is red at the base: ${check.argv.join(' ')}${check.folder === '' ? '' : ` in ${check.folder}`}.`,
    ...(base.failures ?? []).slice(0, 30).map(({ name, category }) => `- ${category}: ${name}`),
    `It ends with:\n\n${base.excerpt ?? ''}`,
    'Make it green without weakening it.',
  ].join('\n')
  const title = `Make ${check.name} green`
  return {
    drafts: [draft({ key: `repair-${number}`, title, specialist, scope: [...scope], kind: 'code', instructions })],
    deferred: [],
  }
}

const authors = ['ci-engineer', 'bug-fixer', 'test-writer', 'refactorer', 'backend-engineer']
const nothing: Planned = { drafts: [], deferred: [] }

/** Tests belong to whoever has somebody to write them; the rest to the first coordinator of the phase. */
function isMine({ coordinator, team }: Decomposing, { kind }: Check): boolean {
  const writer = team.find(({ specialists }) => specialists.includes('test-writer'))
  const owner = kind === 'test' ? (writer ?? team[0]) : team[0]
  return owner?.name === coordinator?.name
}

/** Told once, by the coordinator whose field it would be. */
function later(from: Decomposing, check: Check, reason: string): Planned {
  if (!isMine(from, check)) return nothing
  const deferred: Deferred = { subject: check.name, title: `${check.name} is red`, reason }
  return { drafts: [], deferred: [deferred] }
}

function whyNot({ excerpt = '' }: FactOf<'check.ended'>): string {
  return complaintIn(excerpt)?.slice(0, 300) ?? 'it printed nothing'
}
