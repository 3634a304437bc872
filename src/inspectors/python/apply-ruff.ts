import { type RuffFact, ruffCollector, ruffFixes } from '../facts/ruff.ts'
import type { View } from '../inspector.ts'
import { repair, type Splice, spliceLines } from '../repair.ts'
import { comesOut } from '../reread.ts'

/**
 * Rules whose change Ruff marks as safe and that leaves nothing to decide. Its diagnostics here do not carry the mark,
 * so the list is pinned to the version of the tool, as the codes are.
 */
const safe: ReadonlySet<string> = new Set(['F632', 'PLW0245'])

/** Ruff's own change for every one of these places, or none at all. */
export function applyRuff(view: View, places: readonly RuffFact[]): ReturnType<typeof repair> {
  if (places.some(({ code }) => !safe.has(code))) return {}
  const edits = [...Map.groupBy(places, ({ file }) => file)].flatMap(([file, own]) => {
    const splices = splicesOf(view.snapshot.byPath.get(file)?.text ?? '', own)
    return splices === null ? [null] : spliceLines(view.snapshot, file, splices)
  })
  const isMeant = comesOut(view, edits, {
    collector: ruffCollector,
    fact: 'ruff',
    change: (before) => before.filter((fact) => !places.includes(fact)),
  })
  return isMeant ? repair(view.snapshot, edits) : {}
}

/** Null when Ruff leaves one of the places to a person. */
function splicesOf(text: string, places: readonly RuffFact[]): readonly Splice[] | null {
  const wanted = new Set(places.map(({ code, line }) => `${code} ${line}`))
  const fixes = ruffFixes(text).filter(({ code, line }) => wanted.has(`${code} ${line}`))
  return fixes.length === places.length ? fixes.flatMap(({ splices }) => splices) : null
}
