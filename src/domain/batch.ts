/** How landing has gone so far in this run. */
export interface LandingHistory {
  readonly landed: number
  /** Tasks that were thrown out because the checks were red with them alone. */
  readonly redLeaves: number
}

/** More than this in one run of the checks hides too much behind one red answer. */
const largestBatch = 16

/** Before anything is known, one task in twenty is taken to be bad. */
const prior = { bad: 1, tasks: 20 }

/** From this share of bad tasks on, testing several at once costs more than it saves. */
const singlyFrom = 0.15

/** How many tasks one run of the checks should carry: as many as make green and red equally likely, from 1 to 16. */
export function batchSize({ landed, redLeaves }: LandingHistory): number {
  const share = (redLeaves + prior.bad) / (landed + redLeaves + prior.tasks)
  if (share >= singlyFrom) return 1
  return Math.max(1, Math.min(largestBatch, Math.floor(Math.log(0.5) / Math.log(1 - share))))
}

/** What waits to land, and what is known about it. Plain values, so that a ledger can keep it; it changes by the verbs below. */
export interface Lane {
  /** Task ids in the order in which they land. */
  readonly queue: readonly string[]
  /** Were red together on the present tip: a culprit is among them, or the run was a flake. They come before the queue. */
  readonly suspects: readonly string[]
  /** What is under test now: the first of the suspects, or of the queue when nobody is suspected. Empty: nothing is. */
  readonly trial: readonly string[]
  readonly history: LandingHistory
}

export const emptyLane: Lane = { queue: [], suspects: [], trial: [], history: { landed: 0, redLeaves: 0 } }

/** Puts tasks at the end of the queue. What is under test stays as it is. */
export function join(lane: Lane, tasks: readonly string[]): Lane {
  return { ...lane, queue: [...lane.queue, ...tasks] }
}

/**
 * Fixes what the next run of the checks is about: `trial`, stacked in order on the present tip of the branch. Empty: nobody
 * waits. Asked again before an answer, it is the same.
 */
export function begin(lane: Lane): Lane {
  if (lane.trial.length > 0) return lane
  if (lane.suspects.length > 0) return { ...lane, trial: leftHalf(lane.suspects) }
  return { ...lane, trial: lane.queue.slice(0, batchSize(lane.history)) }
}

export interface Judged {
  readonly lane: Lane
  /** To be landed now, in this order; the next trial builds on it. */
  readonly land: readonly string[]
  /** Red alone, twice on the same tree. */
  readonly thrownOut: string | null
  /** Red, then green on the same tree: it is landed, and the checks are to be reported as flaky. */
  readonly flake: string | null
}

/** What follows from the checks' answer about the trial. */
export function judgeTrial(lane: Lane, answer: 'green' | 'red'): Judged {
  const { trial } = lane
  if (trial.length === 0) throw new RangeError('a trial must begin before it can be judged')
  return answer === 'green' ? afterGreen(lane) : afterRed(lane)
}

/** Takes a task out that will not land now, for a conflict for instance. Whoever was suspected with it is no longer. */
export function withdraw(lane: Lane, task: string): Lane {
  const others = (tasks: readonly string[]) => tasks.filter((one) => one !== task)
  if (!lane.suspects.includes(task) && !lane.trial.includes(task)) return { ...lane, queue: others(lane.queue) }
  return { ...lane, queue: others([...lane.suspects, ...lane.queue]), suspects: [], trial: [] }
}

/** Tests fewer at once: the rest waits until it is known what lands before it. */
export function shorten(lane: Lane, count: number): Lane {
  return { ...lane, trial: lane.trial.slice(0, count) }
}

/** The tip was moved by another hand: what was red on the old one may be green on the new. */
export function startAgain(lane: Lane): Lane {
  return { ...lane, queue: [...lane.suspects, ...lane.queue], suspects: [], trial: [] }
}

function leftHalf(suspects: readonly string[]): readonly string[] {
  return suspects.slice(0, Math.max(1, Math.floor(suspects.length / 2)))
}

/**
 * The whole trial lands. When it was the left half, the rest on the new tip is the very tree that was red: no run is spent
 * on the rest as a whole.
 */
function afterGreen(lane: Lane): Judged {
  const { queue, suspects, trial, history } = lane
  const isConfirming = suspects.length === 1
  const rest =
    suspects.length > 0
      ? { queue, suspects: suspects.slice(trial.length) }
      : { queue: queue.slice(trial.length), suspects: [] }
  return {
    lane: { ...rest, trial: [], history: { ...history, landed: history.landed + trial.length } },
    land: trial,
    thrownOut: null,
    flake: isConfirming ? (trial[0] ?? null) : null,
  }
}

/** The trial becomes suspected, and whoever was behind it is as unknown as before. A lone suspect has had its second run. */
function afterRed(lane: Lane): Judged {
  const { queue, suspects, trial, history } = lane
  if (suspects.length === 1) {
    const counted = { ...history, redLeaves: history.redLeaves + 1 }
    return {
      lane: { queue, suspects: [], trial: [], history: counted },
      land: [],
      thrownOut: trial[0] ?? null,
      flake: null,
    }
  }
  const behind = suspects.length > 0 ? [...suspects.slice(trial.length), ...queue] : queue.slice(trial.length)
  return { lane: { queue: behind, suspects: trial, trial: [], history }, land: [], thrownOut: null, flake: null }
}
