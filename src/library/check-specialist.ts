import type { Problem } from '../domain/errors.ts'
import type { Specialist } from '../domain/specialist.ts'
import type { LoadedLibrary } from './load.ts'
import { didYouMean } from '../domain/suggest.ts'

/** What a specialist names and nobody knows. */
export function checkSpecialist(
  library: LoadedLibrary,
  { name, file, backend }: Specialist,
  knownBackends: readonly string[],
): Problem[] {
  if (backend === null || knownBackends.includes(backend)) return []
  const problem = `specialist "${name}" names the backend "${backend}", which is not known`
  const hint = didYouMean(backend, knownBackends) ?? `known backends: ${knownBackends.join(', ')}`
  return [{ file, line: library.lineOf(file, ['backend']), problem, hint }]
}
