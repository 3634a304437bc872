import { standingOf } from '../facts/standing.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { titled } from '../wording.ts'
import { type StorageKey, storageKeys } from './storage-keys.ts'

const readByOthers = /debug|^sb-|i18next|chakra|mantine|^ally-|^persist:|sentry|cypress|test|mock/i

/** A key that is written and that nothing reads: the state is kept for nobody. */
export const storageKeyNeverRead: Inspector = {
  id: 'state/storage-key-never-read',
  version: 1,
  layer: 'state',
  title: 'A storage key is written but nothing reads it',
  inspect(view) {
    const written = storageKeys(view).filter((key) => key.writes.length > 0)
    const bad = written.filter((key) => key.reads.length === 0 && !key.isNamedElsewhere && !readByOthers.test(key.key))
    return {
      population: written.length,
      bad: bad.length,
      unit: 'storage keys written',
      drafts: bad.map((key) => draft(view, key)),
    }
  },
}

function draft(view: View, key: StorageKey): Unfiled {
  const [first] = key.writes
  const { instances, evidence } = placesOf(view, key.writes)
  return {
    title: titled(`${key.area}Storage key "${key.key}" is written but never read`),
    claim: 'absence',
    impact: 'hygiene',
    ...standingOf(view, first?.file ?? ''),
    confidence: 'high',
    anchor: `${key.area}:${key.key}`,
    evidence: [
      ...evidence,
      {
        kind: 'absence',
        query: { fact: 'storage', where: { area: key.area, access: 'read', key: key.key } },
        scope: ['**/*'],
        expected: 0,
      },
    ],
    instances,
    fix: {
      advice: `Read "${key.key}" where the kept value is meant to come back, or stop writing it.`,
      effort: 'S',
      doneWhen: `"${key.key}" is read somewhere, or not written`,
    },
  }
}
