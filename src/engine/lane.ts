import { begin, emptyLane, join, judgeTrial, type Lane, shorten, startAgain, withdraw } from '../domain/batch.ts'
import { EchelonError } from '../domain/errors.ts'
import type { Fact } from '../domain/event.ts'
import type { RefusalToLand } from '../domain/fact/landing.ts'
import { Priority } from '../domain/finding.ts'
import { revertedLines } from '../domain/reverted.ts'
import { rank } from '../domain/severity-order.ts'
import type { Clock } from '../ports/clock.ts'
import type { Merged, Trunk } from '../ports/trunk.ts'
import type { Candidate } from './candidate.ts'
import type { Checking } from './checking.ts'
import type { Gate, GateVerdict } from './gate.ts'

/** How often the branch may be found elsewhere than the lane left it, before the lane gives up. */
const movesAllowed = 5

export type LaneAnswer =
  | { readonly kind: 'landed'; readonly commit: string; readonly tree: string }
  | {
      readonly kind: 'refused'
      readonly why: RefusalToLand
      readonly reason: string
      readonly paths: readonly string[]
    }

interface Objection {
  readonly why: RefusalToLand
  readonly reason: string
  readonly paths: readonly string[]
}

export interface LaneWorld {
  readonly trunk: Trunk
  readonly checking: Checking
  readonly gate: Gate
  readonly clock: Clock
  readonly append: (...facts: readonly Fact[]) => Promise<void>
  readonly stopped: AbortSignal
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
    const stack = await this.#stack(
      tip,
      this.#lane.trial.map((task) => this.#candidate(task)),
    )
    if (stack === null) return
    const tested = await this.#test(tip, stack)
    if (tested.kind === 'blamed') return this.#sendBack(tested.task, tested.why, tested.reason)
    const lands = judgeTrial(this.#lane, tested.kind).land.length > 0
    if (lands && !(await this.#advance(tip, stack))) return
    // Judged only now: others have joined the lane while the branch was moved.
    const judged = judgeTrial(this.#lane, tested.kind)
    this.#lane = judged.lane
    if (judged.thrownOut !== null)
      this.#settle(judged.thrownOut, { kind: 'refused', why: tested.why, reason: tested.reason, paths: [] })
  }

  /** The changes on top of each other, as far as they fit. Null: the first does not fit the branch and was sent back. */
  async #stack(tip: string, candidates: readonly Candidate[]): Promise<readonly Stacked[] | null> {
    const { trunk, stopped } = this.#world
    const stack: Stacked[] = []
    let onto = tip
    for (const candidate of candidates) {
      const merged = await trunk.merge(onto, candidate, stopped)
      const objection = await this.#misfit(onto, candidate, merged)
      if (merged.ok && objection === null) {
        stack.push({ candidate, commit: merged.commit, tree: merged.tree })
        onto = merged.commit
        continue
      }
      if (stack.length === 0 && objection !== null) {
        this.#sendBack(candidate.task, objection.why, objection.reason, objection.paths)
        return null
      }
      // What waits before it may not land: whether it fits is asked again when that is known.
      this.#lane = shorten(this.#lane, stack.length)
      break
    }
    return stack
  }

  /** Why a change cannot follow there. Null: it can. */
  async #misfit(onto: string, candidate: Candidate, merged: Merged): Promise<Objection | null> {
    const { trunk, stopped } = this.#world
    if (!merged.ok) {
      const reason = `it conflicts with what has landed since ${candidate.base.slice(0, 12)}`
      return { why: 'conflict', reason, paths: merged.conflicts }
    }
    if (merged.tree === (await trunk.tree(onto, stopped)))
      return { why: 'empty', reason: 'what it changes is on the branch already', paths: [] }
    const reverted = await this.#reverted(onto, merged.commit, candidate)
    return reverted === null ? null : { why: 'revert', ...reverted }
  }

  /** Lines that landed tonight and that this merge would take back. */
  async #reverted(
    onto: string,
    merged: string,
    { paths }: Candidate,
  ): Promise<{ readonly reason: string; readonly paths: readonly string[] } | null> {
    const { trunk, stopped } = this.#world
    if (onto === trunk.base) return null
    for (const { path } of paths) {
      const [start, landed, after] = await Promise.all(
        [trunk.base, onto, merged].map((commit) => trunk.read(commit, path, stopped)),
      )
      if (landed === start) continue
      const [first] = revertedLines({
        path,
        start: start ?? null,
        landed: landed ?? null,
        merged: after ?? null,
      })
      if (first === undefined) continue
      const what = first.what === 'lost' ? 'takes away what has landed' : 'brings back what a landed change took away'
      return { reason: `it ${what} at ${path}:${first.line}: ${first.text}`, paths: [path] }
    }
    return null
  }

  async #test(tip: string, stack: readonly Stacked[]): Promise<Tested> {
    const { clock, stopped } = this.#world
    const started = clock.mono()
    const top = stack.at(-1)
    if (top === undefined) throw new EchelonError('internal', 'the lane tested an empty stack')
    const blamed = await this.#judge(tip, top.commit, stack)
    if (blamed !== null) return blamed
    const first = stack[0]?.candidate.task
    const where = { at: 'merge', ...(stack.length === 1 && first !== undefined ? { task: first } : {}) } as const
    const found = await this.#world.gate.worse(gravest(stack), { from: tip, commit: top.commit }, stopped)
    const worse = found ?? (await this.#world.checking.worse(tip, top.commit, where))
    await this.#world.append({
      type: 'lane.tested',
      branch: this.#world.trunk.branch,
      base: tip,
      commit: top.commit,
      tree: top.tree,
      tasks: stack.map(({ candidate }) => candidate.task),
      green: worse === null,
      confirming: this.#lane.suspects.length === 1,
      reason: worse ?? '',
      milliseconds: clock.mono() - started,
    })
    const why = found === null ? 'checks' : 'gate'
    return worse === null ? { kind: 'green', why, reason: '' } : { kind: 'red', why, reason: worse }
  }

  /** A change that does not pay its own debt needs no bisection to be found. */
  async #judge(tip: string, commit: string, stack: readonly Stacked[]): Promise<Tested | null> {
    const { gate, append, stopped } = this.#world
    let blamed: Tested | null = null
    for (const { candidate } of stack) {
      const verdict = await gate.judge(candidate.owed, { from: tip, commit }, stopped)
      await append(judged(candidate, commit, verdict))
      if (verdict.verdict === 'fixed' || verdict.verdict === 'not-asked') continue
      blamed ??= { kind: 'blamed', task: candidate.task, why: 'gate', reason: verdict.reasons.join('; ') }
    }
    return blamed
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

interface Stacked {
  readonly candidate: Candidate
  readonly commit: string
  readonly tree: string
}

type Tested =
  | { readonly kind: 'green' | 'red'; readonly why: RefusalToLand; readonly reason: string }
  | { readonly kind: 'blamed'; readonly task: string; readonly why: RefusalToLand; readonly reason: string }

function judged({ task, attempt }: Candidate, commit: string, verdict: GateVerdict): Fact {
  return {
    type: 'gate.judged',
    task,
    attempt,
    commit,
    verdict: verdict.verdict,
    reasons: [...verdict.reasons],
    siblings: [...verdict.siblings],
  }
}

/** The severity that no new finding may reach. A change that pays nothing may bring nothing worse than hygiene. */
function gravest(stack: readonly Stacked[]): Priority {
  const owed = stack.map(({ candidate }) => candidate.owed?.severity ?? 'P2')
  return Priority.options[Math.max(...owed.map(rank))] ?? 'P3'
}
