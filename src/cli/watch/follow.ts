import type { Run, RunResult } from '../../compose/run.ts'
import type { Terminal } from '../terminal.ts'
import { stopOnSignals } from './interrupts.ts'
import { LiveView } from './live-view.ts'
import { jsonView, plainView, quietView } from './plain-view.ts'
import type { View } from './view.ts'

export interface FollowOptions {
  readonly quiet: boolean
  /** Milliseconds that the run may take, once known. Null: nobody knows. */
  readonly estimate: Promise<number | null>
}

/** Shows a run from its begin to its end, and stops it when the person wants that. */
export async function follow(run: Run, terminal: Terminal, options: FollowOptions): Promise<RunResult> {
  const view = viewFor(terminal, options)
  const unlisten = stopOnSignals(run, (sentence) => view.tell(sentence))
  terminal.onGone(() => void run.stop('graceful', 'its reader, who left').catch(() => {}))
  run.on('event', (event) => view.see(event, run.state))
  try {
    return await run.result
  } finally {
    unlisten()
    view.close()
  }
}

function viewFor(terminal: Terminal, { quiet, estimate }: FollowOptions): View {
  if (quiet) return quietView(terminal)
  if (terminal.json) return jsonView(terminal)
  return terminal.isLive ? new LiveView(terminal, estimate) : plainView(terminal)
}
