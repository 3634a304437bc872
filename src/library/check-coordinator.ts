import type { Coordinator } from '../domain/coordinator.ts'
import type { Problem } from '../domain/errors.ts'
import { absent } from './absent.ts'
import type { LoadedLibrary } from './load.ts'
import { didYouMean } from '../domain/suggest.ts'

/** What a coordinator names and nobody knows: its roster, its reviewer, its takeover, its strategy. */
export function checkCoordinator(
  library: LoadedLibrary,
  coordinator: Coordinator,
  knownStrategies: readonly string[],
): readonly Problem[] {
  return [
    ...checkRoster(library, coordinator),
    ...checkReviewer(library, coordinator),
    ...checkTakeover(library, coordinator),
    ...checkStrategy(library, coordinator, knownStrategies),
  ]
}

function checkRoster(library: LoadedLibrary, { name, file, specialists }: Coordinator): readonly Problem[] {
  return specialists.flatMap((specialist, index) => {
    const line = library.lineOf(file, ['specialists', index])
    const problem = `coordinator "${name}" names the specialist "${specialist}"`
    if (specialists.indexOf(specialist) < index) return [{ file, line, problem: `${problem} twice` }]
    if (library.specialists.has(specialist)) return []
    return [{ file, line, problem, hint: absent(library, 'specialist', specialist) }]
  })
}

function checkReviewer(library: LoadedLibrary, { name, file, reviewer }: Coordinator): readonly Problem[] {
  if (reviewer === null || library.specialists.has(reviewer)) return []
  const problem = `coordinator "${name}" names the reviewer "${reviewer}"`
  return [{ file, line: library.lineOf(file, ['reviewer']), problem, hint: absent(library, 'specialist', reviewer) }]
}

/** Whoever takes over is spawned like everybody else, and the door lets in nobody from outside of the roster. */
function checkTakeover(library: LoadedLibrary, { name, file, specialists, takeover }: Coordinator): readonly Problem[] {
  if (takeover === null || (specialists.includes(takeover) && library.specialists.has(takeover))) return []
  const line = library.lineOf(file, ['takeover'])
  const problem = `coordinator "${name}" names the takeover "${takeover}"`
  if (!library.specialists.has(takeover))
    return [{ file, line, problem, hint: absent(library, 'specialist', takeover) }]
  return [{ file, line, problem, hint: 'it is not in its roster; add it to specialists' }]
}

function checkStrategy(
  library: LoadedLibrary,
  { name, file, decompose }: Coordinator,
  known: readonly string[],
): readonly Problem[] {
  if (typeof decompose !== 'string' || known.includes(decompose)) return []
  const problem = `coordinator "${name}" names the strategy "${decompose}"`
  const hint = didYouMean(decompose, known) ?? `known strategies: ${known.join(', ')}`
  return [{ file, line: library.lineOf(file, ['decompose']), problem, hint }]
}
