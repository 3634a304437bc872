import type { Check } from '../domain/check.ts'
import { inFolder, upwards } from './paths.ts'

const most = 200
/** By what lies beside it: a folder that outlives a change of commit, because filling it takes minutes. */
const beside: readonly (readonly [manifest: RegExp, folder: string])[] = [
  [/^package\.json$/, 'node_modules'],
  [/^(?:requirements.*\.txt|pyproject\.toml|uv\.lock|poetry\.lock)$/, '.venv'],
  [/^Cargo\.toml$/, 'target'],
]

/** Folders of dependencies and of compiled code, relative to the root. One with committed files in it is never kept. */
export function keptFolders(list: readonly Check[], files: readonly string[]): readonly string[] {
  const tracked = new Set(files.flatMap((file) => upwards(file)))
  const places = list.flatMap(({ folder }) => upwards(folder).map((place) => inFolder(place, 'package.json')))
  const kept = [...places, ...files].flatMap((file) => {
    const folder = file.slice(0, Math.max(0, file.lastIndexOf('/')))
    const name = file.slice(file.lastIndexOf('/') + 1)
    return beside.flatMap(([manifest, keep]) => (manifest.test(name) ? [inFolder(folder, keep)] : []))
  })
  return [...new Set(kept)].filter((folder) => !tracked.has(folder) && !folder.includes('node_modules/')).slice(0, most)
}
