import type { Check, CheckKind } from '../../domain/check.ts'
import { type Sources, toCheck } from './sources.ts'

const targetsOf: readonly (readonly [CheckKind, readonly string[]])[] = [
  ['lint', ['lint']],
  ['test', ['test', 'tests', 'check']],
]

/** Targets of the root's Makefile. They are used where nothing better says how a kind is checked. */
export async function makeChecks(sources: Sources): Promise<readonly Check[]> {
  const name = ['GNUmakefile', 'makefile', 'Makefile'].find((one) => sources.files.has(one))
  const text = name === undefined ? null : await sources.read(name)
  if (name === undefined || text === null) return []
  const targets = new Set([...text.matchAll(/^([A-Za-z][\w.-]{0,60}) *::?(?!=)/gm)].map((match) => match[1]))
  return targetsOf.flatMap(([kind, names]) => {
    const target = names.find((one) => targets.has(one))
    if (target === undefined) return []
    return [toCheck({ kind, argv: ['make', target], folder: '', source: `${name} ${target}` })]
  })
}
