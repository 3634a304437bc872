import { assignmentIn } from '../domain/assignment.ts'
import { commitMessage, type CommitText } from '../domain/commit-message.ts'
import { commitTypeOf } from '../domain/commit-type.ts'
import type { Finding } from '../domain/finding.ts'
import type { Candidate } from './candidate.ts'
import { bodyOf } from './commit-body.ts'
import type { Post } from './post.ts'
import type { MadeChange } from './attempt.ts'
import type { Running } from './running.ts'

/** The change as it will land: one commit that says what it pays, who made it and who looked at it. */
export function candidateOf(running: Running, post: Post, attempt: number, { change, reviewer }: Reviewed): Candidate {
  const { task } = post
  const owed = owedBy(running, post)
  const text = textOf(running, post, attempt, { change, reviewer, owed })
  return {
    task: task.id,
    attempt,
    author: change.author,
    base: change.base,
    commit: change.commit,
    subject: text.subject,
    message: commitMessage(text),
    wall: running.site.clock.wall(),
    paths: change.paths.map((one) => ({ ...one })),
    owed:
      owed === null
        ? null
        : {
            debt: owed.debt,
            fingerprint: owed.finding.fingerprint,
            rule: owed.finding.rule,
            severity: owed.finding.severity,
          },
  }
}

/** A change, and who of the roster approved it. */
interface Reviewed {
  readonly change: MadeChange
  readonly reviewer: string
}

interface Owing {
  readonly debt: string
  readonly finding: Finding
}

function owedBy({ state }: Running, { task }: Post): Owing | null {
  const assignment = assignmentIn(task.input)
  if (assignment?.work !== 'fix') return null
  const found = state.findings.get(assignment.fingerprint)
  return found === undefined ? null : { debt: assignment.debt, finding: found.finding }
}

function textOf(
  { run, site }: Running,
  { task, owner }: Post,
  attempt: number,
  { change, reviewer, owed }: Reviewed & { readonly owed: Owing | null },
): CommitText {
  const specialist = site.library.specialists.get(change.by)
  const backend = site.backends.get(specialist?.backend ?? site.defaultBackend)
  const assisted = backend?.capabilities.model === true && !change.mechanical
  return {
    type:
      owed === null ? (task.kind === 'simple' ? 'style' : 'feat') : commitTypeOf(owed.finding.layer, owed.finding.rule),
    scope: owed === null ? owner.name : scopeOf(owed.finding),
    subject: lowerFirst(owed?.finding.title ?? task.title),
    body: owed === null ? task.instructions : bodyOf(owed.finding, change),
    trailers: {
      taskId: task.id,
      attempt: String(attempt),
      reviewedBy: [reviewer],
      assistedBy: assisted ? `${backend.id}:${specialist?.model ?? 'inherit'}` : null,
      debts: owed === null ? [] : [owed.debt],
      run,
    },
  }
}

/** The group of the rule says where: `jobs`, `components`, `ci`. */
function scopeOf({ rule }: Finding): string {
  return rule.split('/')[0] ?? rule
}

function lowerFirst(text: string): string {
  const [first = '', second = ''] = text
  // A name or an acronym keeps its capitals.
  return second === second.toLowerCase() ? first.toLowerCase() + text.slice(1) : text
}
