import type { Fact } from '../domain/event.ts'
import type { Actor } from '../domain/hierarchy.ts'
import type { Task, TaskDraft, TaskEnd } from '../domain/task.ts'
import { collide, waves } from '../domain/waves.ts'
import type { Ctx, Ref, Settled } from '../ports/runtime.ts'
import type { Post } from './post.ts'
import type { Running } from './running.ts'
import { TaskAnswer } from './task-answer.ts'

/** Facts one call appends at most, so that a fan-out of thousands leaves the event loop room. */
const factsPerEmit = 100

/** Queues the drafts under their owner and sees them through: dependencies first, colliding scopes apart, the rest at once. */
export async function runTasks(
  ctx: Ctx,
  running: Running,
  owner: Actor,
  { phase, drafts }: { readonly phase: string; readonly drafts: readonly TaskDraft[] },
): Promise<readonly TaskAnswer[]> {
  const tasks = drafts.map((draft) => taskOf(draft, phase, owner))
  await queue(ctx, tasks, owner)
  const schedule = new Schedule(tasks)
  const answers: TaskAnswer[] = []
  const refs = new Map<string, Ref>()
  const taskOfRef = new Map<string, Task>()
  for (;;) {
    const ready = schedule.release()
    const started = await Promise.all(ready.map((task) => startTask(ctx, task, owner)))
    for (const [index, ref] of started.entries()) {
      refs.set(ref.id, ref)
      taskOfRef.set(ref.id, ready[index] ?? unreachable(ref.id))
    }
    answers.push(...(await block(ctx, schedule.takeBlocked())))
    if (refs.size === 0) return answers
    const ended = schedule.isEmpty ? [...refs.values()] : [await ctx.first(refs)]
    const endedTasks = ended.map(({ id }) => taskOfRef.get(id) ?? unreachable(id))
    const consumed = await consume(ctx, running, owner, { refs: ended, tasks: endedTasks })
    for (const [index, { id }] of ended.entries()) {
      refs.delete(id)
      schedule.end(endedTasks[index] ?? unreachable(id), consumed[index]?.state ?? 'failed')
    }
    answers.push(...consumed)
  }
}

function taskOf(draft: TaskDraft, phase: string, owner: Actor): Task {
  const folder = owner.role === 'coordinator' ? owner.id : phase
  return { ...draft, id: `${folder}/${draft.key}`, phase, owner: owner.id }
}

async function queue(ctx: Ctx, tasks: readonly Task[], owner: Actor): Promise<void> {
  const wave = waves(tasks)
  const ids = new Map(tasks.map((task) => [task.key, task.id]))
  const facts = tasks.map<Fact>(({ id, phase, title, kind, specialist, scope, after }, index) => ({
    type: 'task.queued',
    task: id,
    phase,
    owner: owner.id,
    title,
    kind,
    specialist,
    scope,
    after: after.map((key) => ids.get(key) ?? key),
    wave: wave[index] ?? 0,
  }))
  await emitInParts(ctx, facts)
}

function startTask(ctx: Ctx, task: Task, owner: Actor): Promise<Ref> {
  const post: Post = { task, owner }
  return ctx.start('task', `task:${task.key}`, post)
}

/** A child's result is taken in by its superior: that is a fact of its own, because results nobody reads are a fault. */
async function consume(
  ctx: Ctx,
  { site }: Running,
  owner: Actor,
  { refs, tasks }: { readonly refs: readonly Ref[]; readonly tasks: readonly Task[] },
): Promise<readonly TaskAnswer[]> {
  const settled = await ctx.all(refs)
  const started = site.clock.mono()
  const answers = settled.map((one, index) => answerOf(one, tasks[index]?.id ?? ''))
  const milliseconds = (site.clock.mono() - started) / Math.max(1, answers.length)
  const facts = answers.flatMap<Fact>((answer, index) => [
    ...(settled[index]?.status === 'done' ? [] : [lost(answer)]),
    { type: 'report.consumed', by: owner.id, task: answer.task, milliseconds },
  ])
  await emitInParts(ctx, facts)
  return answers
}

/** A task whose own code broke has not said how it ended; its superior does. */
function answerOf(settled: Settled, task: string): TaskAnswer {
  switch (settled.status) {
    case 'done':
      return TaskAnswer.parse(settled.value)
    case 'failed':
      return { task, state: 'failed', reason: settled.message }
    case 'cancelled':
      return { task, state: 'cancelled', reason: 'the run was cancelled' }
  }
}

function lost({ task, state, reason }: TaskAnswer): Fact {
  return { type: 'task.ended', task, state, attempts: 0, reason }
}

async function block(ctx: Ctx, tasks: readonly Task[]): Promise<readonly TaskAnswer[]> {
  const reason = 'a task it waits for was not done'
  await emitInParts(
    ctx,
    tasks.map((task) => ({ type: 'task.ended', task: task.id, state: 'blocked', attempts: 0, reason })),
  )
  return tasks.map((task) => ({ task: task.id, state: 'blocked', reason }))
}

async function emitInParts(ctx: Ctx, facts: readonly Fact[]): Promise<void> {
  const parts: Promise<void>[] = []
  for (let at = 0; at < facts.length; at += factsPerEmit) parts.push(ctx.emit(...facts.slice(at, at + factsPerEmit)))
  await Promise.all(parts)
}

function unreachable(id: string): never {
  throw new TypeError(`${id} was never started`)
}

/** Which tasks may start now. */
class Schedule {
  #waiting: Task[]
  #blocked: Task[] = []
  readonly #working = new Set<Task>()
  readonly #ended = new Map<string, TaskEnd>()

  constructor(tasks: readonly Task[]) {
    this.#waiting = [...tasks]
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0
  }

  /** Takes out every task whose dependencies are done and whose scope is free. */
  release(): readonly Task[] {
    const ready: Task[] = []
    const later: Task[] = []
    for (const task of this.#waiting) {
      if (this.#isDoomed(task)) this.#give(task)
      else if (this.#mayStart(task)) {
        ready.push(task)
        this.#working.add(task)
      } else later.push(task)
    }
    const doomedMore =
      later.length > 0 && this.#blocked.some((task) => later.some(({ after }) => after.includes(task.key)))
    this.#waiting = later
    return doomedMore ? [...ready, ...this.release()] : ready
  }

  /** Tasks that can never start, because what they wait for was not done. */
  takeBlocked(): readonly Task[] {
    return this.#blocked.splice(0)
  }

  end(task: Task, state: TaskEnd): void {
    this.#working.delete(task)
    this.#ended.set(task.key, state)
  }

  #give(task: Task): void {
    this.#blocked.push(task)
    this.#ended.set(task.key, 'blocked')
  }

  #isDoomed({ after }: Task): boolean {
    return after.some((key) => this.#ended.has(key) && this.#ended.get(key) !== 'done')
  }

  #mayStart(task: Task): boolean {
    if (task.after.some((key) => !this.#ended.has(key))) return false
    if (task.scope.length === 0) return true
    for (const other of this.#working) if (collide(task, other)) return false
    return true
  }
}
