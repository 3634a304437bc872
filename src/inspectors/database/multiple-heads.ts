import { cite } from '../cite.ts'
import type { MigrationFact } from '../facts/migrations.ts'
import { regionOf } from '../facts/region.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'

export const multipleHeads: Inspector = {
  id: 'database/multiple-heads',
  version: 1,
  layer: 'database',
  title: 'An Alembic history with more than one head',
  inspect: (view) => {
    const histories = historiesOf(view)
    const bad = histories.flatMap(({ folder, revisions }) => {
      const heads = headsOf(revisions)
      return heads.length > 1 && revisions.every(({ hasLabels }) => !hasLabels) ? [{ folder, heads }] : []
    })
    return {
      population: histories.length,
      bad: bad.length,
      unit: 'migration histories',
      drafts: bad.map(({ folder, heads }) => draftOf(view, folder, heads)),
    }
  },
}

interface History {
  readonly folder: string
  readonly revisions: readonly MigrationFact[]
}

/** Histories by folder; one with a computed revision cannot be judged. */
export function historiesOf({ facts }: View): readonly History[] {
  const own = facts.all('migration').filter(({ file }) => regionOf(file) !== 'test' && regionOf(file) !== 'vendored')
  return [...Map.groupBy(own, ({ folder }) => folder)]
    .map(([folder, revisions]) => ({ folder, revisions }))
    .filter(({ revisions }) => revisions.every(({ isDynamic }) => !isDynamic))
}

function headsOf(revisions: readonly MigrationFact[]): readonly MigrationFact[] {
  const parents = new Set(revisions.flatMap((revision) => revision.parents.split(',')))
  return revisions.filter(({ revision }) => !parents.has(revision))
}

function draftOf(view: View, folder: string, heads: readonly MigrationFact[]): Unfiled {
  const command = upgradeCommand(view)
  return {
    title: `${folder} has ${heads.length} heads: "alembic upgrade head" refuses to run`.slice(0, 140),
    claim: 'count',
    impact: 'service-dead',
    reach: command === null ? 'reachable' : 'production',
    reachWhy: command === null ? 'the history belongs to the schema' : `${command} upgrades to head when it deploys`,
    confidence: 'proven',
    anchor: `history:${folder}`,
    evidence: heads.slice(0, 10).map(({ file, line }) => cite(view.snapshot, file, line)),
    instances: heads.slice(0, 50).map(({ file, line }) => ({ file, line })),
    fix: {
      advice:
        `Run alembic merge ${heads.map(({ revision }) => revision).join(' ')} and commit the merge revision.`.slice(
          0,
          600,
        ),
      effort: 'S',
      doneWhen: `${folder} has one head`,
    },
  }
}

/** A script, a compose file or an image that runs `alembic upgrade head` outside tests and development. */
function upgradeCommand({ snapshot }: View): string | null {
  const starts = ['shell', 'yaml', 'dockerfile']
  const found = snapshot.files.find(
    ({ path, language, text }) =>
      starts.includes(language) &&
      !/(?:^|[/._-])(?:dev|test|tests|ci|local|example)(?:[/._-]|$)|\.github\//.test(path) &&
      /alembic(?:\s+-\S+(?:\s+\S+)?)?\s+upgrade\s+head\b/.test(text),
  )
  return found?.path ?? null
}
