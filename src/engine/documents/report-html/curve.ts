import type { Step } from '../concurrency.ts'
import { type Axis, place } from './axis.ts'
import { coordinate } from './markup.ts'

/** A step curve as SVG path data, from a base line up. A crowded one shows the highest level of every few pixels. */
export function stepPath(axis: Axis, steps: readonly Step[], base: number, scale: number): string {
  const points = steps.map(({ at, working }) => ({ x: place(axis, at), working }))
  const drawn = points.length > 2 * axis.width ? envelope(points) : points
  let path = `M${coordinate(axis.left)} ${coordinate(base)}`
  for (const { x, working } of drawn) path += `H${coordinate(x)}V${coordinate(base - working * scale)}`
  return `${path}H${coordinate(axis.left + axis.width)}V${coordinate(base)}Z`
}

interface Point {
  readonly x: number
  readonly working: number
}

const bucket = 4

/** The highest level within each bucket of pixels, the level that stood at its start included. */
function envelope(points: readonly Point[]): readonly Point[] {
  const result: Point[] = []
  let level = 0
  for (const { x, working } of points) {
    const start = Math.floor(x / bucket) * bucket
    const last = result.at(-1)
    if (last === undefined || last.x < start) result.push({ x: start, working: Math.max(level, working) })
    else if (working > last.working) result[result.length - 1] = { x: start, working }
    level = working
  }
  const end = points.at(-1)
  return end === undefined ? [] : [...result, end]
}
