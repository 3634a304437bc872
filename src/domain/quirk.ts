import { z } from 'zod'
import { TakeoverReason } from './fact/words.ts'
import { Layer } from './layer.ts'
import { covers } from './scope.ts'

const count = z.int().min(0)

/** Where a lesson is worth hearing. An empty list and null ask for nothing. */
const When = z.strictObject({
  rules: z.array(z.string().max(200)).max(50),
  layers: z.array(Layer).max(16),
  /** Path globs. */
  paths: z.array(z.string().min(1).max(1_024)).max(50),
  reason: TakeoverReason.nullable(),
})

/** A lesson that one run learnt and later ones are told, for as long as it helps. */
export const Quirk = z.strictObject({
  id: z.string().regex(/^Q-\d{3,}$/),
  lesson: z.string().min(1).max(500),
  when: When,
  from: z.strictObject({ run: z.string(), task: z.string() }),
  state: z.enum(['active', 'retired']),
  /** How often it was in a brief, and how often the attempt with that brief succeeded. */
  applied: count,
  helped: count,
})
export type Quirk = z.infer<typeof Quirk>

/** Somebody stronger stepped in, and what whoever comes next should know. */
export interface Takeover {
  readonly run: string
  readonly task: string
  readonly lesson: string
  readonly when: Quirk['when']
}

/** What is known of a task before it is begun. */
export interface Situation {
  readonly rule: string | null
  readonly layer: Layer | null
  readonly paths: readonly string[]
  /** Why an earlier attempt was taken over. Absent: none was, and a lesson for any reason may prevent it. */
  readonly reason?: TakeoverReason | null
}

/** A brief has room for so many lessons. */
const mostTold = 5

/** A lesson that was told so often without helping every third time is not told again. */
const trials = { atLeast: 3, share: 1 / 3 }

/**
 * A new quirk from a takeover. Null: there is nothing to say, or a known quirk says it already where this one would; also a
 * retired one, because what did not help once is not tried for ever.
 */
export function propose({ run, task, lesson, when }: Takeover, known: readonly Quirk[]): Quirk | null {
  const said = lesson
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 500)
  if (said === '' || known.some((quirk) => saysSame(quirk, said, when))) return null
  return { id: nextQuirkId(known), lesson: said, when, from: { run, task }, state: 'active', applied: 0, helped: 0 }
}

/** The active quirks for a situation: the five that helped most of the times they were told, one never told in the middle. */
export function matching(quirks: readonly Quirk[], situation: Situation): Quirk[] {
  return quirks
    .filter((quirk) => quirk.state === 'active' && fits(quirk, situation))
    .toSorted((a, b) => worth(b) - worth(a) || number(a) - number(b))
    .slice(0, mostTold)
}

/** The quirk after attempts that were told it. */
export function judgeQuirk(quirk: Quirk, outcomes: readonly { readonly helped: boolean }[]): Quirk {
  const applied = quirk.applied + outcomes.length
  const helped = quirk.helped + outcomes.filter((outcome) => outcome.helped).length
  const isUseless = applied >= trials.atLeast && helped / applied < trials.share
  return { ...quirk, applied, helped, state: isUseless ? 'retired' : quirk.state }
}

/** The id after the highest there is; retired ones count, no id is given twice. */
export function nextQuirkId(quirks: readonly Quirk[]): string {
  const highest = quirks.reduce((most, quirk) => Math.max(most, number(quirk)), 0)
  return `Q-${String(highest + 1).padStart(3, '0')}`
}

function number({ id }: Quirk): number {
  return Number(id.slice('Q-'.length))
}

/** The same words, wherever this one would be told. */
function saysSame(quirk: Quirk, lesson: string, when: Quirk['when']): boolean {
  const { rules, layers, paths, reason } = quirk.when
  const includes = (all: readonly string[], some: readonly string[]) =>
    all.length === 0 || (some.length > 0 && some.every((one) => all.includes(one)))
  return (
    words(quirk.lesson) === words(lesson) &&
    includes(rules, when.rules) &&
    includes(layers, when.layers) &&
    includes(paths, when.paths) &&
    (reason === null || reason === when.reason)
  )
}

function words(lesson: string): string {
  return lesson
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

function fits({ when }: Quirk, { rule, layer, paths, reason = null }: Situation): boolean {
  return (
    (when.rules.length === 0 || (rule !== null && when.rules.includes(rule))) &&
    (when.layers.length === 0 || (layer !== null && when.layers.includes(layer))) &&
    (when.paths.length === 0 || paths.some((path) => covers(when.paths, path))) &&
    (when.reason === null || reason === null || when.reason === reason)
  )
}

function worth({ applied, helped }: Quirk): number {
  return (helped + 1) / (applied + 2)
}
