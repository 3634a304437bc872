import type { FactOf } from '../../event.ts'
import type { Chronicle } from '../chronicle.ts'
import type { Ranks } from './ranks.ts'

/** Why a result should not have been consumed by this actor, or null. What is consumed is a task's result or a subordinate's. */
export function judgeReport(run: Chronicle, { by, task }: FactOf<'report.consumed'>): string | null {
  const superior = run.tasks.get(task)?.owner ?? run.actors.get(task)?.parent
  if (superior === undefined) return `${by} consumed a result of "${task}", which is no task of this run`
  return by === superior ? null : `the result of ${task} went to ${by}, past ${superior}`
}

/** Why this review does not count as one, or null. The owner reviews, or a subordinate of the owner that did not do the work. */
export function judgeReview(run: Chronicle, ranks: Ranks, { by, task }: FactOf<'review.ended'>): string | null {
  const owner = run.tasks.get(task)?.owner
  if (owner === undefined) return `${by} reviewed "${task}", which is no task of this run`
  if (ranks.doers.get(task)?.has(by) === true) return `${by} reviewed its own work on ${task}`
  if (by === owner || run.actors.get(by)?.parent === owner) return null
  return `${by} reviewed ${task} and does not answer to ${owner}`
}
