import type { EnvReadFact } from '../facts/env-reads.ts'
import { folderOf } from '../facts/path.ts'
import { citeWithoutValues } from '../facts/quote.ts'
import { regionOf } from '../facts/region.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'

/** Each process may well have its own. */
const ownPerProcess =
  /^(?:NODE_ENV|PORT|HOST|HOSTNAME|TZ|LOG_LEVEL|\w*_LOG_LEVEL|WORKERS|WEB_CONCURRENCY|SERVICE_NAME|APP_NAME)$/

export const divergentDefault: Inspector = {
  id: 'environment/divergent-default',
  version: 1,
  layer: 'environment',
  title: 'One setting falls back to different values in different places',
  inspect(view): Inspection {
    const groups = [...Map.groupBy(readsWithDefault(view), ({ key }) => key)].map(
      ([key, group]) => [key, unconditional(group)] as const,
    )
    const bad = groups.filter(([, group]) => new Set(group.map(({ read }) => normal(read.defaultText))).size > 1)
    return {
      population: groups.length,
      bad: bad.length,
      unit: 'settings with a default',
      drafts: bad.map(([key, group]) =>
        draftOf(
          view,
          key,
          group.map(({ read }) => read),
        ),
      ),
    }
  },
}

function readsWithDefault(view: View): { key: string; read: EnvReadFact }[] {
  const roots = new Set(view.facts.all('package').map((fact) => fact.folder))
  return view.facts.all('envRead').flatMap((read) => {
    if (regionOf(read.file) !== 'source' || ownPerProcess.test(read.name) || normal(read.defaultText) === '') return []
    const root = rootOf(read.file, roots)
    return [{ key: root === '' ? read.name : `${read.name}@${root}`, read }]
  })
}

/** A file that itself uses several defaults chooses between them: by environment, by database, by test. */
function unconditional(
  group: readonly { readonly key: string; readonly read: EnvReadFact }[],
): readonly { readonly key: string; readonly read: EnvReadFact }[] {
  const byFile = Map.groupBy(group, ({ read }) => read.file)
  const isChoice = (file: string): boolean =>
    new Set(byFile.get(file)?.map(({ read }) => normal(read.defaultText))).size > 1
  return group.filter(({ read }) => !isChoice(read.file))
}

function rootOf(file: string, roots: ReadonlySet<string>): string {
  let folder = folderOf(file)
  while (folder !== '' && !roots.has(folder)) folder = folderOf(folder)
  return folder
}

/** Two spellings of one value compare equal; no value and an empty one are both "not set". */
function normal(text: string | null): string {
  const plain = (text ?? '')
    .trim()
    .replace(/^\.\/|\/$/g, '')
    .toLowerCase()
  if (isForDisplay(plain)) return ''
  if (/^(?:none|null|undefined)$/.test(plain)) return ''
  if (/^(?:true|yes|on)$/.test(plain)) return '1'
  if (/^(?:false|no|off)$/.test(plain)) return '0'
  return /^\d+(?:\.0+)?$/.test(plain)
    ? String(Number(plain))
    : plain.replace(/^(https?:\/\/)?127\.0\.0\.1\b/, '$1localhost')
}

/** Words for a reader, not values: what a status page prints when nothing is set. */
function isForDisplay(text: string): boolean {
  return /^(?:unknown|not[ _-]?set|n\/a|unset|missing|default|undefined|not configured|-+|\?+)$|[^\x20-\x7e]/.test(text)
}

function draftOf(view: View, key: string, reads: readonly EnvReadFact[]): Unfiled {
  const byValue = Map.groupBy(reads, (read) => normal(read.defaultText))
  const firsts = [...byValue.values()].flatMap((group) => group.slice(0, 1))
  const values = firsts.map((read) => `"${(read.defaultText ?? '').slice(0, 40)}"`)
  const name = reads[0]?.name ?? key
  return {
    title: `${name} has ${values.length} different defaults: ${values.join(', ')}`.slice(0, 140),
    claim: 'mismatch',
    impact: 'quality',
    reach: 'reachable',
    reachWhy: 'read by source code outside tests and examples',
    confidence: 'high',
    anchor: `env:${key}`,
    evidence: firsts
      .slice(0, 6)
      .map((read, index) =>
        citeWithoutValues(view.snapshot, read.file, read.line, index === 0 ? 'primary' : 'related'),
      ),
    instances: [...firsts, ...reads.filter((read) => !firsts.includes(read))]
      .slice(0, 500)
      .map((read) => ({ file: read.file, line: read.line })),
    fix: {
      advice: `Read ${name} in one settings module with one default and use that value everywhere.`,
      effort: 'S',
      doneWhen: `every fallback of ${name} in the package is the same value`,
    },
  }
}
