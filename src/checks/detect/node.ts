import type { Check } from '../../domain/check.ts'
import { packageAt, packageChecks } from './package-checks.ts'
import { handOn, kindsBelow } from './hand-on.ts'
import type { Sources } from './sources.ts'

/**
 * Scripts of package.json: for each kind of check the root's, or those of the packages below when the root has none. What
 * a package only hands on to folders with packages of their own is taken from there: each is then a suite that can be
 * counted. What it runs in all packages below it is not run there again.
 */
export async function nodeChecks(sources: Sources): Promise<readonly Check[]> {
  const root = await checksIn('', sources)
  const below = await Promise.all(sources.foldersBelow('package.json').map((folder) => checksIn(folder, sources)))
  const kinds = new Set(root.flatMap(({ check, covers }) => [check.kind, ...covers]))
  const needed = below.flat().filter(({ check }) => !kinds.has(check.kind))
  const apart = needed.filter(({ check }) => !needed.some((other) => isCovered(check, other)))
  const all = await Promise.all([...root, ...apart].map(({ check }) => handOn(check, sources)))
  return [...new Map(all.flat().map((check) => [check.name, check])).values()]
}

/** A check of a package, and the kinds that its script sees to in the packages below. */
interface Own {
  readonly check: Check
  readonly covers: readonly Check['kind'][]
}

async function checksIn(folder: string, sources: Sources): Promise<readonly Own[]> {
  const declared = await packageAt(folder, sources)
  if (declared === null) return []
  const checks = await packageChecks(folder, sources)
  return checks.map((check) => ({ check, covers: kindsBelow(declared, check) }))
}

function isCovered(check: Check, { check: other, covers }: Own): boolean {
  return check.folder.startsWith(`${other.folder}/`) && covers.includes(check.kind)
}
