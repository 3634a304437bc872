import { isProduct } from '../facts/source-kind.ts'
import type { StorageFact } from '../facts/storage.ts'
import type { View } from '../inspector.ts'

/** A storage key with everything the repository does to it. */
export interface StorageKey {
  readonly area: StorageFact['area']
  readonly key: string
  readonly reads: readonly StorageFact[]
  readonly writes: readonly StorageFact[]
  readonly removals: readonly StorageFact[]
  /** The key stands in quotes in other places too: a wrapper, a library's option, a page script. */
  readonly isNamedElsewhere: boolean
}

/** Every key that product code reads, writes or removes by a name that can be told. */
export function storageKeys(view: View): readonly StorageKey[] {
  return view.facts.derived('storage-keys', () => {
    const constants = new Map(
      [...Map.groupBy(view.facts.all('keyConstant'), (fact) => fact.name)].flatMap(([name, facts]) =>
        new Set(facts.map((fact) => fact.value)).size === 1 && facts[0] !== undefined
          ? [[name, facts[0].value] as const]
          : [],
      ),
    )
    const uses = view.facts.all('storage').flatMap((fact) => {
      const key = fact.key ?? (fact.constant === null ? undefined : constants.get(fact.constant))
      return key === undefined || !isProduct(fact.file) ? [] : [{ ...fact, key }]
    })
    return [...Map.groupBy(uses, (use) => `${use.area}:${use.key}`)].map(([, group]) => keyOf(view, group))
  })
}

function keyOf(view: View, group: readonly (StorageFact & { readonly key: string })[]): StorageKey {
  const of = (access: StorageFact['access']): readonly StorageFact[] => group.filter((use) => use.access === access)
  const [first] = group
  if (first === undefined) throw new RangeError('a group has a member')
  return {
    area: first.area,
    key: first.key,
    reads: of('read'),
    writes: of('write'),
    removals: of('remove'),
    isNamedElsewhere: isNamedElsewhere(view, first.key, group),
  }
}

/** Quoted anywhere but on the lines of the uses and of the constants that hold it. */
function isNamedElsewhere(view: View, key: string, uses: readonly StorageFact[]): boolean {
  const known = new Map<string, Set<number>>()
  const constants = view.facts.all('keyConstant').filter((fact) => fact.value === key)
  for (const { file, line } of [...uses, ...constants]) known.set(file, (known.get(file) ?? new Set()).add(line))
  const names = constants.map((fact) => fact.name)
  const usedAt = new Set(uses.map((use) => `${use.file}:${use.line}`))
  return view.snapshot.files.some((file) => {
    if (!/\.(?:[cm]?[jt]sx?|vue|svelte|astro|html|py)$/.test(file.path)) return false
    const lines = file.text.includes(key) || names.some((name) => file.text.includes(name)) ? file.text.split('\n') : []
    return lines.some((text, index) => {
      const isQuoted =
        [`'${key}'`, `"${key}"`, `\`${key}\``].some((quoted) => text.includes(quoted)) &&
        known.get(file.path)?.has(index + 1) !== true
      const isConstant =
        names.some((name) => text.includes(name)) &&
        !usedAt.has(`${file.path}:${index + 1}`) &&
        known.get(file.path)?.has(index + 1) !== true
      return isQuoted || (isConstant && !/^\s*import\b|^\s*[\w$]+,?\s*$/.test(text))
    })
  })
}
