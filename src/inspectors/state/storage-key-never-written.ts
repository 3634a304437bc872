import { cite } from '../cite.ts'
import { standingOf } from '../facts/standing.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { titled } from '../wording.ts'
import { type StorageKey, storageKeys } from './storage-keys.ts'

/** Keys that people set by hand, and keys that a library or the browser writes. */
const setByOthers =
  /debug|^dev|feature|flag|override|experiment|verbose|^sb-|i18next|^theme$|color-?scheme|chakra|mantine|^ally-|^nuxt|^ph_|^persist:|sentry|cypress|e2e|test|mock|demo|simulate/i
const credential = /token|auth|jwt|session|user|credential/i

/** A key that is read and that nothing writes: the value is always missing. */
export const storageKeyNeverWritten: Inspector = {
  id: 'state/storage-key-never-written',
  version: 1,
  layer: 'state',
  title: 'A storage key is read but nothing writes it',
  inspect(view) {
    const read = storageKeys(view).filter((key) => key.reads.length > 0)
    const bad = read.filter(
      (key) => key.writes.length === 0 && !key.isNamedElsewhere && !setByOthers.test(key.key) && !isMigration(key),
    )
    return {
      population: read.length,
      bad: bad.length,
      unit: 'storage keys read',
      drafts: bad.map((key) => draft(view, key)),
    }
  },
}

/** Read once and removed: what an older version left behind. */
function isMigration(key: StorageKey): boolean {
  return key.removals.some((removal) => key.reads.every((read) => read.file === removal.file)) && key.reads.length === 1
}

function draft(view: View, key: StorageKey): Unfiled {
  const [first] = key.reads
  const near = credential.test(key.key) ? sibling(view, key) : undefined
  const sibLine = near?.writes[0]
  const { instances, evidence } = placesOf(view, key.reads)
  return {
    title: titled(
      `${key.area}Storage key "${key.key}" is read but never written${near === undefined ? '' : `; "${near.key}" is`}`,
    ),
    claim: 'absence',
    impact: 'feature-broken',
    ...standingOf(view, first?.file ?? ''),
    confidence: near === undefined ? 'medium' : 'high',
    anchor: `${key.area}:${key.key}`,
    evidence: [
      ...evidence,
      ...(sibLine === undefined ? [] : [cite(view.snapshot, sibLine.file, sibLine.line, { role: 'related' })]),
      {
        kind: 'absence',
        query: { fact: 'storage', where: { area: key.area, access: 'write', key: key.key } },
        scope: ['**/*'],
        expected: 0,
      },
    ],
    instances,
    fix: {
      advice:
        near === undefined
          ? `Write "${key.key}" where its value arises, or remove the reads.`
          : `Read "${near.key}", the key that is written, and keep the name in one constant.`,
      effort: 'S',
      doneWhen: `"${key.key}" is written somewhere, or not read`,
    },
  }
}

/** A key that is written and never read, and that also looks like a credential: most likely the one that was meant. */
function sibling(view: View, key: StorageKey): StorageKey | undefined {
  return storageKeys(view).find(
    (one) => one.area === key.area && one.writes.length > 0 && one.key !== key.key && kind(one.key) === kind(key.key),
  )
}

function kind(key: string): string {
  return credential.exec(key)?.[0].toLowerCase() ?? key
}
