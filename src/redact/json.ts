import type { Json } from '../domain/json.ts'
import type { Redactor } from './redactor.ts'

/** Nothing that we write is nested deeper; what is deeper is not written. */
const deepest = 200

/** Hides secrets in every string of a value, keys included. Parts without secrets are the same objects as before. */
export function redactJson(redactor: Redactor, value: Json, depth = 0): Json {
  if (typeof value === 'string') return redactor.text(value)
  if (value === null || typeof value !== 'object') return value
  if (depth === deepest) return '[redacted:depth]'
  if (isList(value)) return redactList(redactor, value, depth + 1)
  return redactRecord(redactor, value, depth + 1)
}

function redactList(redactor: Redactor, list: readonly Json[], depth: number): Json {
  let changed: Json[] | null = null
  for (const [index, item] of list.entries()) {
    const hidden = redactJson(redactor, item, depth)
    if (hidden === item) continue
    changed ??= [...list]
    changed[index] = hidden
  }
  return changed ?? list
}

type Record = { readonly [key: string]: Json | undefined }

function redactRecord(redactor: Redactor, record: Record, depth: number): Json {
  let isChanged = false
  const entries: [string, Json | undefined][] = []
  for (const [key, item] of Object.entries(record)) {
    const hiddenKey = redactor.text(key)
    const hidden = item === undefined ? item : redactJson(redactor, item, depth)
    if (hiddenKey !== key || hidden !== item) isChanged = true
    entries.push([hiddenKey, hidden])
  }
  // fromEntries defines own properties, so that a key called __proto__ stays a key.
  return isChanged ? Object.fromEntries(entries) : record
}

function isList(value: Record | readonly Json[]): value is readonly Json[] {
  return Array.isArray(value)
}
