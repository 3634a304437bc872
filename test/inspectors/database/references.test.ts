import { expect, test } from 'vitest'
import { databaseCollectors } from '../../../src/inspectors/database/database.ts'
import {
  drizzleReferenceWithoutIndex,
  prismaRelationWithoutIndex,
} from '../../../src/inspectors/database/reference-without-index.ts'
import { inspect } from '../../support/inspect.ts'

const prisma = (files: Record<string, string>) => inspect(prismaRelationWithoutIndex, databaseCollectors, files)
const drizzle = (files: Record<string, string>) => inspect(drizzleReferenceWithoutIndex, databaseCollectors, files)

const schema = (provider: string, extra = '', column = 'authorId Int') => `datasource db {
  provider = "${provider}"
  url      = env("DATABASE_URL")
}

model Post {
  id       Int  @id
  ${column}
  author   User @relation(fields: [authorId], references: [id], onDelete: Cascade)
  ${extra}
}
`

test('a relation on PostgreSQL without an index is reported once for its schema', async () => {
  const { drafts, population } = await prisma({ 'prisma/schema.prisma': schema('postgresql') })
  expect(population).toBe(1)
  expect(drafts).toMatchObject([{ anchor: 'schema:prisma', title: 'The reference Post.authorId has no index' }])
  expect(drafts[0]?.evidence).toMatchObject([
    { file: 'prisma/schema.prisma', startLine: 9 },
    { kind: 'absence', query: { fact: 'tableIndex', where: { table: 'Post', lead: 'authorId' } } },
  ])
})

test.each<[string, Record<string, string>]>([
  ['MySQL makes the index itself', { 'prisma/schema.prisma': schema('mysql') }],
  ['an index begins with the column', { 'prisma/schema.prisma': schema('postgresql', '@@index([authorId, id])') }],
  ['an index names the column without a list', { 'prisma/schema.prisma': schema('postgresql', '@@index(authorId)') }],
  ['the column is unique', { 'prisma/schema.prisma': schema('postgresql', '', 'authorId Int @unique') }],
  ['the compound key begins with it', { 'prisma/schema.prisma': schema('postgresql', '@@id([authorId, id])') }],
  [
    'a migration makes it under the mapped names',
    {
      'prisma/schema.prisma': schema('postgresql', '@@map("posts")', 'authorId Int @map("author_id")'),
      'prisma/migrations/1/migration.sql': 'CREATE INDEX "ix" ON "posts"("author_id");',
    },
  ],
  ['nobody says which database it is', { 'prisma/post.prisma': schema('postgresql').slice(70) }],
])('%s: nothing is said', async (_, files) => {
  expect((await prisma(files)).drafts).toEqual([])
})

test('MySQL makes none when Prisma keeps the relations', async () => {
  const text = schema('mysql').replace('url ', 'relationMode = "prisma"\n  url ')
  expect((await prisma({ 'prisma/schema.prisma': text })).drafts).toHaveLength(1)
})

const table = (extras: string) => `import { index, integer, pgTable } from 'drizzle-orm/pg-core'
export const posts = pgTable('posts', {
  id: integer('id').primaryKey(),
  authorId: integer('author_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
}${extras})
`

test('a Drizzle reference without an index is reported', async () => {
  const { drafts } = await drizzle({ 'src/db/schema.ts': table('') })
  expect(drafts).toMatchObject([{ anchor: 'schema:src/db', instances: [{ file: 'src/db/schema.ts', line: 4 }] }])
})

test.each([
  ['a list of indexes', ", (t) => [index('ix').on(t.authorId)]"],
  ['an object of indexes', ", (t) => ({ ix: index('ix').on(t.authorId, t.id) })"],
  ['a block that returns them', ", (t) => { return [index('ix').on(t.authorId.desc())] }"],
  ['a compound key', ', (t) => [primaryKey({ columns: [t.authorId, t.id] })]'],
])('%s counts as an index', async (_, extras) => {
  expect((await drizzle({ 'src/db/schema.ts': table(extras) })).drafts).toEqual([])
})
