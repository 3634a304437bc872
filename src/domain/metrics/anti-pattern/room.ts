import type { Chronicle, Queued, Span } from '../chronicle.ts'

/** Recorded caps on specialists at work; a cap nobody recorded does not bind. */
export interface Caps {
  readonly run: number
  readonly phases: ReadonlyMap<string, number>
  readonly superiors: ReadonlyMap<string, number>
}

export function capsOf({ spans, started }: Chronicle): Caps {
  const phases = new Map<string, number>()
  const superiors = new Map<string, number>()
  let run = started?.limits.agents ?? Number.POSITIVE_INFINITY
  for (const { caps, phase, actor } of spans) {
    if (caps === null) continue
    run = Math.min(run, caps.run.limit)
    if (phase !== null) phases.set(phase, caps.phase.limit)
    if (actor.parent !== null) superiors.set(actor.parent, caps.coordinator.limit)
  }
  return { run, phases, superiors }
}

type Seat = Pick<Queued, 'phase' | 'owner'>

/** Whether one more specialist could work on this task beside those seats that are taken. */
export function hasRoom(caps: Caps, taken: readonly Seat[], task: Seat): boolean {
  const inPhase = taken.filter(({ phase }) => phase === task.phase).length
  const underOwner = taken.filter(({ owner }) => owner === task.owner).length
  return (
    taken.length < caps.run &&
    inPhase < (caps.phases.get(task.phase) ?? Number.POSITIVE_INFINITY) &&
    underOwner < (caps.superiors.get(task.owner) ?? Number.POSITIVE_INFINITY)
  )
}

export function seatOf({ phase, actor }: Span): Seat {
  return { phase: phase ?? '', owner: actor.parent ?? '' }
}
