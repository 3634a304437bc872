import { z } from 'zod'

const count = z.int().min(1).max(100_000)
const amount = z.number().min(0)

/**
 * What one level of the hierarchy may use. Every field is optional in a definition; an absent one inherits.
 * Limits only tighten on the way down: mission → phase → coordinator → task.
 */
export const Limits = z.strictObject({
  /** Specialists working at the same instant. */
  agents: count.optional(),
  /** Specialists spawned in all, refused ones not counted. */
  spawns: count.optional(),
  /** Levels below the user: orchestrator 1, coordinator 2, specialist 3. */
  depth: z.int().min(1).max(3).optional(),
  /** Attempts per task before it is given up. */
  attempts: z.int().min(1).max(20).optional(),
  /** Turns per attempt. */
  turns: count.optional(),
  /** Wall minutes of one attempt. */
  attemptMinutes: z
    .number()
    .positive()
    .max(24 * 60)
    .optional(),
  /** Wall minutes of the whole run. */
  runMinutes: z
    .number()
    .positive()
    .max(7 * 24 * 60)
    .optional(),
  costUsd: amount.optional(),
  tokens: amount.optional(),
  /** Memory reserved by specialists working at the same instant. */
  memoryMb: count.optional(),
  /** Text one attempt may report; the rest is cut and the cut is recorded. */
  outputKb: count.optional(),
})
export type Limits = z.infer<typeof Limits>

export type ResolvedLimits = Required<{ [K in keyof Limits]: NonNullable<Limits[K]> }>

/** What holds when no definition says otherwise. */
export const defaultLimits: ResolvedLimits = {
  agents: 16,
  spawns: 1_000,
  depth: 3,
  attempts: 2,
  turns: 200,
  attemptMinutes: 60,
  runMinutes: 12 * 60,
  costUsd: 0,
  tokens: 0,
  memoryMb: 8_192,
  outputKb: 1_024,
}

/** The stricter of two levels, field by field. */
export function tighten<L extends Limits>(outer: L, inner: Limits): L {
  const result: L = { ...outer }
  for (const [name, value] of Object.entries(inner)) {
    const key = limitName(name)
    const current = outer[key]
    if (value !== undefined && (current === undefined || value < current)) result[key] = value
  }
  return result
}

/** The limits a mission states in place of the defaults, whether looser or stricter. */
export function override(base: ResolvedLimits, stated: Limits): ResolvedLimits {
  const result = { ...base }
  for (const key of limitNames) result[key] = stated[key] ?? base[key]
  return result
}

function limitName(name: string): keyof Limits {
  const key = limitNames.find((known) => known === name)
  if (key === undefined) throw new TypeError(`"${name}" is not a limit`)
  return key
}

const limitNames = Limits.keyof().options
