import { performance } from 'node:perf_hooks'
import { createLogUpdate } from 'log-update'
import type { LedgerEvent } from '../../domain/event.ts'
import { emptyState, type RunState } from '../../domain/state.ts'
import { clock } from '../draw/duration.ts'
import { fitted, type Line, paint, words } from '../draw/line.ts'
import type { Terminal } from '../terminal.ts'
import { Caps } from './caps.ts'
import { costWords } from './cost.ts'
import { etaWords } from './eta.ts'
import { LaneWatch } from './lane.ts'
import { tree } from './tree.ts'
import { RunningTime } from './running-time.ts'
import type { View } from './view.ts'

/** Milliseconds between two pictures: never less than this, and more when one takes long to draw. */
const paceMs = 100
/** Without events only the clocks move. */
const idleMs = 1_000
/** Share of one core that drawing may take. */
const share = 0.05

/** A picture of the run that is drawn over itself. */
export class LiveView implements View {
  readonly #terminal: Terminal
  readonly #canvas: ReturnType<typeof createLogUpdate>
  readonly #caps = new Caps()
  readonly #lane = new LaneWatch()
  #state: RunState = emptyState()
  #estimateMs: number | null = null
  #notice: string | null = null
  readonly #time = new RunningTime()
  /** When the next picture may be drawn at the earliest. */
  #notBefore = 0
  #timer: NodeJS.Timeout | null = null
  #due = 0

  /** The estimate, in milliseconds, may arrive while the run works. */
  constructor(terminal: Terminal, estimate: Promise<number | null>) {
    this.#terminal = terminal
    this.#canvas = createLogUpdate(terminal.out)
    void estimate.then((known) => {
      this.#estimateMs = known
    })
    terminal.out.on('resize', this.#soon)
    process.on('SIGTSTP', this.#suspend)
    process.on('SIGCONT', this.#soon)
    this.#draw()
  }

  see(event: LedgerEvent, state: RunState): void {
    this.#state = state
    this.#time.see(state)
    this.#caps.see(event)
    this.#lane.see(event)
    this.#soon()
  }

  tell(sentence: string): void {
    this.#notice = sentence
    this.#soon()
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#terminal.out.off('resize', this.#soon)
    process.off('SIGTSTP', this.#suspend)
    process.off('SIGCONT', this.#soon)
    this.#canvas.clear()
    this.#canvas.done()
  }

  /** Ctrl-Z: the picture stays behind, the cursor comes back, and `fg` draws a new one. */
  readonly #suspend = (): void => {
    this.#canvas.done()
    process.kill(process.pid, 'SIGSTOP')
  }

  readonly #soon = (): void => this.#plan(0)

  #plan(wait: number): void {
    const now = performance.now()
    const due = Math.max(now + wait, this.#notBefore)
    if (this.#timer !== null && this.#due <= due) return
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#due = due
    this.#timer = setTimeout(() => this.#draw(), due - now)
  }

  #draw(): void {
    this.#timer = null
    const begun = performance.now()
    const { columns, colours } = this.#terminal
    this.#canvas(
      this.#lines()
        .map((line) => paint(fitted(line, columns), colours))
        .join('\n'),
    )
    const took = performance.now() - begun
    this.#notBefore = begun + Math.max(paceMs, took / share)
    this.#plan(idleMs)
  }

  #lines(): readonly Line[] {
    const elapsed = this.#state.started === null ? 0 : this.#time.now
    const notice: readonly Line[] = this.#notice === null ? [] : [[words(this.#notice, 'warn')]]
    const head = [header(this.#state, elapsed, this.#estimateMs), ...notice]
    // A picture ends with a line feed: without a free last row the screen would scroll.
    const rows = Math.max(1, this.#terminal.rows - 1)
    const look = { caps: this.#caps, lane: this.#lane, elapsed, rows: rows - head.length }
    return [...head, ...tree(this.#state, look)].slice(0, rows)
  }
}

function header(state: RunState, elapsed: number, estimateMs: number | null): Line {
  if (state.started === null) return [words('getting ready', 'dim')]
  const { mission, repository } = state.started.fact
  const numbers = [clock(elapsed), etaWords(state, elapsed, estimateMs), costWords(state)]
  return [words(mission, 'bold'), words(` on ${repository.name}  `), words(numbers.join('  '), 'work')]
}
