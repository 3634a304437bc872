import type { Phase } from '../domain/mission.ts'

export interface PhaseOrder {
  /** Every phase that has finished before this one starts, direct or not. */
  readonly before: ReadonlyMap<string, ReadonlySet<string>>
  /** The first ring found, as it reads, and the phase it was found from. */
  readonly cycle: { readonly index: number; readonly names: readonly string[] } | null
}

/** What `after` means for every phase. Names that no phase has lead nowhere. */
export function phaseOrder(phases: readonly Pick<Phase, 'name' | 'after'>[]): PhaseOrder {
  const waits = waitsOf(phases)
  const before = new Map(phases.map(({ name }) => [name, new Set(stepsFrom(name, waits).keys())]))
  const index = phases.findIndex(({ name }) => before.get(name)?.has(name))
  const start = phases[index]?.name
  return { before, cycle: start === undefined ? null : { index, names: ring(start, stepsFrom(start, waits)) } }
}

type Waits = ReadonlyMap<string, readonly string[]>

/** A name used twice, which is a problem of its own, waits for what either of them waits for. */
function waitsOf(phases: readonly Pick<Phase, 'name' | 'after'>[]): Waits {
  const waits = new Map<string, readonly string[]>()
  for (const { name, after } of phases) waits.set(name, [...(waits.get(name) ?? []), ...after])
  return waits
}

/** Every phase on the way back from one, with the phase that led there. */
function stepsFrom(start: string, waits: Waits): ReadonlyMap<string, string> {
  const steps = new Map<string, string>()
  const open = [start]
  for (let name = open.shift(); name !== undefined; name = open.shift())
    for (const earlier of waits.get(name) ?? []) {
      if (steps.has(earlier)) continue
      steps.set(earlier, name)
      open.push(earlier)
    }
  return steps
}

function ring(start: string, steps: ReadonlyMap<string, string>): readonly string[] {
  const names = [start]
  for (let name = steps.get(start); name !== undefined && name !== start; name = steps.get(name)) names.unshift(name)
  return [start, ...names]
}
