import { cite } from '../cite.ts'
import { regionOf } from '../facts/region.ts'
import type { Schema, TableReferenceFact } from '../facts/schema.ts'
import type { FactStore } from '../facts/store.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { isCovered } from './covered-columns.ts'
import { indexRelations } from './index-relations.ts'

export const prismaRelationWithoutIndex: Inspector = {
  id: 'database/prisma-relation-without-index',
  version: 1,
  layer: 'database',
  title: 'A Prisma relation whose column has no index, on a database that makes none',
  inspect: (view) => inspectReferences(view, 'prisma', 'Prisma relations'),
}

export const drizzleReferenceWithoutIndex: Inspector = {
  id: 'database/drizzle-reference-without-index',
  version: 1,
  layer: 'database',
  title: 'A Drizzle reference whose column has no index, on a database that makes none',
  inspect: (view) => inspectReferences(view, 'drizzle', 'Drizzle references'),
}

function inspectReferences(view: View, schema: Schema, unit: string): Inspection {
  const references = view.facts
    .all('tableReference')
    .filter((reference) => reference.schema === schema && isOwn(reference.file) && needsIndex(view.facts, reference))
  const bad = references.filter((reference) => !isServed(view.facts, reference))
  const folders = Map.groupBy(bad, ({ file }) => schemaOf(file))
  return {
    population: references.length,
    bad: bad.length,
    unit,
    drafts: [...folders].map(([folder, members]) => draftOf(view, folder, members)),
  }
}

/** An index that begins with any column of a compound reference serves it in part: enough to be silent. */
function isServed(facts: FactStore, { table, columns }: TableReferenceFact): boolean {
  return columns.split(',').some((column) => isCovered(facts, table, column))
}

function isOwn(file: string): boolean {
  return !['test', 'docs', 'vendored'].includes(regionOf(file))
}

/** MySQL indexes every foreign key by itself, unless Prisma keeps the relations in its place. Unknown: silent. */
function needsIndex(facts: FactStore, reference: TableReferenceFact): boolean {
  const near = facts
    .all('database')
    .filter(({ schema, file }) => schema === reference.schema && folderOf(file).startsWith(folderOf(reference.file)))
  const above = near.length > 0 ? near : facts.all('database').filter(({ schema }) => schema === reference.schema)
  if (above.length === 0) return false
  return above.every(
    ({ provider, isRelationMode }) =>
      isRelationMode || ['postgresql', 'sqlite', 'sqlserver', 'cockroachdb', 'postgres'].includes(provider),
  )
}

function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')))
}

/** The folder of the whole schema: `packages/db/src/schema` for a table in a folder below it. */
function schemaOf(file: string): string {
  const folder = folderOf(file)
  return /^(?:.{0,200}?\/)?(?:schemas?|models|tables|entities)(?=\/|$)/.exec(folder)?.[0] ?? folder
}

function draftOf(view: View, folder: string, members: readonly TableReferenceFact[]): Unfiled {
  // A parent that goes takes its children along: there the missing index is felt first.
  const ordered = [...members].sort((a, b) => Number(b.onDelete === 'cascade') - Number(a.onDelete === 'cascade'))
  const names = ordered.map(({ model, lead }) => `${model}.${lead}`)
  const isOne = names.length === 1
  return {
    title:
      `${isOne ? 'The reference' : `${names.length} references`} ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''} ${isOne ? 'has' : 'have'} no index`.slice(
        0,
        140,
      ),
    claim: 'absence',
    impact: 'quality',
    reach: 'reachable',
    reachWhy: 'the tables belong to the schema of this repository',
    confidence: 'high',
    anchor: `schema:${folder === '' ? '.' : folder}`,
    evidence: [
      ...ordered.slice(0, 8).map(({ file, line }) => cite(view.snapshot, file, line)),
      ...ordered.slice(0, 8).map(({ table, lead }) => absenceOf(table, lead)),
    ],
    instances: ordered.slice(0, 200).map(({ file, line }) => ({ file, line })),
    fix: {
      advice: `Add an index that begins with the column (for Prisma @@index([${ordered[0]?.lead}])): joins, and every delete of the parent, read the whole table without it.`,
      effort: 'S',
      doneWhen: 'an index, key or unique constraint begins with each reference column',
      ...indexRelations(view, members),
    },
  }
}

function absenceOf(table: string, lead: string): Unfiled['evidence'][number] {
  return {
    kind: 'absence',
    query: { fact: 'tableIndex', where: { table, lead } },
    scope: ['**/*.prisma', '**/*.sql', '**/*.ts'],
    expected: 0,
  }
}
