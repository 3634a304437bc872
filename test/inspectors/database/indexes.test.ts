import { expect, test } from 'vitest'
import { databaseCollectors } from '../../../src/inspectors/database/database.ts'
import { duplicateIndex } from '../../../src/inspectors/database/duplicate-index.ts'
import { missingIndex } from '../../../src/inspectors/database/missing-index.ts'
import { inspect } from '../../support/inspect.ts'

const missing = (files: Record<string, string>) => inspect(missingIndex, databaseCollectors, files)
const duplicates = (files: Record<string, string>) => inspect(duplicateIndex, databaseCollectors, files)

const model = (owner: string, args = '') => `from sqlalchemy import Column, ForeignKey, Index, Integer, String

class Item(Base):
    __tablename__ = "items"
    id = Column(Integer, primary_key=True)
    owner_id = Column(Integer, ForeignKey("users.id")${owner})
    name = Column(String)
    is_open = Column(Boolean)
${args}`

const queries = `from sqlalchemy import select

def mine(db, user):
    return db.query(Item).filter(Item.owner_id == user.id).all()

def count(db, user):
    return db.execute(select(Item).where(Item.owner_id == user.id))
`

test('a foreign key that queries filter by and no index begins with is reported with both sides', async () => {
  const { drafts, population, bad } = await missing({ 'app/models.py': model(''), 'app/items.py': queries })
  expect([population, bad]).toEqual([1, 1])
  expect(drafts).toMatchObject([{ anchor: 'table:items', impact: 'quality', confidence: 'high' }])
  expect(drafts[0]?.evidence).toMatchObject([
    { file: 'app/models.py', startLine: 6, role: 'primary' },
    { file: 'app/items.py', startLine: 4, role: 'related' },
    { file: 'app/items.py', startLine: 7, role: 'related' },
    { kind: 'absence', query: { fact: 'tableIndex', where: { table: 'items', lead: 'owner_id' } } },
  ])
})

const migration = (body: string) => `revision = "a1"\ndown_revision = None\n\ndef upgrade():\n    ${body}\n`

test.each<[string, string, Record<string, string>]>([
  ['a flag on the column', model(', index=True'), {}],
  ['a unique column', model(', unique=True'), {}],
  ['the first column of a wider index', model('', '    __table_args__ = (Index("ix", "owner_id", "name"),)\n'), {}],
  [
    'the first column of a unique constraint',
    model('', '    __table_args__ = (UniqueConstraint("owner_id", "name"),)\n'),
    {},
  ],
  ['an index beside the class', model('', '\nIndex("ix", Item.owner_id)\n'), {}],
  ['a migration', model(''), { 'alembic/versions/a.py': migration('op.create_index("ix", "items", ["owner_id"])') }],
  [
    'a batch of a migration',
    model(''),
    {
      'alembic/versions/a.py': migration(
        'with op.batch_alter_table("items") as b:\n        b.create_index("ix", ["owner_id"])',
      ),
    },
  ],
  [
    'plain SQL in a migration',
    model(''),
    {
      'alembic/versions/a.py': migration(
        'op.execute("CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON public.items (owner_id)")',
      ),
    },
  ],
  [
    'a partial index of a SQL file',
    model(''),
    { 'db/1.sql': 'create index ix on "items" using btree ("owner_id") where is_open;' },
  ],
])('an index by %s is seen', async (_, models, more) => {
  expect((await missing({ 'app/models.py': models, 'app/items.py': queries, ...more })).drafts).toEqual([])
})

test('an index that only a downgrade makes is none', async () => {
  const down =
    'revision = "a1"\ndown_revision = None\n\ndef downgrade():\n    op.create_index("ix", "items", ["owner_id"])\n'
  const files = { 'app/models.py': model(''), 'app/items.py': queries, 'alembic/versions/a.py': down }
  expect((await missing(files)).drafts).toHaveLength(1)
})

test.each([
  ['the query finds its rows by the key', queries.replaceAll('Item.owner_id ==', 'Item.id == 1, Item.owner_id ==')],
  ['the column is asked for once', queries.slice(0, queries.indexOf('def count'))],
  ['the column is a flag', queries.replaceAll('Item.owner_id == user.id', 'Item.is_open == True')],
  ['the model is unknown', queries.replaceAll('Item.', 'Other.')],
])('nothing is said when %s', async (_, text) => {
  expect((await missing({ 'app/models.py': model(''), 'app/items.py': text })).drafts).toEqual([])
})

test('a class that a revision declares is the table of that day, and no model', async () => {
  const revision = `revision = "b"\ndown_revision = "a"\n${model('')}\n${queries}`
  const { population, drafts } = await missing({ 'app/database/revisions/versions/b.py': revision })
  expect([population, drafts]).toEqual([0, []])
})

test('MySQL indexes foreign keys by itself', async () => {
  const files = { 'app/models.py': model(''), 'app/items.py': queries, 'requirements.txt': 'pymysql==1.1\n' }
  expect((await missing(files)).drafts).toEqual([])
})

test('SQLModel tables are read like the others', async () => {
  const models = `from sqlmodel import Field, SQLModel

class Item(SQLModel, table=True):
    id: int = Field(primary_key=True)
    owner_id: int = Field(foreign_key="user.id")

class ItemPublic(SQLModel):
    owner_id: int
`
  expect((await missing({ 'app/models.py': models, 'app/items.py': queries })).drafts).toMatchObject([
    { anchor: 'table:item' },
  ])
})

test('a flag and an own index on one column are one index too many', async () => {
  const args = '    __table_args__ = (Index("ix", "owner_id"),)\n'
  const { drafts } = await duplicates({ 'app/models.py': model(', index=True', args) })
  expect(drafts).toMatchObject([{ anchor: 'table:items', impact: 'quality' }])
  expect(drafts[0]?.evidence).toMatchObject([{ role: 'primary' }, { role: 'related' }])
})

test('indexed primary keys are one finding for the whole repository', async () => {
  const flagged = model('').replace('primary_key=True', 'primary_key=True, index=True')
  const second = flagged.replace('"items"', '"others"').replace('class Item', 'class Other')
  const { drafts } = await duplicates({ 'app/a.py': flagged, 'app/b.py': second })
  expect(drafts).toMatchObject([{ anchor: 'primary-keys', impact: 'hygiene', instances: [{ line: 5 }, { line: 5 }] }])
})

test.each([
  ['index and unique on one column', model(', index=True, unique=True')],
  ['the second column of a compound key', model(', primary_key=True, index=True')],
  [
    'a partial index',
    model(', index=True', '    __table_args__ = (Index("ix", "owner_id", postgresql_where=text("x")),)\n'),
  ],
  ['an expression', model(', index=True', '    __table_args__ = (Index("ix", func.lower("owner_id")),)\n')],
  [
    'another order of columns',
    model('', '    __table_args__ = (Index("a", "name", "owner_id"), Index("b", "owner_id", "name"))\n'),
  ],
])('%s is no duplicate', async (_, text) => {
  expect((await duplicates({ 'app/models.py': text })).drafts).toEqual([])
})

test('a Prisma index that repeats a unique constraint is a duplicate', async () => {
  const text = 'model A {\n  id Int @id\n  x Int\n  y Int\n  @@unique([x, y])\n  @@index([x, y])\n  @@index([y])\n}\n'
  expect((await duplicates({ 'prisma/schema.prisma': text })).drafts).toMatchObject([{ anchor: 'table:A' }])
})
