import type { Step } from '../concurrency.ts'
import { type Axis, place } from './axis.ts'
import { coordinate } from './markup.ts'

/** A step curve as SVG path data, from a base line up. Never more than two points per pixel, keeping each pixel's peak. */
export function stepPath(axis: Axis, steps: readonly Step[], base: number, scale: number): string {
  let path = `M${coordinate(axis.left)} ${coordinate(base)}`
  for (const { x, working } of thinned(axis, steps)) path += `H${coordinate(x)}V${coordinate(base - working * scale)}`
  return `${path}H${coordinate(axis.left + axis.width)}V${coordinate(base)}Z`
}

interface Point {
  readonly x: number
  readonly working: number
}

/** Within one pixel only the highest and the last level are kept. */
function thinned(axis: Axis, steps: readonly Step[]): readonly Point[] {
  const points: Point[] = []
  let peak = -1
  let last: Point | null = null
  for (const { at, working } of steps) {
    const x = Math.round(place(axis, at) * 2) / 2
    if (last !== null && last.x !== x) {
      if (peak > last.working) points.push({ x: last.x, working: peak })
      points.push(last)
      peak = -1
    }
    peak = Math.max(peak, working)
    last = { x, working }
  }
  if (last !== null) points.push(last)
  return points
}
