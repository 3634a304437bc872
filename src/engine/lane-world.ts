import type { Fact } from '../domain/event.ts'
import type { Clock } from '../ports/clock.ts'
import type { Trunk } from '../ports/trunk.ts'
import type { Checking } from './checking.ts'
import type { Gate } from './gate.ts'

/** What the merge lane works with. */
export interface LaneWorld {
  readonly trunk: Trunk
  readonly checking: Checking
  readonly gate: Gate
  readonly clock: Clock
  readonly append: (...facts: readonly Fact[]) => Promise<void>
  readonly stopped: AbortSignal
}
