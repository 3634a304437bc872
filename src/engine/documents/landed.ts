import type { TaskRecord, Timed } from '../../domain/state.ts'
import { type Book, eventsOf, lastOf, type Seen } from './book.ts'
import { count } from './cite.ts'
import { type Text, text } from './text.ts'

/**
 * How a landed tree was proven: it is a tested tree itself, or it lies beneath one, in a stack that was tested on top and
 * landed as a whole, or the ledger knows no test of it.
 */
export type TreeProof = 'tested' | 'beneath' | 'untested'

/** One change on the mission branch with everything the ledger knows of its way. */
export interface LandedChange {
  readonly landed: Timed<'task.landed'>
  readonly task: TaskRecord | null
  readonly approval: Seen<'review.ended'> | null
  /** The spawn of who wrote it, and of who approved it. */
  readonly author: Seen<'agent.spawned'> | null
  readonly reviewer: Seen<'agent.spawned'> | null
  /** The last test of the lane with this change in it that it landed from. */
  readonly test: Seen<'lane.tested'> | null
  readonly proof: TreeProof
  /** It lands the tree that was there before: another change had done the same. */
  readonly changesNothing: boolean
}

/** What landed, in the order in which it did. */
export function landedChanges(book: Book): readonly LandedChange[] {
  const spawns = new Map(eventsOf(book, 'agent.spawned').map((seen) => [seen.fact.actor.id, seen]))
  const approvals = new Map(
    eventsOf(book, 'review.ended')
      .filter(({ fact }) => fact.approved)
      .map((seen) => [seen.fact.task, seen]),
  )
  const tests = landableTests(book)
  const all = [...book.state.landed.values()]
  const trees = new Map(all.map(({ fact }) => [fact.commit ?? '', fact.tree]))
  return all.map((landed, index) => {
    const test = tests.get(landed.fact.task) ?? null
    const approval = approvals.get(landed.fact.task) ?? null
    const before = all[index - 1]?.fact.tree
    return {
      landed,
      task: book.state.tasks.get(landed.fact.task) ?? null,
      approval,
      author: spawns.get(landed.fact.author) ?? null,
      reviewer: spawns.get(approval?.fact.by ?? '') ?? null,
      test,
      proof: proofOf(landed, test, trees),
      changesNothing: before !== undefined && before === landed.fact.tree,
    }
  })
}

/** `2 no worse than the tree before, 1 worse`: what a test of the lane proves, which is less than green checks. */
export function noWorse(tests: readonly Seen<'lane.tested'>[]): Text {
  const [fine, worse] = [tests.filter(({ fact }) => fact.green), tests.filter(({ fact }) => !fact.green)]
  return text`${count(fine)} no worse than the tree before, ${count(worse)} worse`
}

/** Whether the run had a branch to land on, whatever came of it. An audit has none. */
export function mayLand({ state, events }: Book): boolean {
  if (state.detected.length > 0 || state.landed.size > 0 || state.refusedLandings.length > 0) return true
  return events.some(({ fact }) => fact.type === 'checks.detected' || fact.type === 'workspace.opened')
}

/** The mission branch as the last fact about it calls it. Null: there is none to speak of. */
export function branchOf(book: Book): { readonly name: string; readonly seq: number } | null {
  const { published } = book.state
  if (published !== null) return { name: published.fact.branch, seq: published.seq }
  const tested = lastOf(book, 'lane.tested')
  return tested === null ? null : { name: tested.fact.branch, seq: tested.seq }
}

function landableTests(book: Book): ReadonlyMap<string, Seen<'lane.tested'>> {
  const tests = new Map<string, Seen<'lane.tested'>>()
  for (const seen of eventsOf(book, 'lane.tested'))
    if (seen.fact.green) for (const task of seen.fact.tasks) tests.set(task, seen)
  return tests
}

function proofOf(
  { fact }: Timed<'task.landed'>,
  test: Seen<'lane.tested'> | null,
  trees: ReadonlyMap<string, string | undefined>,
): TreeProof {
  if (test === null || fact.tree === undefined) return 'untested'
  if (test.fact.tree === fact.tree) return 'tested'
  return trees.get(test.fact.commit) === test.fact.tree ? 'beneath' : 'untested'
}
