import { type Clause, clausesOn } from '../contract.ts'
import type { Bench } from './runtime/bench.ts'
import { capsHold, fanOut, tenThousand, weightsHold } from './runtime/caps.ts'
import { cancels, drains, survivesBreakage } from './runtime/ending.ts'
import { chains, checksOrder, replays, replaysFirst, resumesAgents } from './runtime/replay.ts'
import { signals, signalsOnce } from './runtime/signals.ts'

/** What every runtime promises to mission code: caps, recording, recovery, cancelling, signals, order. */
export function runtimeContract(bench: () => Promise<Bench>): readonly Clause[] {
  const clause = clausesOn(bench)
  return [
    clause('a mission starts agents, waits for all, and answers', fanOut),
    clause('no cap is ever exceeded, at any level', capsHold),
    clause('a heavy unit waits for its weight and is not starved', weightsHold),
    clause('what was recorded is replayed, and what was emitted is not emitted twice', replays),
    clause('an ended agent is not run again; an open one is', resumesAgents),
    clause('the winner of first() is the same on replay', replaysFirst),
    clause('mission code that asks in another order is stopped', checksOrder),
    clause('a signal sent early is kept; one that never comes times out', signals),
    clause('a signal delivered twice counts once', signalsOnce),
    clause('cancelling reaches every agent below and ends the mission', cancels),
    clause('draining takes in nobody new and leaves the rest for later', drains),
    clause('an agent that breaks is an answer, not the end of the run', survivesBreakage),
    clause('facts are numbered without a gap, in one chain, across boots', chains),
    clause('ten thousand units end', tenThousand),
  ]
}
