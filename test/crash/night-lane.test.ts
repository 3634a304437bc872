import { expect, test } from 'vitest'
import type { Fact } from '../../src/domain/event.ts'
import type { Candidate } from '../../src/engine/candidate.ts'
import { Checking } from '../../src/engine/checking.ts'
import { Gate } from '../../src/engine/gate.ts'
import { MergeLane } from '../../src/engine/lane.ts'
import type { Merged, Trunk } from '../../src/ports/trunk.ts'
import { systemClock } from '../../src/testing/index.ts'

/** A branch in memory whose next step waits until it is let go. */
class SlowTrunk implements Trunk {
  readonly branch = 'echelon/night'
  readonly base = 'base'
  readonly commits = ['base']
  readonly landedBefore = new Map<string, string>()
  /** This one conflicts with that one. */
  unlike = ''
  like = ''
  step: Promise<void> = Promise.resolve()
  reached = Promise.withResolvers<void>()

  async tip(): Promise<string> {
    return this.commits.at(-1) ?? this.base
  }

  async merge(onto: string, head: { readonly commit: string }): Promise<Merged> {
    if (head.commit === this.unlike && onto.includes(this.like)) return { ok: false, conflicts: ['a.txt'] }
    return { ok: true, commit: `${onto}+${head.commit}`, tree: `tree of ${onto}+${head.commit}` }
  }

  async conflicts(): Promise<readonly string[]> {
    return []
  }

  async changes(): Promise<[]> {
    return []
  }

  async tree(commit: string): Promise<string> {
    return `tree of ${commit}`
  }

  async read(): Promise<null> {
    return null
  }

  async advance(from: string, to: string): Promise<boolean> {
    this.reached.resolve()
    await this.step
    if (this.commits.at(-1) !== from) return false
    this.commits.push(to)
    return true
  }

  async landed(task: string): Promise<string | null> {
    return this.landedBefore.get(task) ?? null
  }

  async publish() {
    return { ok: true } as const
  }
}

function unasked(): Promise<never> {
  return Promise.reject(new Error('nobody asks this here'))
}

function laneOn(trunk: Trunk, facts: Fact[]): MergeLane {
  const stopped = new AbortController().signal
  const append = async (...more: readonly Fact[]): Promise<void> => void facts.push(...more)
  const checks = {
    list: [],
    run: () => Promise.reject(new Error('no check')),
    repair: () => Promise.reject(new Error()),
  }
  const checking = new Checking({ checks, base: trunk.base, append, stopped })
  const gate = new Gate(() => ({
    inspect: async () => [],
    survey: unasked,
    verify: unasked,
    suppressions: unasked,
    unmerged: unasked,
    renames: unasked,
  }))
  return new MergeLane({ trunk, checking, gate, clock: systemClock, append, stopped })
}

function candidate(task: string): Candidate {
  const text = { subject: task, message: task, author: 'author', base: 'base', commit: task }
  return { task, attempt: 1, ...text, wall: 1, paths: [], owed: null }
}

test('whoever comes to the lane while the branch is being moved lands after that', async () => {
  const trunk = new SlowTrunk()
  const letGo = Promise.withResolvers<void>()
  trunk.step = letGo.promise
  const lane = laneOn(trunk, [])
  const first = lane.land(candidate('first'))
  await trunk.reached.promise
  const second = lane.land(candidate('second'))
  // It has joined when it has seen that it has not landed yet.
  await new Promise((resolve) => setTimeout(resolve, 20))
  letGo.resolve()
  expect(await first).toMatchObject({ kind: 'landed' })
  expect(await second).toMatchObject({ kind: 'landed', commit: 'base+first+second' })
})

test('what landed before the process died is found by its trailer, not landed again, and accounted for', async () => {
  const trunk = new SlowTrunk()
  trunk.commits.push('one')
  trunk.landedBefore.set('first', 'one')
  const facts: Fact[] = []
  const landing = await laneOn(trunk, facts).land(candidate('first'))
  expect(landing).toEqual({ kind: 'landed', commit: 'one', tree: 'tree of one' })
  expect(trunk.commits).toEqual(['base', 'one'])
  expect(facts).toEqual([{ type: 'effect.done', key: 'echelon/night/land/first', found: true }])
})

test('whoever conflicts with what only waits is not sent back before that has landed', async () => {
  const trunk = new SlowTrunk()
  Object.assign(trunk, { like: 'first', unlike: 'second' })
  const letGo = Promise.withResolvers<void>()
  trunk.step = letGo.promise
  const lane = laneOn(trunk, [])
  const before = lane.land(candidate('zero'))
  await trunk.reached.promise
  // These three are stacked together.
  const landings = ['first', 'second', 'third'].map((task) => lane.land(candidate(task)))
  const sentBackAt = landings[1]?.then(() => trunk.commits.at(-1))
  await new Promise((resolve) => setTimeout(resolve, 20))
  letGo.resolve()
  await before
  expect(await Promise.all(landings)).toMatchObject([
    { kind: 'landed', commit: 'base+zero+first' },
    { kind: 'refused', why: 'conflict', paths: ['a.txt'] },
    { kind: 'landed', commit: 'base+zero+first+third' },
  ])
  // An attempt that begins before the first has landed would conflict with it again.
  expect(await sentBackAt).toBe('base+zero+first')
})
