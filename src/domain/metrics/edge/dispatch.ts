import type { FactOf } from '../../event.ts'
import type { Chronicle } from '../chronicle.ts'
import type { Ranks } from './ranks.ts'

/** Why a specialist should not have been given this task, or null. */
export function judgeDispatch(run: Chronicle, ranks: Ranks, fact: FactOf<'agent.spawned'>, id: string): string | null {
  const { actor } = fact
  const task = run.tasks.get(id)
  if (task === undefined) return `${actor.id} works on "${id}", which nobody queued`
  if (actor.parent !== task.owner) return `${actor.id} answers to ${actor.parent} and works on a task of ${task.owner}`
  if (ranks.endedTasks.has(id)) return `${actor.id} works on ${id}, which had ended`
  if (actor.name === task.specialist) remember(ranks, id, actor.id)
  return null
}

/** Why this order went past the chain of command, or null. */
export function judgeOrder({ actors }: Chronicle, { from, to }: FactOf<'order.given'>): string | null {
  const [giver, receiver] = [actors.get(from), actors.get(to)]
  if (giver === undefined || receiver === undefined) return `${from} gave ${to} an order and is nobody of this run`
  if (giver.role === 'specialist') return `${from} is a specialist and gave ${to} an order`
  return receiver.parent === from ? null : `${from} gave an order to ${to}, who answers to ${receiver.parent}`
}

function remember(ranks: Ranks, task: string, actor: string): void {
  const doers = ranks.doers.get(task)
  if (doers === undefined) ranks.doers.set(task, new Set([actor]))
  else doers.add(actor)
}
