import type { EnvReadFact } from '../facts/env-reads.ts'
import type { SettingsFieldFact } from '../facts/env-reads-python.ts'
import { unitOf } from '../facts/manifest.ts'
import { nameOf } from '../facts/path.ts'
import { citeWithoutValues } from '../facts/quote.ts'
import { regionOf } from '../facts/region.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { counted } from '../wording.ts'

interface Bypass {
  readonly field: SettingsFieldFact
  readonly reads: readonly EnvReadFact[]
}

/** A settings class holds a value, and other modules read the same variable past it: two places to change, two defaults. */
export const settingBesideClass: Inspector = {
  id: 'environment/setting-beside-class',
  version: 1,
  layer: 'environment',
  title: 'Settings of a settings class are read again from the environment',
  inspect(view): Inspection {
    const fields = view.facts.all('settingsField').filter((field) => regionOf(field.file) === 'source')
    const bypasses = fields.flatMap((field) => {
      const reads = readsBeside(view, field)
      return reads.length === 0 ? [] : [{ field, reads }]
    })
    const groups = Map.groupBy(bypasses, ({ field }) => unitOf(view.snapshot, field.file))
    return {
      population: fields.length,
      bad: bypasses.length,
      unit: 'fields of settings classes',
      drafts: [...groups].map(([unit, group]) => draftOf(view, unit, group)),
    }
  },
}

/** Modules that run before the settings exist, or set them up, read the environment by right. */
const mayReadItself = /^(?:conftest|gunicorn\w*|celeryconfig|settings|config|constants|env|logging|log)\.py$/

function readsBeside(view: View, field: SettingsFieldFact): readonly EnvReadFact[] {
  const unit = unitOf(view.snapshot, field.file)
  return view.facts
    .all('envRead')
    .filter(
      (read) =>
        read.name === field.name &&
        read.via === 'os.environ' &&
        read.file !== field.file &&
        regionOf(read.file) === 'source' &&
        !mayReadItself.test(nameOf(read.file)) &&
        unitOf(view.snapshot, read.file) === unit,
    )
}

function draftOf(view: View, unit: string, group: readonly Bypass[]): Unfiled {
  const names = group.map(({ field }) => field.name)
  const some = names.slice(0, 3).join(', ') + (names.length > 3 ? ', …' : '')
  const reads = group.flatMap((bypass) => bypass.reads)
  const owner = group[0]?.field.owner ?? 'the settings class'
  return {
    title:
      `${names.length === 1 ? 'A setting' : `${names.length} settings`} of ${owner} ${names.length === 1 ? 'is' : 'are'} read past it in ${counted(reads.length, 'place')}: ${some}`.slice(
        0,
        140,
      ),
    claim: 'presence',
    impact: 'hygiene',
    reach: 'reachable',
    reachWhy: 'source code outside of tests reads the variables',
    confidence: 'high',
    anchor: `settings:${unit}`,
    evidence: [
      ...reads.slice(0, 6).map((read) => citeWithoutValues(view.snapshot, read.file, read.line)),
      ...group.slice(0, 3).map(({ field }) => citeWithoutValues(view.snapshot, field.file, field.line, 'related')),
    ],
    instances: reads.slice(0, 500).map(({ file, line }) => ({ file, line })),
    fix: {
      advice: `Take the value from ${owner}, so that its default, its type and its check hold everywhere.`,
      effort: 'S',
      doneWhen: `no module reads a field of ${owner} from the environment itself`,
    },
  }
}
