import type { Edit } from '../../domain/edit.ts'
import { linesOf } from '../cite.ts'
import { unitOf } from '../facts/manifest.ts'
import { folderOf, nameOf } from '../facts/path.ts'
import { isSecretName } from '../facts/secret-name.ts'
import type { View } from '../inspector.ts'
import { append } from '../repair.ts'

/** A variable to declare, and the files that read it. */
export interface Variable {
  readonly name: string
  readonly readers: readonly string[]
  /** False: the code copes without it. It is declared in a comment, for an empty value is not the same as none. */
  readonly isRequired: boolean
}

const publicPrefix = /^(?:NEXT_PUBLIC|VITE|REACT_APP|VUE_APP|EXPO_PUBLIC|NUXT_PUBLIC|GATSBY)_/

/** Puts the variables, empty and each with its reader, at the end of an example file. Null where one may be a slip. */
export function declare(view: View, example: string, variables: readonly Variable[]): Edit | null {
  const lines = linesOf(view.snapshot, example)
  if (lines.some((line) => !/^\s*(?:#|$|(?:export\s+)?[A-Za-z_]\w*\s*=)/.test(line))) return null
  const distinct = [...new Map(variables.map((variable) => [variable.name, variable])).values()]
  if (distinct.some(({ name }) => isDoubtful(view, name))) return null
  const last = lines.findLast((_, index) => index < lines.length - 1 || lines[index] !== '') ?? ''
  const declarations = distinct.flatMap((variable) => [
    `# Read by ${readersOf(variable)}`,
    `${variable.isRequired ? '' : '# '}${exporting(lines)}${variable.name}=`,
  ])
  return append(view.snapshot, example, last.trim() === '' ? declarations : ['', ...declarations])
}

/** The one example file of a folder, null when there is none or a choice. */
export function exampleIn(view: View, folder: string): string | null {
  const own = examplesOf(view).get(folder) ?? []
  return own.length === 1 ? (own[0] ?? null) : null
}

/** The example file that a reader in this folder belongs to: the nearest above, in its own package or the only one at all. */
export function exampleFor(view: View, reader: string): string | null {
  const examples = examplesOf(view)
  for (let at = folderOf(reader); ; at = folderOf(at)) {
    if (examples.has(at)) {
      const example = exampleIn(view, at)
      const isOwn = example !== null && unitOf(view.snapshot, example) === unitOf(view.snapshot, reader)
      return isOwn || examples.size === 1 ? example : null
    }
    if (at === '') return null
  }
}

function examplesOf(view: View): ReadonlyMap<string, readonly string[]> {
  return view.facts.derived('environment:examples', () => {
    const paths = view.snapshot.files
      .filter(
        ({ path }) => /env/i.test(nameOf(path)) && /[.-](?:example|sample|template|dist)(?:$|\.)/.test(nameOf(path)),
      )
      .filter(({ path, language }) => language === 'env' || /^env\.\w+$/.test(nameOf(path)))
      .map(({ path }) => path)
    return Map.groupBy(paths, folderOf)
  })
}

function exporting(lines: readonly string[]): string {
  const declared = lines.filter((line) => /^\s*(?:export\s+)?[A-Za-z_]\w*\s*=/.test(line))
  return declared.length > 0 && declared.every((line) => /^\s*export\s/.test(line)) ? 'export ' : ''
}

/** Without the endings of scripts: a file that is named in a text counts as loaded by somebody. */
function readersOf({ readers }: Variable): string {
  const all = [...new Set(readers.map((reader) => reader.replace(/\.(?:[cm]?[jt]sx?|py)$/, '')))].sort()
  return all.length > 1 ? `${all[0]} and ${all.length - 1} more` : (all[0] ?? '')
}

/** A name that is nearly one of the declared ones is rather mistyped; a secret for browsers must not be given at all. */
function isDoubtful(view: View, name: string): boolean {
  if (publicPrefix.test(name) && isSecretName(name)) return true
  return view.facts
    .all('envDeclaration')
    .some((fact) => fact.where === 'env-file' && isNear(plainName(fact.name), plainName(name)))
}

function plainName(name: string): string {
  return name.toUpperCase().replace(publicPrefix, '').replaceAll('_', '')
}

/** The same but for one letter, or for two that changed places. */
function isNear(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length)
  let start = 0
  while (start < shorter && a[start] === b[start]) start += 1
  let end = 0
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end += 1
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  return (left.length <= 1 && right.length <= 1) || (left.length === 2 && left === `${right[1]}${right[0]}`)
}
