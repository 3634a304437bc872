import type { Collector } from '../facts/collector.ts'
import { drizzleCollector } from '../facts/drizzle.ts'
import { loopCollector } from '../facts/loops.ts'
import { migrationCollector } from '../facts/migrations.ts'
import { modelCollector } from '../facts/models.ts'
import { prismaCollector } from '../facts/prisma.ts'
import { queryCollector } from '../facts/queries.ts'
import type { Inspector } from '../inspector.ts'
import { duplicateIndex } from './duplicate-index.ts'
import { missingIndex } from './missing-index.ts'
import { missingRevision } from './missing-revision.ts'
import { multipleHeads } from './multiple-heads.ts'
import { queryInLoop } from './query-in-loop.ts'
import { drizzleReferenceWithoutIndex, prismaRelationWithoutIndex } from './reference-without-index.ts'

export const databaseCollectors: readonly Collector[] = [
  modelCollector,
  migrationCollector,
  queryCollector,
  prismaCollector,
  drizzleCollector,
  loopCollector,
]

/** Tables and their indexes in models, migrations and SQL, against the queries that use them. */
export const databaseInspectors: readonly Inspector[] = [
  drizzleReferenceWithoutIndex,
  duplicateIndex,
  missingIndex,
  missingRevision,
  multipleHeads,
  prismaRelationWithoutIndex,
  queryInLoop,
]
