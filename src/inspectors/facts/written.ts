import { hasLongLine } from '../made.ts'
import type { SourceFile } from '../snapshot.ts'
import { regionOf } from './region.ts'

const bundled =
  /(?:^|\/)(?:google-cloud-sdk|bundledpython|\.yarn|\.pnp|dev-dist|storybook-static|workbox-[\w-]+\.js|jquery[\w.-]*\.js)(?:\/|$)|\.pnp\.c?js$/
const known = new WeakMap<SourceFile, boolean>()

/** A file that people of this repository write: not vendored, bundled, minified or marked as generated. */
export function isWritten(file: SourceFile): boolean {
  const made = known.get(file) ?? judge(file)
  known.set(file, made)
  return made
}

function judge(file: SourceFile): boolean {
  if (regionOf(file.path) === 'vendored' || bundled.test(file.path)) return false
  if (
    /@generated\b|auto-?generated (?:file|by|code)|do not edit/i.test(file.text.slice(0, 600)) &&
    file.text.length > 2_000
  )
    return false
  return !hasLongLine(file.text)
}
