import type { LedgerEvent } from '../../domain/event.ts'
import type { RunState } from '../../domain/state.ts'

/** Shows a run while it works. */
export interface View {
  see(event: LedgerEvent, state: RunState): void
  /** A sentence to the person, for example that the run is stopping. */
  tell(sentence: string): void
  close(): void
}
