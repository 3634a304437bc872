import { resolve } from 'node:path'
import { type Folders, foldersOf } from './folders.ts'
import type { Place } from './prepare.ts'
import { repositoryRoot } from './repository.ts'

/** Only where things are: for the verbs that look at runs and start none. */
export async function locate(
  place: Pick<Place, 'repo' | 'state'>,
  signal: AbortSignal,
): Promise<{ readonly root: string; readonly folders: Folders }> {
  const root = await repositoryRoot(place.repo, signal)
  return { root, folders: foldersOf(root, place.state === undefined ? undefined : resolve(place.state)) }
}
