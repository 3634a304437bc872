import type { LoadedLibrary } from './load.ts'
import { didYouMean } from '../domain/suggest.ts'

/** What to say of a name that no definition has: the file that was refused, the word that was meant, or that there is none. */
export function absent(library: LoadedLibrary, kind: 'specialist' | 'coordinator', name: string): string {
  if (library.refused.has(`${kind} ${name}`)) return 'its definition has problems of its own'
  const known = kind === 'specialist' ? library.specialists : library.coordinators
  return didYouMean(name, known.keys()) ?? `there is no such ${kind}`
}
