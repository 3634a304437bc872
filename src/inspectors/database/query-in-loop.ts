import { cite } from '../cite.ts'
import type { LoopQueryFact } from '../facts/loops.ts'
import { regionOf } from '../facts/region.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'

export const queryInLoop: Inspector = {
  id: 'database/query-in-loop',
  version: 1,
  layer: 'database',
  title: 'A query for every row of another query',
  inspect: (view) => {
    const loops = view.facts.all('loopQuery').filter(({ file }) => regionOf(file) === 'source')
    const rows = loops.filter(({ isOverRows }) => isOverRows)
    const drafts = [
      ...[...Map.groupBy(rows, placeOf)].map(([place, members]) => draftOf(view, place, members, 'medium')),
      ...[
        ...Map.groupBy(
          loops.filter((loop) => !isRow(rows, loop)),
          ({ file }) => file,
        ),
      ].map(([file, members]) => draftOf(view, file, members, 'low')),
    ]
    return { population: loops.length, bad: rows.length, unit: 'queries in loops', drafts }
  },
}

function placeOf({ file, symbol }: LoopQueryFact): string {
  return `${file}#${symbol}`
}

/** A function with a certain case is reported once. */
function isRow(rows: readonly LoopQueryFact[], loop: LoopQueryFact): boolean {
  return rows.some((row) => placeOf(row) === placeOf(loop))
}

function draftOf(
  { snapshot }: View,
  place: string,
  members: readonly LoopQueryFact[],
  confidence: 'medium' | 'low',
): Unfiled {
  const [first] = members
  if (first === undefined) throw new Error(`no query for ${place}`)
  const who = first.symbol === 'module' ? first.file : first.symbol
  return {
    title: `${who} runs ${first.callee} once for every item of ${first.over.replace(/\s+/g, ' ')}`.slice(0, 140),
    claim: 'behaviour',
    impact: 'quality',
    reach: 'reachable',
    reachWhy: 'the function stands in source code outside tests, scripts and migrations',
    confidence,
    anchor: place.slice(0, 300),
    evidence: members
      .slice(0, 5)
      .flatMap(({ file, line, loopLine }) => [
        cite(snapshot, file, line),
        cite(snapshot, file, loopLine, { role: 'related' }),
      ]),
    instances: members.slice(0, 50).map(({ file, line }) => ({ file, line })),
    fix: {
      advice:
        'Ask once for all rows before the loop (IN, a join, selectinload or include) and look them up by key inside it.',
      effort: 'M',
      doneWhen: `${who} runs a fixed number of queries`,
    },
  }
}
