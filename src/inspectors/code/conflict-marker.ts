import { cite } from '../cite.ts'
import { regionOf } from '../facts/region.ts'
import { standingOf } from '../facts/standing.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { titled } from '../wording.ts'

/** A merge conflict that was committed unresolved. */
export const conflictMarker: Inspector = {
  id: 'code/conflict-marker',
  version: 1,
  layer: 'errors',
  title: 'A file holds the markers of an unresolved merge',
  inspect(view) {
    const files = view.snapshot.files.filter(
      (file) => file.language !== 'markdown' && regionOf(file.path) !== 'vendored',
    )
    const bad = files.flatMap((file) => {
      const line = markerLine(file.text)
      return line === null || /fixtures?\/|testdata|snapshots?\//.test(file.path) ? [] : [{ file: file.path, line }]
    })
    return {
      population: files.length,
      bad: bad.length,
      unit: 'text files',
      drafts: bad.map((place) => draft(view, place)),
    }
  },
}

/** The three markers in order, each at the start of a line. */
function markerLine(text: string): number | null {
  if (!text.includes('<<<<<<< ')) return null
  const lines = text.split('\n')
  const start = lines.findIndex((line) => /^<{7} \S/.test(line))
  const middle = lines.findIndex((line, index) => index > start && /^={7}\r?$/.test(line))
  const end = lines.findIndex((line, index) => index > middle && /^>{7} \S/.test(line))
  return start !== -1 && middle > start && end > middle ? start + 1 : null
}

function draft(view: View, { file, line }: { file: string; line: number }): Unfiled {
  return {
    title: titled(`${file} holds an unresolved merge conflict`),
    claim: 'presence',
    impact: 'feature-broken',
    ...standingOf(view, file),
    confidence: 'proven',
    anchor: `conflict:${file}`,
    evidence: [cite(view.snapshot, file, line)],
    instances: [{ file, line }],
    fix: {
      advice: 'Resolve the conflict: keep one side or join them, and delete the markers.',
      effort: 'S',
      doneWhen: `${file} has no conflict markers`,
    },
  }
}
