import { folderOf } from '../facts/path.ts'
import type { TestCaseFact } from '../facts/tests.ts'
import type { View } from '../inspector.ts'

/** The package a test belongs to: the nearest folder with a manifest, empty for the root. */
function packageOf(view: View, file: string): string {
  const roots = view.facts.derived(
    'tests:packages',
    () => new Set(view.facts.all('package').map((fact) => fact.folder)),
  )
  let folder = folderOf(file)
  while (folder !== '' && !roots.has(folder)) folder = folderOf(folder)
  return folder
}

/** Tests by package, in the order of the files. */
export function byPackage(view: View, tests: readonly TestCaseFact[]): ReadonlyMap<string, readonly TestCaseFact[]> {
  return Map.groupBy(tests, (test) => packageOf(view, test.file))
}

export function placeName(folder: string): string {
  return folder === '' ? 'the repository' : folder
}
