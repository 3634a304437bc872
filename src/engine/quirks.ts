import { z } from 'zod'
import { assignmentIn } from '../domain/assignment.ts'
import type { Fact, LedgerEvent } from '../domain/event.ts'
import { judgeQuirk, propose, Quirk } from '../domain/quirk.ts'
import type { Ctx } from '../ports/runtime.ts'
import { perform } from './effect.ts'
import type { Post } from './post.ts'
import type { Running } from './running.ts'

const Quirks = z.array(Quirk)

/** Lessons of earlier nights, in force from the beginning of this one. */
export async function recallQuirks(ctx: Ctx, { site }: Running): Promise<void> {
  const known = Quirks.parse(await ctx.record('quirks', async () => [...(await site.archive.readQuirks())]))
  if (known.length === 0) return
  await ctx.emit(...known.map<Fact>((quirk) => ({ type: 'quirk.recorded', quirk, change: 'kept' })))
}

/** Somebody stronger had to step in and landed it: what they say of it is told to whoever meets the same. */
export async function learn(ctx: Ctx, running: Running, { task }: Post, lesson: string): Promise<void> {
  const quirk = Quirk.nullable().parse(
    await ctx.record('quirk', () => {
      const assignment = assignmentIn(task.input)
      const finding =
        assignment?.work === 'fix' ? running.state.findings.get(assignment.fingerprint)?.finding : undefined
      const when = {
        rules: finding === undefined ? [] : [finding.rule],
        layers: [],
        paths: finding === undefined ? [...task.scope].slice(0, 50) : [],
        reason: null,
      }
      return propose({ run: running.run, task: task.id, lesson, when }, [...running.state.quirks.values()])
    }),
  )
  if (quirk !== null) await ctx.emit({ type: 'quirk.recorded', quirk, change: 'proposed' })
}

/** Counts what each lesson did tonight, retires what does not help, and keeps the rest for the next night. */
export async function keepQuirks(ctx: Ctx, running: Running): Promise<void> {
  const { state, site, run, landing } = running
  if (landing === null) return
  const judged = Quirks.parse(
    await ctx.record('judge quirks', () =>
      [...state.quirks.values()].map((quirk) => judgeQuirk(quirk, outcomesOf(quirk, running.events()))),
    ),
  )
  if (judged.length === 0) return
  await ctx.emit(
    ...judged.map<Fact>((quirk) => ({
      type: 'quirk.recorded',
      quirk,
      change: quirk.state === 'retired' ? 'retired' : 'kept',
    })),
  )
  await perform(ctx, {
    key: `${run}/quirks`,
    what: 'quirks',
    target: 'quirks.json',
    lookup: async () => JSON.stringify(await site.archive.readQuirks()) === JSON.stringify(judged),
    act: () => site.archive.writeQuirks(judged),
  })
}

/** It helped when the very attempt that was told it landed. */
function outcomesOf({ id }: Quirk, events: readonly LedgerEvent[]): readonly { readonly helped: boolean }[] {
  const landed = new Set(
    events.flatMap(({ fact }) => (fact.type === 'task.landed' ? [`${fact.task}#${fact.attempt ?? 0}`] : [])),
  )
  return events.flatMap(({ fact }) =>
    fact.type === 'quirk.applied' && fact.quirk === id ? [{ helped: landed.has(`${fact.task}#${fact.attempt}`) }] : [],
  )
}
