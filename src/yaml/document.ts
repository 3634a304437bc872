import { type Document, isMap, isNode, isScalar, isSeq } from 'yaml'
import type { Path } from '../domain/path-in-value.ts'

/** How every file of YAML is read: plain values, no key twice, and no word of its own on the screen. */
export const coreSchema = {
  schema: 'core',
  version: '1.2',
  uniqueKeys: true,
  merge: false,
  resolveKnownTags: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const

/** What the parser found wrong, as a sentence for people. */
export function faultOf({ code, message }: { readonly code: string; readonly message: string }): string {
  if (code === 'DUPLICATE_KEY') return 'the key stands here a second time'
  if (code === 'TAG_RESOLVE_FAILED') return 'YAML tags are refused'
  const sentence = message.split('\n')[0] ?? message
  return `is not valid YAML: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`
}

/** Where the value at a path begins, or its key; when it is not there, the nearest place above it, and at last `start`. */
export function offsetOf(
  { document, start }: { readonly document: Document.Parsed; readonly start: number },
  path: Path,
  at: 'key' | 'value' = 'value',
): number {
  let node: unknown = document.contents
  let offset = start
  for (const [index, step] of path.entries()) {
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      : undefined
    const child: unknown = isSeq(node) ? node.items[Number(step)] : pair?.value
    const last = index === path.length - 1
    const place = (last && at === 'key') || !isNode(child) ? (pair?.key ?? child) : child
    if (!isNode(place)) return offset
    offset = place.range?.[0] ?? offset
    node = child
  }
  return offset
}
