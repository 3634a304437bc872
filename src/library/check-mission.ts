import type { Problem } from '../domain/errors.ts'
import type { Mission, Phase } from '../domain/mission.ts'
import { isReadOnly } from '../domain/specialist.ts'
import { absent } from './absent.ts'
import { checkCondition } from './conditions.ts'
import type { Path } from '../domain/path-in-value.ts'
import type { LoadedLibrary } from './load.ts'
import { type PhaseOrder, phaseOrder } from './phase-order.ts'
import { didYouMean } from '../domain/suggest.ts'

/** Checks one mission against the library: its actors, its strategies, the order of its phases and its conditions. */
export function checkMission(
  library: LoadedLibrary,
  mission: Mission,
  knownStrategies: readonly string[],
): readonly Problem[] {
  const order = phaseOrder(mission.phases)
  const complaints = [
    ...mission.phases.flatMap((phase, index) =>
      [
        ...checkName(mission, phase, index),
        ...checkAfter(mission, phase),
        ...checkCoordinators(library, phase),
        ...checkReviewers(library, phase),
        ...checkExplorers(library, phase),
        ...checkStrategy(phase, knownStrategies),
        ...checkLayers(library, phase),
        ...checkGo(phase, order),
      ].map(({ path, ...complaint }) => ({ path: ['phases', index, ...path], ...complaint })),
    ),
    ...checkRing(order),
    ...checkSuccess(mission),
    ...checkStop(mission),
    ...checkExpansions(mission),
  ]
  const { file } = mission
  return complaints.map(({ path, problem, hint }) => ({ file, line: library.lineOf(file, path), problem, hint }))
}

/** A problem with its place below the phase, or below the mission. */
interface Complaint {
  readonly path: Path
  readonly problem: string
  readonly hint?: string | undefined
}

function checkName({ phases }: Mission, { name, coordinators, explorers }: Phase, index: number): readonly Complaint[] {
  if (phases.findIndex((phase) => phase.name === name) < index)
    return [{ path: ['name'], problem: `phase "${name}" stands here a second time` }]
  if (coordinators.length + explorers.length > 0) return []
  return [{ path: [], problem: `phase "${name}" has nobody to do it`, hint: 'name its coordinators or its explorers' }]
}

function checkAfter({ phases }: Mission, { name, after }: Phase): readonly Complaint[] {
  const names = phases.map((phase) => phase.name)
  return after.flatMap((earlier, nth) => {
    if (names.includes(earlier)) return []
    const hint = didYouMean(earlier, names) ?? 'there is no such phase'
    return [{ path: ['after', nth], problem: `phase "${name}" comes after "${earlier}"`, hint }]
  })
}

function checkCoordinators(library: LoadedLibrary, { name, coordinators }: Phase): readonly Complaint[] {
  return coordinators.flatMap((coordinator, nth) => {
    if (library.coordinators.has(coordinator)) return []
    const problem = `phase "${name}" names the coordinator "${coordinator}"`
    return [{ path: ['coordinators', nth], problem, hint: absent(library, 'coordinator', coordinator) }]
  })
}

/** Who may review for a coordinator that names nobody, when they are in its roster. */
const reviewers = ['code-reviewer', 'security-reviewer']

/** What nobody reviews cannot land: better said before the night than after it. */
function checkReviewers(library: LoadedLibrary, { name, needs, coordinators }: Phase): readonly Complaint[] {
  if (!needs.includes('workspaces')) return []
  return coordinators.flatMap((coordinator, nth) => {
    const found = library.coordinators.get(coordinator)
    if (found === undefined || found.reviewer !== null) return []
    if (reviewers.some((one) => found.specialists.includes(one))) return []
    const problem = `phase "${name}" changes files, and nobody reviews what "${coordinator}" makes, so that nothing could land`
    return [{ path: ['coordinators', nth], problem, hint: `name a reviewer in ${found.file}` }]
  })
}

function checkExplorers(library: LoadedLibrary, { name, explorers }: Phase): readonly Complaint[] {
  return explorers.flatMap((explorer, nth) => {
    const specialist = library.specialists.get(explorer)
    const complaint = { path: ['explorers', nth], problem: `phase "${name}" names the explorer "${explorer}"` }
    if (specialist === undefined) return [{ ...complaint, hint: absent(library, 'specialist', explorer) }]
    if (isReadOnly(specialist)) return []
    return [{ ...complaint, hint: 'it has tools that write, and an explorer lists only tools that read' }]
  })
}

function checkStrategy({ name, decompose }: Phase, known: readonly string[]): readonly Complaint[] {
  if (decompose === null || known.includes(decompose)) return []
  const hint = didYouMean(decompose, known) ?? `known strategies: ${known.join(', ')}`
  return [{ path: ['decompose'], problem: `phase "${name}" names the strategy "${decompose}"`, hint }]
}

function checkLayers(library: LoadedLibrary, { name, decompose, explorers }: Phase): readonly Complaint[] {
  if (decompose !== 'layers') return []
  return explorers.flatMap((explorer, nth) => {
    if (library.specialists.get(explorer)?.layer !== null) return []
    const problem = `phase "${name}" gives each explorer its layer, and "${explorer}" has none`
    return [{ path: ['explorers', nth], problem }]
  })
}

function checkGo({ name, go }: Phase, { before }: PhaseOrder): readonly Complaint[] {
  return go.flatMap((text, nth) => {
    const complaint = checkCondition(text, before.get(name) ?? new Set(), `phase "${name}"`)
    return complaint === null ? [] : [{ path: ['go', nth], ...complaint }]
  })
}

function checkRing({ cycle }: PhaseOrder): readonly Complaint[] {
  if (cycle === null) return []
  const problem = `the phases wait for each other: ${cycle.names.join(' → ')}`
  return [{ path: ['phases', cycle.index, 'after'], problem }]
}

function checkSuccess({ phases, success }: Mission): readonly Complaint[] {
  const names = new Set(phases.map(({ name }) => name))
  return success.flatMap((text, nth) => {
    const complaint = checkCondition(text, names, 'success')
    return complaint === null ? [] : [{ path: ['success', nth], ...complaint }]
  })
}

function checkStop({ phases, stop }: Mission): readonly Complaint[] {
  const names = new Set(phases.map(({ name }) => name))
  return stop.flatMap((text, nth) => {
    const complaint = checkCondition(text, names, 'stop')
    if (complaint !== null) return [{ path: ['stop', nth], ...complaint }]
    if (!text.startsWith('run:')) return []
    return [{ path: ['stop', nth], problem: 'a stop condition is asked often and runs no command' }]
  })
}

/** An expansion is work that nobody ordered: a standing order of the mission must allow it, word for word. */
function checkExpansions({ phases, standingOrders }: Mission): readonly Complaint[] {
  return phases.flatMap(({ name, expansion }, index) => {
    if (expansion === null || standingOrders.includes(expansion)) return []
    const problem = `phase "${name}" expands the mission by the standing order "${expansion}", which the mission does not give`
    return [{ path: ['phases', index, 'expansion'], problem, hint: didYouMean(expansion, standingOrders) }]
  })
}
