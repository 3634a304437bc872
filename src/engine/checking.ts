import { type Check, type CheckResult, verdictOf, worsened } from '../domain/check.ts'
import type { Fact } from '../domain/event.ts'
import type { Checks } from '../ports/checks.ts'

export type At = Extract<Fact, { type: 'check.ended' }>['at']

export interface Checked {
  readonly at: At
  /** The task whose change is checked, if it is one's. */
  readonly task?: string
  /** The same check on the commit that this one stands on. */
  readonly against?: CheckResult
}

interface World {
  readonly checks: Checks
  /** The commit that the run began from. */
  readonly base: string
  readonly append: (...facts: readonly Fact[]) => Promise<void>
  /** Checks are shared by many tasks: they end with the run, not with one of them. */
  readonly stopped: AbortSignal
}

/** Runs the repository's checks on commits, records each, and says whether one commit is worse than another. */
export class Checking {
  readonly #world: World
  readonly #known = new Map<string, Promise<CheckResult>>()

  constructor(world: World) {
    this.#world = world
  }

  get list(): readonly Check[] {
    return this.#world.checks.list
  }

  /**
   * Why a commit is worse than the one it stands on, by the first check that says so. Null: it is not. The checks are asked
   * for at once; how many of them run at once is not decided here.
   */
  async worse(base: string, commit: string, where: Checked): Promise<string | null> {
    const answers = await Promise.all(
      this.list.map(async (check) => {
        const was = await this.one(check, base, { at: 'merge' })
        const is = await this.one(check, commit, { ...where, against: was })
        return worsened(check.name, verdictOf(was), verdictOf(is))
      }),
    )
    return answers.find((answer) => answer !== null) ?? null
  }

  /** One check on one commit. Asked again within this life of the process, it is not run again and not recorded again. */
  one(check: Check, commit: string, where: Checked): Promise<CheckResult> {
    const key = `${commit} ${check.name}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const asked = this.#run(check, commit, where)
    this.#known.set(key, asked)
    // A run that broke is no answer; whoever asks next may have better luck.
    asked.catch(() => this.#known.delete(key))
    return asked
  }

  /** The same without a fact of its own: whoever asks tells what it means. */
  async quietly(check: Check, commit: string): Promise<CheckResult> {
    const known = this.#known.get(`${commit} ${check.name}`)
    return known ?? this.#world.checks.run(check, commit, this.#world.stopped)
  }

  /** Takes in what a specialist found out, so that it is not asked again. */
  remember(result: CheckResult): void {
    this.#known.set(`${result.commit} ${result.check}`, Promise.resolve(result))
  }

  async #run(check: Check, commit: string, where: Checked): Promise<CheckResult> {
    const result = await this.#world.checks.run(check, commit, this.#world.stopped, where.against)
    const at = commit === this.#world.base ? 'base' : where.at
    await this.#world.append(checkEnded(result, { ...where, at }))
    return result
  }
}

/** The fact of a check: the run that counts, and whether another one disagreed. */
export function checkEnded(result: CheckResult, { at, task }: Checked): Extract<Fact, { type: 'check.ended' }> {
  const { outcome, exitCode, counts, failures, milliseconds, excerpt } = verdictOf(result)
  return {
    type: 'check.ended',
    suite: result.check,
    at,
    passed: counts?.passed ?? null,
    failed: counts?.failed ?? null,
    errors: counts?.errors ?? null,
    exitCode,
    kind: result.kind,
    outcome,
    flaky: result.flaky,
    commit: result.commit,
    tree: result.tree,
    ...(task === undefined ? {} : { task }),
    failures: failures.slice(0, 100),
    milliseconds,
    ...(outcome === 'passed' ? {} : { excerpt: excerpt.slice(-2_000) }),
  }
}
