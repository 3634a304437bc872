import { begin, emptyLane, join, judgeTrial, type Lane, shorten, startAgain, withdraw } from '../domain/batch.ts'
import { EchelonError } from '../domain/errors.ts'
import type { Fact } from '../domain/event.ts'
import type { RefusalToLand } from '../domain/fact/landing.ts'
import type { Candidate } from './candidate.ts'
import type { LaneWorld } from './lane-world.ts'
import { type Stacked, stackUp } from './stack.ts'
import { testStack } from './test-stack.ts'

/** How often the branch may be found elsewhere than the lane left it, before the lane gives up. */
const movesAllowed = 5

/** How the lane answers whoever brought a change. */
export type LaneAnswer =
  | { readonly kind: 'landed'; readonly commit: string; readonly tree: string }
  | {
      readonly kind: 'refused'
      readonly why: RefusalToLand
      readonly reason: string
      readonly paths: readonly string[]
    }

interface Waiting {
  readonly candidate: Candidate
  readonly resolve: (answer: LaneAnswer) => void
  readonly reject: (cause: unknown) => void
}

/** The one way onto the mission branch. Changes that wait are stacked, tested together on the tree that would land, and landed or sent back. */
export class MergeLane {
  readonly #world: LaneWorld
  readonly #waiting = new Map<string, Waiting>()
  #lane: Lane = emptyLane
  #isWorking = false
  #moved = 0

  constructor(world: LaneWorld) {
    this.#world = world
  }

  /** Resolves when the change has landed or will not. What landed in an earlier life of the process is found by its trailer. */
  async land(candidate: Candidate): Promise<LaneAnswer> {
    const { trunk, append, stopped } = this.#world
    stopped.throwIfAborted()
    const before = await trunk.landed(candidate.task, stopped)
    if (before !== null) {
      await append({ type: 'effect.done', key: this.#keyOf(candidate.task), found: true })
      return { kind: 'landed', commit: before, tree: await trunk.tree(before, stopped) }
    }
    const landing = new Promise<LaneAnswer>((resolve, reject) =>
      this.#waiting.set(candidate.task, { candidate, resolve, reject }),
    )
    this.#lane = join(this.#lane, [candidate.task])
    this.#start()
    // Whoever waits may be gone when the run is stopped; that is no accident.
    landing.catch(() => {})
    return landing
  }

  /** One worker at a time. Whoever joins in the instant in which it ends starts the next. */
  #start(): void {
    if (this.#isWorking) return
    this.#isWorking = true
    void this.#work().finally(() => {
      this.#isWorking = false
      if (this.#lane.queue.length > 0) this.#start()
    })
  }

  async #work(): Promise<void> {
    try {
      for (;;) {
        this.#world.stopped.throwIfAborted()
        this.#lane = begin(this.#lane)
        if (this.#lane.trial.length === 0) return
        await this.#try()
      }
    } catch (cause) {
      for (const { reject } of this.#waiting.values()) reject(cause)
      this.#waiting.clear()
      this.#lane = { ...emptyLane, history: this.#lane.history }
    }
  }

  /** One trial: a stack on the present tip, its test, and what follows from it. */
  async #try(): Promise<void> {
    const { trunk, stopped } = this.#world
    const tip = await trunk.tip(stopped)
    const candidates = this.#lane.trial.map((task) => this.#candidate(task))
    const { changes: stack, misfit } = await stackUp(trunk, tip, candidates, stopped)
    const [first] = candidates
    if (misfit !== null && stack.length === 0 && first !== undefined)
      return this.#sendBack(first.task, misfit.why, misfit.reason, misfit.paths)
    // What waits before the one that does not fit may not land: whether it fits is asked again when that is known.
    if (misfit !== null) this.#lane = shorten(this.#lane, stack.length)
    const tested = await testStack(this.#world, { tip, stack, confirming: this.#lane.suspects.length === 1 })
    if (tested.kind === 'blamed') return this.#sendBack(tested.task, tested.why, tested.reason)
    const lands = judgeTrial(this.#lane, tested.kind).land.length > 0
    if (lands && !(await this.#advance(tip, stack))) return
    // Judged only now: others have joined the lane while the branch was moved.
    const judged = judgeTrial(this.#lane, tested.kind)
    this.#lane = judged.lane
    if (judged.thrownOut !== null)
      this.#settle(judged.thrownOut, { kind: 'refused', why: tested.why, reason: tested.reason, paths: [] })
  }

  /** Moves the branch to the commit that was tested: its tree is the tested tree by construction, and a reader can compare. */
  async #advance(tip: string, stack: readonly Stacked[]): Promise<boolean> {
    const { trunk, append, stopped } = this.#world
    const top = stack.at(-1)
    if (top === undefined) return false
    const keys = stack.map(({ candidate }) => this.#keyOf(candidate.task))
    await append(...keys.map<Fact>((key) => ({ type: 'effect.intended', key, what: 'landing', target: trunk.branch })))
    if (!(await trunk.advance(tip, top.commit, stopped))) {
      this.#moved += 1
      if (this.#moved > movesAllowed)
        throw new EchelonError('environment', `${trunk.branch} is moved by somebody else; nothing more can land on it.`)
      // Somebody else moved the branch: what was tested is not what would land, so it is tested again.
      this.#lane = startAgain(this.#lane)
      return false
    }
    await append(...keys.map<Fact>((key) => ({ type: 'effect.done', key, found: false })))
    const shown = await trunk.publish(stopped)
    await append({
      type: 'branch.published',
      branch: trunk.branch,
      commit: top.commit,
      reason: shown.ok ? '' : shown.reason,
    })
    for (const { candidate, commit, tree } of stack) this.#settle(candidate.task, { kind: 'landed', commit, tree })
    return true
  }

  /** Names the landing of a task for ever. */
  #keyOf(task: string): string {
    return `${this.#world.trunk.branch}/land/${task}`
  }

  #sendBack(task: string, why: RefusalToLand, reason: string, paths: readonly string[] = []): void {
    this.#lane = withdraw(this.#lane, task)
    this.#settle(task, { kind: 'refused', why, reason, paths })
  }

  #settle(task: string, answer: LaneAnswer): void {
    this.#waiting.get(task)?.resolve(answer)
    this.#waiting.delete(task)
  }

  #candidate(task: string): Candidate {
    const waiting = this.#waiting.get(task)
    if (waiting === undefined) throw new EchelonError('internal', `${task} is in the lane and nobody waits for it`)
    return waiting.candidate
  }
}
