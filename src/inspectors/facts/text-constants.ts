import type { FactStore } from './store.ts'

/**
 * The text behind a literal or a constant's name, or null when it cannot be told. A name counts only when every
 * constant of that name in the repository has the same value.
 */
export function textBehind(facts: FactStore, literal: string, reference: string): string | null {
  if (literal !== '') return literal
  if (reference === '') return null
  const bare = reference.replace(/\.value$/, '')
  const known = constantsByName(facts)
  return known.get(bare) ?? known.get(bare.split('.').slice(-2).join('.')) ?? known.get(lastOf(bare)) ?? null
}

function lastOf(dotted: string): string {
  // A lone last segment is trusted only when it is written as a constant.
  const last = dotted.slice(dotted.lastIndexOf('.') + 1)
  return /^[A-Z][A-Z0-9_]*$/.test(last) ? last : ''
}

function constantsByName(facts: FactStore): ReadonlyMap<string, string> {
  return facts.derived('constants-by-name', () => {
    const values = new Map<string, string | null>()
    for (const { name, value } of facts.all('textConstant')) {
      values.set(name, values.has(name) && values.get(name) !== value ? null : value)
    }
    return new Map([...values].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])))
  })
}
