import { z } from 'zod'
import { type Coordinator, CoordinatorFrontmatter, type Decompose, type Situation } from '../domain/coordinator.ts'
import { DefinitionError } from '../domain/errors.ts'
import { type Mission, MissionFrontmatter, PhaseFrontmatter } from '../domain/mission.ts'
import { type Specialist, SpecialistFrontmatter } from '../domain/specialist.ts'
import { type Order, TaskDraft } from '../domain/task.ts'
import { complain } from './complain.ts'
import { toCoordinator } from './coordinator.ts'
import { toMission } from './mission.ts'
import { toSpecialist } from './specialist.ts'

const prose = z.string().max(512 * 1024)

const SpecialistInput = z.strictObject({
  ...SpecialistFrontmatter.shape,
  /** Orders to the specialist: purpose, what to read first, what done looks like, what to return. */
  instructions: prose.optional(),
})
export type SpecialistInput = z.input<typeof SpecialistInput>

/** Turns an order into tasks. Each needs a key, a title and a specialist; the rest has defaults. */
type DecomposeInput = (order: Order, situation: Situation) => Drafted | Promise<Drafted>
type Drafted = readonly z.input<typeof TaskDraft>[]

const CoordinatorInput = z.strictObject({
  ...CoordinatorFrontmatter.omit({ 'standing-orders': true, decompose: true }).shape,
  standingOrders: z.array(z.string()).optional(),
  /** A strategy's name, or a function from the order to tasks. Default `roster`. */
  decompose: z.union([z.string(), z.custom<DecomposeInput>((value) => typeof value === 'function')]).optional(),
  instructions: prose.optional(),
})
export type CoordinatorInput = z.input<typeof CoordinatorInput>

const PhaseInput = PhaseFrontmatter.extend({
  /** The order of the phase. Default: the mission's description. */
  intent: prose.min(1).optional(),
})

const MissionInput = z.strictObject({
  ...MissionFrontmatter.omit({ 'standing-orders': true }).shape,
  phases: z.array(PhaseInput).min(1).max(50),
  standingOrders: z.array(z.string()).optional(),
  intent: prose.optional(),
})
export type MissionInput = z.input<typeof MissionInput>

/** A specialist made in code. Throws DefinitionError with every problem of the input. */
export function defineSpecialist(input: SpecialistInput): Specialist {
  const file = placeOf('defineSpecialist', input)
  const { instructions = '', ...rest } = parse(SpecialistInput, input, file)
  return toSpecialist(rest, instructions, file)
}

/** A coordinator made in code, with its own way to turn an order into tasks if it wants one. Throws DefinitionError. */
export function defineCoordinator(input: CoordinatorInput): Coordinator {
  const file = placeOf('defineCoordinator', input)
  const { instructions = '', standingOrders = [], decompose = 'roster', ...rest } = parse(CoordinatorInput, input, file)
  const coordinator = toCoordinator({ ...rest, 'standing-orders': standingOrders }, instructions, file)
  return { ...coordinator, decompose: typeof decompose === 'string' ? decompose : checked(decompose, file) }
}

/** A mission made in code. Throws DefinitionError. */
export function defineMission(input: MissionInput): Mission {
  const file = placeOf('defineMission', input)
  const { standingOrders = [], intent = '', phases, ...rest } = parse(MissionInput, input, file)
  const intents = new Map(phases.flatMap((phase) => (phase.intent === undefined ? [] : [[phase.name, phase.intent]])))
  return toMission({ ...rest, phases, 'standing-orders': standingOrders }, intents, { intent, file })
}

/** Answers with the drafts filled in, or with what is wrong with them. Its text stays the author's, so that it hashes to it. */
function checked(decompose: DecomposeInput, file: string): Decompose {
  const complete: Decompose = async (order, situation) => {
    const drafts = await decompose(order, situation)
    const parsed = z.object({ decompose: z.array(TaskDraft) }).safeParse({ decompose: drafts })
    if (parsed.success) return parsed.data.decompose
    throw new DefinitionError(complain(parsed.error.issues, { decompose: drafts }, { file, lineOf: () => 1 }, []))
  }
  return Object.assign(complete, { toString: () => String(decompose) })
}

/** `defineCoordinator("docs")`: where a problem of it stands. */
function placeOf(verb: string, { name }: { readonly name: string }): string {
  return `${verb}(${JSON.stringify(name)})`
}

function parse<S extends z.ZodObject>(schema: S, input: unknown, file: string): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw new DefinitionError(complain(parsed.error.issues, input, { file, lineOf: () => 1 }, Object.keys(schema.shape)))
}
