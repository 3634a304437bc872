import type { Edit } from '../../domain/edit.ts'
import { linesOf } from '../cite.ts'
import { type ImportFact, importCollector } from '../facts/import.ts'
import type { View } from '../inspector.ts'
import { repair, replaceLine } from '../repair.ts'
import { comesOut } from '../reread.ts'

/** An import and the file that it means, if only the case of its letters were right. */
export interface Misspelt {
  readonly fact: ImportFact
  readonly target: string
  readonly otherCase: string | null
}

/** Writes imports in the letters that their files are called by. */
export function spellImports(view: View, imports: readonly Misspelt[]): ReturnType<typeof repair> {
  const specifiers = new Map(imports.map((one) => [one.fact, rightSpecifier(one)]))
  const edits = imports.map(({ fact }) => spelt(view, fact, specifiers.get(fact) ?? null))
  const isMeant = comesOut(view, edits, {
    collector: importCollector,
    fact: 'import',
    change: (before) => before.map((fact) => ({ ...fact, specifier: specifiers.get(fact) ?? fact.specifier })),
  })
  return isMeant ? repair(view.snapshot, edits) : {}
}

/** The specifier with the last letters of the real path, as far as it names the same folders. */
function rightSpecifier({ fact: { specifier }, target, otherCase }: Misspelt): string | null {
  const real = otherCase?.slice(0, target.length) ?? ''
  if (real.toLowerCase() !== target.toLowerCase()) return null
  const named = specifier.replace(/^(?:\.{1,2}\/)+|^[@~]\//, '')
  if (!target.endsWith(`/${named}`)) return null
  const right = `${specifier.slice(0, specifier.length - named.length)}${real.slice(real.length - named.length)}`
  // Where the difference lies in folders that the specifier does not name, it is no slip of its own.
  return right === specifier ? null : right
}

const longestImport = 60

function spelt(view: View, { file, line, specifier }: ImportFact, right: string | null): Edit | null {
  if (right === null) return null
  const lines = linesOf(view.snapshot, file).slice(line - 1, line - 1 + longestImport)
  const at = lines.findIndex((text) => text.includes(`'${specifier}'`) || text.includes(`"${specifier}"`))
  return at === -1
    ? null
    : replaceLine(view.snapshot, file, line + at, (text) => {
        const parts = text.split(specifier)
        return parts.length === 2 ? parts.join(right) : null
      })
}
