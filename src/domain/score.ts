import { isOpen } from './baseline.ts'
import type { Debt } from './debt.ts'
import type { Priority } from './finding.ts'
import { type Layer, layers } from './layer.ts'
import type { LayerScore } from './report.ts'
import { priorities } from './severity-order.ts'

/** What one inspector did: how many things it looked at, and how many of them are bad. */
export interface Looked {
  readonly inspector: string
  readonly layer: Layer
  readonly status: 'ran' | 'notRun'
  readonly population: number
  readonly bad: number
}

/**
 * Every inspector weighs the same. Weighing by population would let two hundred client calls drown the one worker that
 * does not start; weighing by severity would count it twice, for severity already caps the score.
 */
const weight = 1

/** A layer with an open debt of this severity scores no more than this. */
const caps: Readonly<Partial<Record<Priority, number>>> = { P0: 59, P1: 79 }

/** Below this share of applicable inspectors that ran, no number is printed. */
const leastCoverage = 0.6

/** The score of every layer, in the order of the layers. */
export function scoreLayers(looked: readonly Looked[], debts: readonly Debt[]): LayerScore[] {
  return layers.map((layer) =>
    scoreLayer(
      layer,
      looked.filter((one) => one.layer === layer),
      debts.filter((debt) => debt.layer === layer),
    ),
  )
}

/** 100 × Σw(1 − bad ÷ population) ÷ Σw over what ran and had something to look at, capped by open debts. */
export function scoreLayer(layer: Layer, looked: readonly Looked[], debts: readonly Debt[]): LayerScore {
  const ran = looked.filter((one) => one.status === 'ran' && one.population > 0)
  const missing = looked.filter((one) => one.status === 'notRun')
  const applicable = ran.length + missing.length
  const population = ran.reduce((sum, one) => sum + one.population, 0)
  const shape = { layer, ran: ran.length, applicable, population }
  if (looked.length === 0) return { ...shape, score: null, why: 'not inspected: no inspector looked at this layer' }
  if (applicable === 0) return { ...shape, score: null, why: 'no inspector found here what it looks at' }
  if (ran.length / applicable < leastCoverage) return { ...shape, score: null, why: thin(ran.length, missing) }
  const raw = rawOf(ran)
  const cap = capOf(debts)
  const parts = [reckoning(ran), ...(missing.length > 0 ? [notRun(missing)] : [])]
  if (cap === null || raw <= cap.most) return { ...shape, score: raw, why: parts.join('; ') }
  return { ...shape, score: cap.most, why: [...parts, `${raw} before the cap: ${cap.why}`].join('; ') }
}

/** The worst severity among open debts, or null. */
export function worstOpen(debts: readonly Debt[]): Priority | null {
  return priorities.find((severity) => debts.some((debt) => debt.severity === severity && isOpen(debt))) ?? null
}

/** Rounded, but 100 is for layers in which nothing is bad. */
function rawOf(ran: readonly Looked[]): number {
  const raw = Math.round((100 * ran.reduce((sum, one) => sum + weight * share(one), 0)) / (weight * ran.length))
  return raw === 100 && ran.some((one) => one.bad > 0) ? 99 : raw
}

function share({ population, bad }: Looked): number {
  return 1 - bad / population
}

function capOf(debts: readonly Debt[]): { readonly most: number; readonly why: string } | null {
  const worst = worstOpen(debts)
  const most = worst === null ? undefined : caps[worst]
  if (worst === null || most === undefined) return null
  const count = debts.filter((debt) => debt.severity === worst && isOpen(debt)).length
  return { most, why: `${count} open ${worst} allow at most ${most}` }
}

/** The inspectors that cost the layer something, so that each point can be traced. */
function reckoning(ran: readonly Looked[]): string {
  const worst = ran.filter((one) => one.bad > 0).toSorted((a, b) => share(a) - share(b) || order(a, b))
  if (worst.length === 0) return `nothing bad found by ${ran.length} of ${ran.length} inspectors`
  const told = worst.slice(0, 10).map(({ inspector, bad, population }) => `${inspector} ${bad} of ${population} bad`)
  const more = worst.length > told.length ? [`${worst.length - told.length} more with something bad`] : []
  return [...told, ...more].join(', ')
}

function thin(ran: number, missing: readonly Looked[]): string {
  return `only ${ran} of ${ran + missing.length} applicable inspectors ran, too few for a number; ${notRun(missing)}`
}

function notRun(missing: readonly Looked[]): string {
  const names = missing.map((one) => one.inspector).sort()
  return `not run: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ` and ${names.length - 10} more` : ''}`
}

function order(a: Looked, b: Looked): number {
  return a.inspector < b.inspector ? -1 : 1
}
