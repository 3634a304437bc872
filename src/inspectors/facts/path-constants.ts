import type { Snapshot } from '../snapshot.ts'
import { modulesOf } from './modules.ts'
import { isTest } from './source-kind.ts'
import type { FactStore } from './store.ts'

const mark = /\$\{([^}]*)\}/

/** Replaces `${NAME}` by the one value that the repository gives the name; what stays unknown keeps its mark. */
export function fillMarks(text: string, file: string, facts: FactStore, snapshot: Snapshot): string {
  let resolved = text
  for (let round = 0; round < 4 && mark.test(resolved); round += 1) {
    const next = resolved.replace(
      /\$\{([^}]*)\}/g,
      (whole, name: string) => constantOf(name, file, facts, snapshot) ?? whole,
    )
    if (next === resolved) break
    resolved = next
  }
  return resolved
}

function constantOf(name: string, file: string, facts: FactStore, snapshot: Snapshot): string | null {
  const { byFile, byName } = constantsOf(facts)
  const own = name.startsWith('this.') ? byFile.get(`${file}#${name}`) : undefined
  if (own !== undefined) return own.size === 1 ? ([...own][0] ?? null) : null
  for (const symbol of modulesOf(facts, snapshot).resolve(file, name)) {
    const values = byFile.get(`${symbol.file}#${symbol.name}`)
    if (values !== undefined) return values.size === 1 ? ([...values][0] ?? null) : null
  }
  const last = name.slice(name.lastIndexOf('.') + 1)
  if (!/^[A-Z][A-Z0-9_]+$/.test(last) && !/prefix|base/i.test(last)) return null
  const values = byName.get(last)
  return values?.size === 1 ? ([...values][0] ?? null) : null
}

interface Constants {
  readonly byFile: ReadonlyMap<string, ReadonlySet<string>>
  readonly byName: ReadonlyMap<string, ReadonlySet<string>>
}

function constantsOf(facts: FactStore): Constants {
  return facts.derived('http:constants', () => {
    const [byFile, byName] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()]
    for (const { file, name, value } of facts.all('pathConstant')) {
      if (isTest(file)) continue
      add(byFile, `${file}#${name}`, value)
      add(byName, name, value)
    }
    return { byFile, byName }
  })
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, new Set([value]))
  else known.add(value)
}
