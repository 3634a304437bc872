import type { Check } from '../../domain/check.ts'
import type { LedgerEvent } from '../../domain/event.ts'
import type { RunState } from '../../domain/state.ts'
import { type Line, words } from '../draw/line.ts'

interface Change {
  readonly commit: string
  /** Checks that have ended on it. */
  readonly ended: Set<string>
}

interface OnTheWay {
  readonly ended: ReadonlySet<string>
  readonly tasks: readonly string[]
}

/** Changes on their way to the mission branch, as the ledger tells of them. */
export class LaneWatch {
  /** By task: made, and neither landed nor sent back. */
  readonly #underWay = new Map<string, Change>()
  /** The stack that the lane tests now. */
  #tested: (Change & { readonly tasks: Set<string> }) | null = null

  see({ fact }: LedgerEvent): void {
    if (fact.type === 'change.committed')
      this.#underWay.set(fact.task, { commit: fact.commit, ended: this.#endedOn(fact.commit) })
    else if (fact.type === 'gate.judged') this.#test(fact.commit, fact.task)
    else if (fact.type === 'check.ended') this.#endedOn(fact.commit ?? '').add(fact.suite)
    else if (fact.type === 'lane.tested') this.#tested = null
    else if (fact.type === 'task.landed' || fact.type === 'landing.refused' || fact.type === 'task.ended')
      this.#leave(fact.task)
  }

  /** Null: nothing has been made yet that could land. */
  line({ landed, refusedLandings, detected }: RunState): Line | null {
    const tested = this.#tested?.tasks.size ?? 0
    const waiting = this.#underWay.size - tested
    if (this.#underWay.size + landed.size + refusedLandings.length === 0) return null
    const sentBack = refusedLandings.length
    const next = this.#onTheWay().flatMap((one) => pending(one, detected) ?? [])[0]
    const before = [count(tested, 'under test'), count(waiting, 'waiting')].join('')
    return [
      words('lane', 'bold'),
      words(`  ${before}`),
      words(`${landed.size} landed`, landed.size > 0 ? 'good' : 'plain'),
      ...(sentBack === 0 ? [] : [words(', '), words(`${sentBack} sent back`, 'warn')]),
      words(next === undefined ? '' : `, awaits ${next}`, 'work'),
    ]
  }

  /** In words: the check that is awaited, or the lane itself, and for whose change. Null: nothing is on its way. */
  awaited({ detected }: RunState): string | null {
    const [first] = this.#onTheWay()
    if (first === undefined) return null
    const check = pending(first, detected)
    const what = first.tasks.length === 1 ? first.tasks[0] : `${first.tasks.length} changes`
    return check === undefined ? `the review or the merge lane with ${what}` : `check ${check} on ${what}`
  }

  /** The stack under test; before there is one the changes, the oldest first. */
  #onTheWay(): readonly OnTheWay[] {
    if (this.#tested !== null) return [{ ended: this.#tested.ended, tasks: [...this.#tested.tasks] }]
    return [...this.#underWay].map(([task, { ended }]) => ({ ended, tasks: [task] }))
  }

  #test(commit: string, task: string): void {
    if (this.#tested?.commit !== commit) this.#tested = { commit, ended: this.#endedOn(commit), tasks: new Set() }
    if (this.#underWay.has(task)) this.#tested.tasks.add(task)
  }

  /** One set for each commit that somebody asks about; others are forgotten at once. */
  #endedOn(commit: string): Set<string> {
    if (this.#tested?.commit === commit) return this.#tested.ended
    return [...this.#underWay.values()].find((change) => change.commit === commit)?.ended ?? new Set()
  }

  #leave(task: string): void {
    this.#underWay.delete(task)
    this.#tested?.tasks.delete(task)
    if (this.#tested?.tasks.size === 0) this.#tested = null
  }
}

/** The first check, in their order, that has not ended on it. No fact says that it runs. */
function pending({ ended }: OnTheWay, detected: readonly Check[]): string | undefined {
  return detected.find(({ name }) => !ended.has(name))?.name
}

function count(value: number, what: string): string {
  return value === 0 ? '' : `${value} ${what}, `
}
