import { regionOf } from '../facts/region.ts'
import type { View } from '../inspector.ts'
import type { SourceFile } from '../snapshot.ts'

/** Where a name stands: `code` runs, `deploy` configures or builds, `notes` only tell about it, `lists` only declare it. */
export type MentionKind = 'code' | 'deploy' | 'notes' | 'lists'

export interface Mentions {
  /** How often the name stands in files of the kind, leaving some files out if asked. */
  count(name: string, kind: MentionKind, except?: Iterable<string>): number
}

/** Counts every name that any fact about the environment knows, in one pass over all texts. */
export function mentionsOf(view: View): Mentions {
  return view.facts.derived('environment:mentions', () => {
    const names = new Set([
      ...view.facts.all('envRead').map((fact) => fact.name),
      ...view.facts.all('envDeclaration').map((fact) => fact.name),
      ...view.facts.all('composeReference').map((fact) => fact.name),
      ...view.facts.all('settingsField').map((fact) => fact.field),
    ])
    return countAll(view.snapshot.files, names)
  })
}

function countAll(files: readonly SourceFile[], names: ReadonlySet<string>): Mentions {
  const totals = new Map<string, number>()
  const perFile = new Map<string, number>()
  const lengths = new Set([...names].map((name) => name.length))
  for (const file of files) {
    const kind = kindOf(file)
    for (const word of wordsOf(file.text, lengths)) {
      if (!names.has(word)) continue
      add(totals, `${kind} ${word}`)
      add(perFile, `${kind} ${word} ${file.path}`)
    }
  }
  return {
    count(name, kind, except = []) {
      let count = totals.get(`${kind} ${name}`) ?? 0
      for (const file of except) count -= perFile.get(`${kind} ${name} ${file}`) ?? 0
      return count
    },
  }
}

/** The identifiers of a text that have one of these lengths, cut out by hand: a pattern over every text is ten times slower. */
function* wordsOf(text: string, lengths: ReadonlySet<number>): Generator<string> {
  let start = -1
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && isWordCharacter(text.charCodeAt(at))) {
      if (start === -1) start = at
      continue
    }
    if (start !== -1 && lengths.has(at - start)) yield text.slice(start, at)
    start = -1
  }
}

function isWordCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95
}

function kindOf(file: SourceFile): MentionKind {
  if (file.language === 'env') return 'lists'
  if (file.language === 'markdown' || regionOf(file.path) === 'docs') return 'notes'
  return file.language === 'yaml' || file.language === 'json' || regionOf(file.path) === 'tooling' ? 'deploy' : 'code'
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
