import { expect, test } from 'vitest'
import { databaseCollectors } from '../../../src/inspectors/database/database.ts'
import { duplicateIndex } from '../../../src/inspectors/database/duplicate-index.ts'
import { prismaRelationWithoutIndex } from '../../../src/inspectors/database/reference-without-index.ts'
import { inspect } from '../../support/inspect.ts'
import { mend } from './a-mend.ts'

const model = `from sqlalchemy import Column, Index, Integer, String, UniqueConstraint
from app.base import Base


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True, index=True)
    email = Column(String, index=True)
    city = Column(String)
    __table_args__ = (
        Index("ix_city", "city"),
        Index("ix_city_again", "city"),
        UniqueConstraint("email"),
    )
`
const base = {
  'app/base.py': 'from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n',
}

test('the weaker of two indexes on the same columns goes: a line of its own, or a flag of its column', async () => {
  const result = await mend('database/duplicate-index', { ...base, 'app/models.py': model })
  expect(result).toMatchObject({ repaired: 2, left: 0, came: [], stayed: [] })
  expect(result.changed['app/models.py']).toBe(
    model
      .replace('primary_key=True, index=True', 'primary_key=True')
      .replace('String, index=True', 'String')
      .replace('        Index("ix_city_again", "city"),\n', ''),
  )
})

const prisma = (block: string) =>
  `datasource db {\n  provider = "postgresql"\n  url      = env("DATABASE_URL")\n}\n\nmodel User {\n  id    Int    @id\n  email String @unique\n${block}}\n`

test('a Prisma index beside a unique column goes, with the blank line that set it off', async () => {
  const file = 'prisma/schema.prisma'
  const result = await mend('database/duplicate-index', {
    [file]: prisma('\n  @@index([email])\n'),
    '.env.example': 'DATABASE_URL=\n',
  })
  expect(result).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [] })
  expect(result.changed[file]).toBe(prisma(''))
})

test('a Drizzle index beside another goes', async () => {
  const text = (line: string) =>
    `import { index, integer, pgTable } from 'drizzle-orm/pg-core'\n\nexport const users = pgTable(\n  'users',\n  { id: integer('id').primaryKey(), city: integer('city') },\n  (t) => [\n    index('a').on(t.city),\n${line}  ],\n)\n`
  const result = await mend('database/duplicate-index', { 'src/index.ts': text("    index('b').on(t.city),\n") })
  expect(result).toMatchObject({ repaired: 1, left: 0, stayed: [] })
  expect(result.changed['src/index.ts']).toBe(text(''))
})

test.each<[string, Record<string, string>]>([
  [
    'migrations would miss it',
    { 'app/models.py': model, 'alembic/versions/1_a.py': 'revision = "1"\ndown_revision = None\n' },
  ],
  [
    'the rest would be no tuple any more',
    {
      'app/models.py': model
        .replace('        UniqueConstraint("email"),\n', '')
        .replace('        Index("ix_city", "city"),\n', '')
        .replace('city = Column(String)', 'city = Column(String, unique=True)')
        .replace(
          '        Index("ix_city_again", "city"),\n',
          '        Index("ix_city", "city"),\n        Index("x", "email", "city")\n',
        )
        .replace('primary_key=True, index=True', 'primary_key=True'),
    },
  ],
  [
    'an import would be left over',
    {
      'app/models.py': model
        .replace('        Index("ix_city_again", "city"),\n', '')
        .replace('city = Column(String)', 'city = Column(String, unique=True)')
        .replace('primary_key=True, index=True', 'primary_key=True'),
    },
  ],
  [
    'the declaration goes over lines',
    {
      'app/models.py': model
        .replace('Index("ix_city_again", "city")', 'Index(\n            "ix_city_again", "city"\n        )')
        .replace('primary_key=True, index=True', 'primary_key=True'),
    },
  ],
])('a second index is left to a person when %s', async (_, files) => {
  const { drafts } = await inspect(duplicateIndex, databaseCollectors, files)
  expect(drafts.length).toBeGreaterThan(0)
  expect(drafts.filter(({ fix }) => fix.edits !== undefined)).toEqual([])
})

const schema = (posts: string, likes: string) => `datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

model User {
  id    Int    @id
  posts Post[]
  likes Like[]
}

model Post {
  id       Int  @id
  authorId Int  @map("author_id")
  author   User @relation(fields: [authorId], references: [id])
  editorId Int
  editor   User @relation("editor", fields: [ editorId ], references: [id])
${posts}}

model Like {
  id     Int  @id
  userId Int
  user   User @relation(fields: [userId], references: [id])

  @@map("likes")
${likes}}
`

test('Prisma relations get their indexes at the end of their models, by the names of the fields', async () => {
  const file = 'prisma/schema.prisma'
  const files = { [file]: schema('', ''), '.env.example': 'DATABASE_URL=\n' }
  const result = await mend('database/prisma-relation-without-index', files)
  expect(result).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [] })
  expect(result.changed[file]).toBe(schema('\n  @@index([authorId])\n  @@index([editorId])\n', '  @@index([userId])\n'))
})

test('relations of a schema with migrations are left to a person', async () => {
  const files = {
    'prisma/schema.prisma': schema('', ''),
    'prisma/migrations/1_init/migration.sql': 'SELECT 1;\n',
  }
  const { drafts } = await inspect(prismaRelationWithoutIndex, databaseCollectors, files)
  expect(drafts).toHaveLength(1)
  expect(drafts[0]?.fix.edits).toBeUndefined()
})
