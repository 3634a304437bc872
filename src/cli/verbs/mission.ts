import { z } from 'zod'
import { systemClock } from '../../compose/clock.ts'
import { locate } from '../../compose/locate.ts'
import { planMission } from '../../compose/plan.ts'
import { runMission } from '../../compose/start.ts'
import { EchelonError } from '../../domain/errors.ts'
import { Priority } from '../../domain/finding.ts'
import { Limits } from '../../domain/limits.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Shell } from '../shell.ts'
import type { Terminal } from '../terminal.ts'
import { untilSentence, wakeUp } from '../until.ts'
import { sayEnd } from '../watch/ending.ts'
import { follow } from '../watch/follow.ts'

const number = z
  .string()
  .regex(/^\d+(?:\.\d+)?$/, 'must be a number')
  .transform(Number)

const severity = z.string().transform((text, { addIssue }) => {
  const found = Priority.safeParse(text.toUpperCase())
  if (found.success) return found.data
  addIssue({ code: 'custom', message: `must be p0, p1, p2 or p3, not "${text}"` })
  return z.NEVER
})

/** The options of a mission as a person types them. */
const Typed = z.object({
  out: z.string().min(1).optional(),
  agents: number.optional(),
  runMinutes: number.optional(),
  until: z
    .string()
    .regex(/^(?:[01]?\d|2[0-3]):[0-5]\d$/, 'must be a time of day like 07:00')
    .optional(),
  costUsd: number.optional(),
  backend: z.string().min(1).optional(),
  quiet: z.boolean().default(false),
  newOnly: z.boolean().default(false),
  failOn: severity.optional(),
})

/** Runs a mission to its end. */
export async function missionVerb(shell: Shell, mission: string, goal: string, options: unknown): Promise<ExitCode> {
  const typed = parse(Typed, options)
  const { agents, runMinutes, costUsd } = typed
  const limits = parse(Limits, { agents, runMinutes, costUsd })
  const until = typed.until === undefined ? undefined : wakeUp(typed.until, systemClock.wall())
  const { repo, state, work, terminal } = shell
  const asked = { repo, state, work, mission, goal, limits, until, backend: typed.backend }
  if (until !== undefined) sayUntil(terminal, typed.quiet, untilSentence(until, systemClock.wall()))
  const run = runMission({ ...asked, out: typed.out })
  const estimate = terminal.isLive && !typed.quiet ? estimateMs(asked) : Promise.resolve(null)
  const result = await follow(run, terminal, { quiet: typed.quiet, estimate })
  const { folders } = await locate(shell, new AbortController().signal)
  return sayEnd(terminal, result, folders, { failOn: typed.failOn ?? null, newOnly: typed.newOnly })
}

/** A time that has passed today means tomorrow, and whoever mistyped it must see that before the night begins. */
function sayUntil(terminal: Terminal, quiet: boolean, sentence: string): void {
  if (terminal.json) terminal.record({ type: 'notice', message: sentence })
  else if (quiet) terminal.complain(sentence)
  else terminal.say(sentence)
}

/** What the plan expects. When it cannot be made the run says why; the picture only lacks its estimate. */
async function estimateMs(asked: Parameters<typeof planMission>[0]): Promise<number | null> {
  const plan = await planMission(asked).catch(() => null)
  const minutes = plan?.estimate.minutes ?? null
  return minutes === null ? null : minutes * 60_000
}

/** Options pass their schema once, and say their own name when they do not fit. */
export function parse<T>(schema: z.ZodType<T>, options: unknown): T {
  const parsed = schema.safeParse(options)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const name = String(issue?.path[0] ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  throw new EchelonError('input', `--${name}: ${issue?.message ?? 'cannot be used'}. "echelon --help" explains it.`)
}
