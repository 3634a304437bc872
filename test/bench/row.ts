/** One measured quantity over the rounds of a run of the bench. */
export interface Figure {
  readonly unit: 'ms' | 's' | 'µs' | 'KB' | 'MB' | '×' | ''
  readonly rounds: readonly number[]
}

/** What a figure should reach. `of` says whether the figure itself is held against it or its ratio to the baseline. */
export interface Goal {
  readonly at: 'most' | 'least'
  readonly value: number
  readonly of: 'figure' | 'ratio'
}

export interface Row {
  readonly group: string
  readonly measure: string
  readonly figure: Figure
  /** The same work without Echelon, in the same process and between the same rounds. Null: there is no such thing. */
  readonly baseline: Figure | null
  /** Null: worth knowing, nothing to reach. */
  readonly goal: Goal | null
  /** True: a promise that noise cannot excuse. Missing it fails the bench. */
  readonly isPromise: boolean
}

/** What a measure may say beside its figure. */
export interface Beside {
  readonly baseline?: Figure
  readonly atMost?: number
  readonly atLeast?: number
  readonly ratioAtMost?: number
  readonly isPromise?: boolean
}

export type Report = (measure: string, figure: Figure, beside?: Beside) => void

export function rowOf(group: string, measure: string, figure: Figure, beside: Beside = {}): Row {
  const { baseline = null, isPromise = false } = beside
  return { group, measure, figure, baseline, goal: goalOf(beside), isPromise }
}

export function median(rounds: readonly number[]): number {
  const sorted = rounds.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

export function ratioOf({ figure, baseline }: Row): number | null {
  return baseline === null ? null : median(figure.rounds) / median(baseline.rounds)
}

/** Null: there is no goal to meet. */
export function isMet(row: Row): boolean | null {
  const { goal, figure } = row
  if (goal === null) return null
  const measured = goal.of === 'ratio' ? (ratioOf(row) ?? Number.NaN) : median(figure.rounds)
  return goal.at === 'most' ? measured <= goal.value : measured >= goal.value
}

function goalOf({ atMost, atLeast, ratioAtMost }: Beside): Goal | null {
  if (atMost !== undefined) return { at: 'most', value: atMost, of: 'figure' }
  if (atLeast !== undefined) return { at: 'least', value: atLeast, of: 'figure' }
  if (ratioAtMost !== undefined) return { at: 'most', value: ratioAtMost, of: 'ratio' }
  return null
}
