import type { Condition } from '../domain/condition.ts'
import type { Coordinator } from '../domain/coordinator.ts'
import { DefinitionError, type Problem } from '../domain/errors.ts'
import type { Mission } from '../domain/mission.ts'
import type { Specialist } from '../domain/specialist.ts'
import type { Provenance } from '../ports/library.ts'
import { checkCoordinator } from './check-coordinator.ts'
import { checkMission } from './check-mission.ts'
import { checkSpecialist } from './check-specialist.ts'
import { conditionsOf } from './conditions.ts'
import type { LoadedLibrary } from './load.ts'
import { loosened } from './loosen.ts'
import { didYouMean } from '../domain/suggest.ts'

/** A mission with everybody it names, each name checked. */
export interface ResolvedMission {
  readonly mission: Mission
  readonly coordinators: ReadonlyMap<string, Coordinator>
  /** Explorers, rosters and reviewers. */
  readonly specialists: ReadonlyMap<string, Specialist>
  /** Go/no-go by phase, parsed. */
  readonly go: ReadonlyMap<string, readonly Condition[]>
  readonly success: readonly Condition[]
  /** Where each of these definitions came from. */
  readonly provenance: readonly Provenance[]
  /** What a person should know before starting, for example a limit that does not loosen although it tries to. */
  readonly warnings: readonly Problem[]
}

/** The mission of that name, ready to plan. Throws DefinitionError with every problem of the mission and of whom it uses. */
export function resolveMission(
  library: LoadedLibrary,
  name: string,
  knownBackends: readonly string[],
  knownStrategies: readonly string[],
): ResolvedMission {
  const mission = library.missions.get(name)
  const spoilt = library.refused.get(`mission ${name}`)
  if (mission === undefined || spoilt !== undefined) throw new DefinitionError(spoilt ?? [noMission(library, name)])
  const used = usedBy(library, mission)
  const known = { backends: knownBackends, strategies: knownStrategies }
  const problems = [
    ...refusedOf(library, used),
    ...checkMission(library, mission, knownStrategies),
    ...used.coordinators.flatMap((coordinator) => checkCoordinator(library, coordinator, known.strategies)),
    ...used.specialists.flatMap((specialist) => checkSpecialist(library, specialist, known.backends)),
  ]
  if (problems.length > 0) throw new DefinitionError(inOrder(problems))
  return {
    mission,
    coordinators: byName(used.coordinators),
    specialists: byName(used.specialists),
    ...conditionsOf(mission),
    provenance: library.provenance.filter((origin) => used.keys.has(`${origin.kind} ${origin.name}`)),
    warnings: inOrder([...warningsOf(library, used), ...loosened(library, mission, used.coordinators)]),
  }
}

/** Everything wrong, and everything worth a warning, in all definitions: what `echelon check` prints. */
export function checkLibrary(
  library: LoadedLibrary,
  knownBackends: readonly string[],
  knownStrategies: readonly string[],
): { readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] } {
  const missions = [...library.missions.values()]
  const coordinators = [...library.coordinators.values()]
  const problems = [
    ...library.problems,
    ...missions.flatMap((mission) => checkMission(library, mission, knownStrategies)),
    ...coordinators.flatMap((coordinator) => checkCoordinator(library, coordinator, knownStrategies)),
    ...[...library.specialists.values()].flatMap((specialist) => checkSpecialist(library, specialist, knownBackends)),
  ]
  const limits = missions.flatMap((mission) => loosened(library, mission, usedBy(library, mission).coordinators))
  return { problems: inOrder(problems), warnings: inOrder([...library.warnings, ...limits]) }
}

interface Used {
  readonly coordinators: readonly Coordinator[]
  readonly specialists: readonly Specialist[]
  /** `kind name` of everything named, found or not. */
  readonly keys: ReadonlySet<string>
}

function usedBy(library: LoadedLibrary, mission: Mission): Used {
  const commanders = new Set(mission.phases.flatMap(({ coordinators }) => coordinators))
  const coordinators = [...commanders].flatMap((name) => library.coordinators.get(name) ?? [])
  const workers = new Set([
    ...mission.phases.flatMap(({ explorers }) => explorers),
    ...coordinators.flatMap(({ specialists, reviewer }) => [...specialists, ...(reviewer === null ? [] : [reviewer])]),
  ])
  const specialists = [...workers].flatMap((name) => library.specialists.get(name) ?? [])
  const keys = [
    [`mission ${mission.name}`],
    [...commanders].map((name) => `coordinator ${name}`),
    [...workers].map((name) => `specialist ${name}`),
  ]
  return { coordinators, specialists, keys: new Set(keys.flat()) }
}

/** A definition that is used and whose latest file was refused: an earlier one must not take its place unseen. */
function refusedOf(library: LoadedLibrary, used: Used): readonly Problem[] {
  return [...used.keys].flatMap((key) => library.refused.get(key) ?? [])
}

function warningsOf(library: LoadedLibrary, { coordinators, specialists }: Used): readonly Problem[] {
  const files = new Set([...coordinators, ...specialists].map(({ file }) => file))
  return library.warnings.filter(({ file }) => files.has(file))
}

function noMission(library: LoadedLibrary, name: string): Problem {
  const names = [...library.missions.keys()]
  const known = names.length === 0 ? 'no mission was found' : `known missions: ${names.join(', ')}`
  return { file: 'missions', line: 1, problem: `there is no mission "${name}"`, hint: didYouMean(name, names) ?? known }
}

function byName<T extends { readonly name: string }>(definitions: readonly T[]): ReadonlyMap<string, T> {
  return new Map(definitions.map((definition) => [definition.name, definition]))
}

/** By file and line, each said once. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const once = new Map(problems.map((problem) => [`${problem.file}\0${problem.line}\0${problem.problem}`, problem]))
  return [...once.values()].toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
}
