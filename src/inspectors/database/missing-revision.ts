import { cite } from '../cite.ts'
import type { MigrationFact } from '../facts/migrations.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { historiesOf } from './multiple-heads.ts'

export const missingRevision: Inspector = {
  id: 'database/missing-revision',
  version: 1,
  layer: 'database',
  title: 'A migration that follows a revision which does not exist',
  inspect: (view) => {
    const revisions = historiesOf(view).flatMap((history) => history.revisions)
    const known = new Set(view.facts.all('migration').map(({ revision }) => revision))
    const bad = revisions.filter(({ parents }) => missing(parents, known).length > 0)
    return {
      population: revisions.length,
      bad: bad.length,
      unit: 'migrations',
      drafts: bad.map((revision) => draftOf(view, revision, missing(revision.parents, known)[0] ?? '')),
    }
  },
}

/** A short prefix of a revision names it too. */
function missing(parents: string, known: ReadonlySet<string>): readonly string[] {
  return parents
    .split(',')
    .filter(
      (parent) => parent !== '' && !known.has(parent) && ![...known].some((revision) => revision.startsWith(parent)),
    )
}

function draftOf({ snapshot }: View, migration: MigrationFact, parent: string): Unfiled {
  const { file, line, revision } = migration
  return {
    title: `Migration ${revision} follows ${parent}, which is not in the repository`.slice(0, 140),
    claim: 'absence',
    impact: 'service-dead',
    reach: 'reachable',
    reachWhy: 'Alembic reads the whole history before any command',
    confidence: 'proven',
    anchor: `revision:${revision}`,
    evidence: [
      cite(snapshot, file, line),
      {
        kind: 'absence',
        query: { fact: 'migration', where: { revision: parent } },
        scope: ['**/versions/*.py'],
        expected: 0,
      },
    ],
    instances: [{ file, line }],
    fix: {
      advice: `Commit the migration ${parent}, or set down_revision to the revision that really comes before.`,
      effort: 'S',
      doneWhen: `every down_revision names a migration of the repository`,
    },
  }
}
