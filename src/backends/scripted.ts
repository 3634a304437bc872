import type { Failure, ToolClass } from '../domain/fact/words.ts'
import type { Json } from '../domain/json.ts'
import type { ReportInput } from '../domain/report.ts'
import { addCost, addUsage, type Cost, noCost, noUsage, type Usage } from '../domain/usage.ts'
import type { AgentBackend, AgentEvent, Job, Outcome, Permission } from '../ports/agent-backend.ts'
import type { Clock } from '../ports/clock.ts'

/** One thing a scripted agent does. What the engine answers is ignored, as a careless agent would. */
export type Step =
  | {
      readonly do: 'turn'
      readonly tools?: readonly { name: string; class: ToolClass }[]
      readonly usage?: Usage
      readonly cost?: Cost
      readonly ms?: number
    }
  | { readonly do: 'edit'; readonly path: string; readonly lines?: number }
  | { readonly do: 'spawn'; readonly name: string; readonly role?: 'coordinator' | 'specialist' }
  | { readonly do: 'note'; readonly text: string }
  /** Text output of that many kilobytes, in chunks of one. */
  | { readonly do: 'flood'; readonly kb: number }
  | { readonly do: 'sleep'; readonly ms: number }
  /** Never ends. `deaf` does not even end when it is told to. */
  | { readonly do: 'hang'; readonly deaf?: boolean }
  /** Breaks the backend itself. */
  | { readonly do: 'throw'; readonly message: string }
  | { readonly do: 'fail'; readonly failure: Failure; readonly detail?: string }
  /** Runs code of the test, for example to leave a mark. */
  | { readonly do: 'call'; readonly f: (job: Job<unknown>) => void | Promise<void> }
  | { readonly do: 'report'; readonly report: ReportInput }
  /** Any answer at all; one that is no report is malformed. */
  | { readonly do: 'answer'; readonly value: Json }

export type Script = readonly Step[]

export interface ScriptedOptions {
  readonly clock: Clock
  /** Default `scripted`. */
  readonly id?: string
  /** Pretends to have a model at that worst-case price per attempt; `unknown` has one nobody can price. Default: no model. */
  readonly price?: { readonly usd: number; readonly tokens: number } | 'unknown'
}

/**
 * A deterministic agent for tests, demonstrations and measurements: it follows the script of its specialist, or the one
 * a function picks for the job. A script that ends without a report ends as `empty`.
 */
export function scriptedBackend(
  scripts: Readonly<Record<string, Script>> | ((job: Job<unknown>) => Script),
  { clock, id = 'scripted', price }: ScriptedOptions,
): AgentBackend {
  const scriptFor = typeof scripts === 'function' ? scripts : (job: Job<unknown>) => scripts[job.actor.name] ?? []
  return {
    id,
    capabilities: { model: price !== undefined, edits: true },
    estimate: () => (price === 'unknown' ? null : (price ?? { usd: 0, tokens: 0 })),
    run: (job, on, signal) => new Play(job, { on, signal, clock }).play(scriptFor(job)),
  }
}

interface Stage {
  readonly on: (event: AgentEvent) => Promise<Permission>
  readonly signal: AbortSignal
  readonly clock: Clock
}

class Play<T> {
  readonly #job: Job<T>
  readonly #stage: Stage
  #usage = noUsage
  #cost = noCost
  constructor(job: Job<T>, stage: Stage) {
    this.#job = job
    this.#stage = stage
  }

  async play(script: Script): Promise<Outcome<T>> {
    for (const step of script) {
      if (this.#stage.signal.aborted) return this.#failed('aborted', 'it was told to stop')
      const end = await this.#step(step)
      if (end !== null) return end
    }
    return this.#failed('empty', 'the script ended without a report')
  }

  async #step(step: Step): Promise<Outcome<T> | null> {
    const { on, clock, signal } = this.#stage
    switch (step.do) {
      case 'turn':
        return this.#turn(step)
      case 'edit':
        await on({ type: 'edit', path: step.path, lines: step.lines ?? 1 })
        return null
      case 'spawn':
        await on({ type: 'spawn', name: step.name, role: step.role ?? 'specialist' })
        return null
      case 'note':
        await on({ type: 'note', text: step.text })
        return null
      case 'flood':
        for (let kb = 0; kb < step.kb && !signal.aborted; kb += 1) await on({ type: 'text', text: 'x'.repeat(1_024) })
        return null
      case 'sleep':
        await pause(clock, step.ms, signal)
        return null
      case 'hang':
        await hang(signal, step.deaf === true)
        return null
      case 'throw':
        throw new Error(step.message)
      case 'fail':
        return this.#failed(step.failure, step.detail ?? step.failure)
      case 'call':
        await step.f(this.#job)
        return null
      case 'report':
        return this.#answer(step.report)
      case 'answer':
        return this.#answer(step.value)
    }
  }

  async #turn({ tools = [], usage = noUsage, cost = noCost, ms = 0 }: Extract<Step, { do: 'turn' }>): Promise<null> {
    const { on, clock, signal } = this.#stage
    if (ms > 0) await pause(clock, ms, signal)
    this.#usage = addUsage(this.#usage, usage)
    this.#cost = addCost(this.#cost, cost)
    await on({ type: 'turn', tools, usage, cost, milliseconds: ms })
    return null
  }

  #answer(value: unknown): Outcome<T> {
    const parsed = this.#job.answer.safeParse(value)
    if (!parsed.success) return this.#failed('malformed', parsed.error.message.slice(0, 500))
    return { ok: true, value: parsed.data, usage: this.#usage, cost: this.#cost }
  }

  #failed(failure: Failure, detail: string): Outcome<never> {
    return { ok: false, failure, detail, usage: this.#usage, cost: this.#cost }
  }
}

function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      callOff()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const callOff = clock.after(milliseconds, end)
    signal.addEventListener('abort', end)
  })
}

function hang(signal: AbortSignal, deaf: boolean): Promise<void> {
  return new Promise((resolve) => {
    if (!deaf) signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
