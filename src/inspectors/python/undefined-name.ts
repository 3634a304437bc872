import { cite, linesOf } from '../cite.ts'
import { bindsName } from '../facts/python-modules.ts'
import { regionOf } from '../facts/region.ts'
import { quotedName, type RuffFact, ruffFacts, ruffTool } from '../facts/ruff.ts'
import { isProduct } from '../facts/source-kind.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { counted } from '../wording.ts'
import { giveImports } from './give-import.ts'

/** Names that some runner puts in place: Python 2, notebooks, translation, type checkers. */
const provided = new Set(
  'unicode xrange basestring raw_input long unichr reduce cmp execfile reload file buffer intern apply coerce _ __ ___ get_ipython display dbutils spark sc reveal_type reveal_locals WindowsError snakemake c profile __path__ ngettext gettext'.split(
    ' ',
  ),
)

/** A file with more names than this, or a name missing from as many files, is filled in by whatever runs the code. */
const tooMany = { names: 15, files: 3 } as const

export const undefinedName: Inspector = {
  id: 'python/undefined-name',
  version: 1,
  layer: 'errors',
  title: 'A Python name that nothing defines',
  tool: ruffTool,
  inspect: (view) => {
    const files = view.snapshot.files.filter(({ path, language }) => language === 'python' && isOwn(path))
    const found = ruffFacts(view.facts).filter((fact) => fact.code === 'F821' && isOwn(fact.file) && isReal(view, fact))
    const perFile = Map.groupBy(found, ({ file }) => file)
    const perName = Map.groupBy(found, quotedName)
    const names = found.filter(
      (fact) =>
        (perFile.get(fact.file)?.length ?? 0) <= tooMany.names &&
        new Set(perName.get(quotedName(fact))?.map(({ file }) => file)).size < tooMany.files,
    )
    const running = names.filter((fact) => isRun(view, fact))
    const told = new Set(running.map(placeOf))
    const annotations = names.filter(
      (fact) => fact.position === 'unevaluated' && !told.has(placeOf(fact)) && !isResolvedLater(view, fact),
    )
    const drafts = [...Map.groupBy(running, anchorOf)].map(([anchor, members]) => draftOf(view, anchor, members))
    if (annotations.length > 0) drafts.push(annotationDraft(view, annotations))
    return {
      population: files.length,
      bad: new Set(running.map(({ file }) => file)).size,
      unit: 'Python files',
      drafts,
    }
  },
}

/** What one import puts right everywhere in a file. */
function placeOf(fact: RuffFact): string {
  return `${fact.file} ${quotedName(fact)}`
}

function isOwn(file: string): boolean {
  return !['vendored', 'docs', 'example'].includes(regionOf(file))
}

function isReal(view: View, fact: RuffFact): boolean {
  const name = quotedName(fact)
  return !provided.has(name) && !configured(view).has(name)
}

/** Names that the repository's own linter configuration calls built in. */
function configured({ facts, snapshot }: View): ReadonlySet<string> {
  return facts.derived('python-builtins', () => {
    const configs = snapshot.files.filter(({ path }) =>
      /(?:pyproject\.toml|ruff\.toml|setup\.cfg|tox\.ini|\.flake8|\.pylintrc)$/.test(path),
    )
    const lists = configs.flatMap(({ text }) => /\bbuiltins\s*=\s*(\[[^\]]*\]|[^\n]*)/.exec(text)?.[1] ?? [])
    return new Set(lists.flatMap((list) => list.match(/\w+/g) ?? []))
  })
}

/** From Python 3.14 on annotations wait; before, one that names what the module binds further down is at least no typing slip. */
function isRun({ facts, snapshot }: View, fact: RuffFact): boolean {
  if (fact.position !== 'annotation') return fact.position === 'code'
  const isNew = facts.derived('python-3.14', () =>
    snapshot.files.some(
      ({ path, text }) => /pyproject\.toml$/.test(path) && /requires-python\s*=\s*"[^"]*3\.1[4-9]/.test(text),
    ),
  )
  return !isNew && !bindsName(linesOf(snapshot, fact.file), quotedName(fact))
}

/** SQLAlchemy finds classes by their name in its registry. */
function isResolvedLater({ snapshot }: View, { file, line }: RuffFact): boolean {
  return /\bMapped\[|[rR]elationship\(/.test(linesOf(snapshot, file)[line - 1] ?? '')
}

/** One file misses its names for one reason most often: an import, or code pasted from elsewhere. */
function anchorOf(fact: RuffFact): string {
  return fact.file.slice(0, 300)
}

/** At module level, inside a `try` whose except clause takes everything. */
function isHidden(lines: readonly string[], { line, symbol }: RuffFact): boolean {
  if (symbol !== 'module') return false
  const depth = (text: string) => text.length - text.trimStart().length
  for (let at = line - 1; at > 0 && depth(lines[line - 1] ?? '') > 0; at--) {
    const text = lines[at - 1] ?? ''
    if (!/^\s*try\s*:/.test(text) || depth(text) >= depth(lines[line - 1] ?? '')) continue
    const clause = lines.slice(line).find((below) => below.trim() !== '' && depth(below) <= depth(text))
    return /^\s*except\s*(?::|\(?.*\b(?:Exception|NameError|BaseException)\b)/.test(clause ?? '')
  }
  return false
}

function draftOf(view: View, anchor: string, members: readonly RuffFact[]): Unfiled {
  const { snapshot } = view
  const [first] = members
  if (first === undefined) throw new Error(`no name for ${anchor}`)
  const name = quotedName(first)
  const names = [...new Set(members.map(quotedName))]
  const aside = isProduct(first.file) ? '' : `${first.file} is kept aside or a test`
  const isCaught = members.every((fact) => isHidden(linesOf(snapshot, fact.file), fact))
  const where = first.symbol === 'module' ? 'the import of the module' : first.symbol
  const effect = isCaught ? 'an except clause hides it' : `${where} raises NameError`
  return {
    title: (names.length > 1
      ? `${names.length} names are not defined in ${first.file}: ${names.join(', ')}`
      : `"${name}" is not defined: ${effect}`
    ).slice(0, 140),
    claim: 'behaviour',
    impact: 'feature-broken',
    reach: aside === '' ? 'reachable' : 'dev-or-test',
    reachWhy: aside === '' ? 'the name is evaluated when this code runs' : aside,
    confidence: isCaught ? 'medium' : 'high',
    anchor,
    evidence: members.slice(0, 5).map(({ file, line }) => cite(snapshot, file, line)),
    instances: members.slice(0, 50).map(({ file, line }) => ({ file, line })),
    fix: {
      advice:
        `Import or define ${names.map((one) => `"${one}"`).join(', ')} in ${first.file}, or correct the spelling.`.slice(
          0,
          600,
        ),
      effort: 'S',
      doneWhen: `every name that ${first.file} uses is defined`.slice(0, 300),
      ...(isCaught ? {} : giveImports(view, members)),
    },
  }
}

function annotationDraft(view: View, members: readonly RuffFact[]): Unfiled {
  const { snapshot } = view
  const names = [...new Set(members.map(quotedName))]
  return {
    title:
      `${counted(names.length, 'name')} used only in annotations ${names.length === 1 ? 'is' : 'are'} not imported (${names.slice(0, 3).join(', ')})`.slice(
        0,
        140,
      ),
    claim: 'presence',
    impact: 'hygiene',
    reach: 'reachable',
    reachWhy: 'Python does not evaluate these annotations; type checkers and get_type_hints do',
    confidence: 'high',
    anchor: 'annotations',
    evidence: members.slice(0, 10).map(({ file, line }) => cite(snapshot, file, line)),
    instances: members.slice(0, 100).map(({ file, line }) => ({ file, line })),
    fix: {
      advice: 'Import each name, under TYPE_CHECKING if it is needed for types only.',
      effort: 'S',
      doneWhen: 'no annotation names something that is not imported',
      ...giveImports(view, members),
    },
  }
}
