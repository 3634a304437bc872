import { linesOf } from '../cite.ts'
import { nameOf } from '../facts/path.ts'
import { citeWithoutValues } from '../facts/quote.ts'
import { regionOf } from '../facts/region.ts'
import type { Placed } from '../facts/store.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { counted } from '../wording.ts'
import { mentionsOf } from './mentions.ts'
import { isReadElsewhere } from './supplied.ts'

interface Setting extends Placed {
  readonly name: string
  readonly group: string
}

export const deadSetting: Inspector = {
  id: 'environment/dead-setting',
  version: 1,
  layer: 'environment',
  title: 'Settings are declared for operators to fill in, and nothing reads them',
  inspect(view): Inspection {
    const fields = settingsFields(view)
    const listed = listedVariables(view)
    const dead = [
      ...fields.filter((field) => isUnusedField(view, field)),
      ...listed.filter((one) => isUnread(view, one)),
    ]
    const groups = Map.groupBy(dead, (setting) => setting.group)
    return {
      population: fields.length + listed.length,
      bad: dead.length,
      unit: 'declared settings',
      drafts: [...groups].map(([group, settings]) => draftOf(view, group, settings)),
    }
  },
}

/** Code that reads settings by names it computes, or hands all of them on. */
const readsAnySetting =
  /getattr\(\s*\w*(?:settings|config)\w*\s*,\s*(?!["'])|settings\w*\.(?:model_dump|dict|json)\(|vars\(\s*\w*settings|settings\.__dict__|\*\*\w*settings/i
const readsAnyOwnField = /getattr\(\s*(?:self|cls)\s*,\s*(?!["'])|self\.(?:model_dump|dict|json|__dict__)\b/

/** Fields of settings classes that are read by name; where any setting may be read, none is judged. */
function settingsFields(view: View): (Setting & { readonly field: string; readonly owner: string })[] {
  const isDynamic = view.snapshot.files.some(
    (file) =>
      file.language === 'python' &&
      (readsAnySetting.test(file.text) || (file.text.includes('BaseSettings') && readsAnyOwnField.test(file.text))),
  )
  if (isDynamic) return []
  return view.facts
    .all('settingsField')
    .filter((field) => regionOf(field.file) === 'source')
    .map((field) => ({ ...field, name: field.field, group: 'settings' }))
}

function isUnusedField(view: View, field: Setting & { readonly field: string }): boolean {
  return mentionsOf(view).count(field.field, 'code') === 1 && mentionsOf(view).count(field.field, 'deploy') === 0
}

/** Variables of example files, one per name. */
function listedVariables(view: View): Setting[] {
  const seen = new Set<string>()
  return view.facts.all('envDeclaration').flatMap((fact) => {
    if (fact.where !== 'env-file' || !/example|sample|template|dist|defaults/i.test(nameOf(fact.file))) return []
    if (/^(?:example|docs|vendored|test)$/.test(regionOf(fact.file)) || seen.has(fact.name)) return []
    if (linesOf(view.snapshot, fact.file)[fact.line - 1]?.trimStart().startsWith('#') === true) return []
    seen.add(fact.name)
    return [{ file: fact.file, line: fact.line, name: fact.name, group: 'env-files' }]
  })
}

function isUnread(view: View, setting: Setting): boolean {
  const { name } = setting
  if (isReadElsewhere(name) || name.includes('__') || readNames(view).has(name.toUpperCase())) return false
  if (insertedNames(view).has(name)) return false
  const mentions = mentionsOf(view)
  return mentions.count(name, 'code') === 0 && mentions.count(name, 'deploy') === 0 && !isComposed(view, name)
}

/** Names that an environment file inserts into another of its values. */
function insertedNames(view: View): ReadonlySet<string> {
  return view.facts.derived('environment:inserted', () => {
    const files = view.snapshot.files.filter((file) => file.language === 'env')
    return new Set(files.flatMap((file) => [...file.text.matchAll(/\$\{?(\w+)/g)].map((match) => match[1] ?? '')))
  })
}

function readNames(view: View): ReadonlySet<string> {
  return view.facts.derived('environment:read-names', () => {
    const fields = view.facts.all('settingsField').map((fact) => fact.field.toUpperCase())
    return new Set([...fields, ...view.facts.all('envRead').map((fact) => fact.name.toUpperCase())])
  })
}

/** Names that code puts together: a prefix constant, or a settings field behind a prefix set elsewhere. */
function isComposed(view: View, name: string): boolean {
  const names = readNames(view)
  const parts = name.toUpperCase().split('_')
  if (parts.some((_, index) => index > 0 && names.has(parts.slice(index).join('_')))) return true
  const { prefixes, suffixes } = view.facts.derived('environment:affixes', () => affixesIn(view))
  if (parts.some((_, index) => index > 0 && suffixes.has(`_${parts.slice(index).join('_')}`))) return true
  return parts.some((_, index) => index > 0 && prefixes.has(`${parts.slice(0, index).join('_')}_`))
}

interface Affixes {
  readonly prefixes: ReadonlySet<string>
  readonly suffixes: ReadonlySet<string>
}

/** Quoted upper-case words that end in an underscore, and the ends of texts that begin with a computed part. */
function affixesIn(view: View): Affixes {
  const [prefixes, suffixes] = [new Set<string>(), new Set<string>()]
  for (const file of view.snapshot.files) {
    if (file.language === 'markdown' || file.language === 'env') continue
    for (const match of file.text.matchAll(/["'`]([A-Z][A-Z0-9_]*_)(?:["'`]|\$\{)/g)) prefixes.add(match[1] ?? '')
    for (const match of file.text.matchAll(/\}(_[A-Z][A-Z0-9_]*)["'`]/g)) suffixes.add(match[1] ?? '')
  }
  return { prefixes, suffixes }
}

function draftOf(view: View, group: string, settings: readonly Setting[]): Unfiled {
  const names = settings.map((setting) => setting.name)
  const where = group === 'env-files' ? 'example environment files' : 'settings classes'
  const some = names.slice(0, 3).join(', ') + (names.length > 3 ? ', …' : '')
  return {
    title:
      `${counted(names.length, 'setting')} in ${where} ${names.length === 1 ? 'is' : 'are'} read by nothing: ${some}`.slice(
        0,
        140,
      ),
    claim: 'absence',
    impact: 'hygiene',
    reach: 'reachable',
    reachWhy: 'operators fill these settings in; no code looks at them',
    confidence: group === 'env-files' ? 'medium' : 'high',
    anchor: group,
    evidence: settings.slice(0, 10).map((setting) => citeWithoutValues(view.snapshot, setting.file, setting.line)),
    instances: settings.slice(0, 500).map((setting) => ({ file: setting.file, line: setting.line })),
    fix: {
      advice: 'Remove each setting, or wire it to the code that was meant to obey it.',
      effort: 'S',
      doneWhen: 'every declared setting is read somewhere',
    },
  }
}
