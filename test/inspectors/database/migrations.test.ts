import { expect, test } from 'vitest'
import { databaseCollectors } from '../../../src/inspectors/database/database.ts'
import { missingRevision } from '../../../src/inspectors/database/missing-revision.ts'
import { multipleHeads } from '../../../src/inspectors/database/multiple-heads.ts'
import type { Inspector } from '../../../src/inspectors/inspector.ts'
import { inspect } from '../../support/inspect.ts'

const run = (inspector: Inspector, files: Record<string, string>) => inspect(inspector, databaseCollectors, files)
const revision = (name: string, down: string, more = '') => `revision = "${name}"\ndown_revision = ${down}\n${more}`
const history = (revisions: Record<string, string>) =>
  Object.fromEntries(Object.entries(revisions).map(([name, down]) => [`db/versions/${name}.py`, revision(name, down)]))

test('two revisions on one parent are two heads, and a script that upgrades makes it an outage', async () => {
  const files = { ...history({ a: 'None', b: '"a"', c: '"a"' }), 'start.sh': 'alembic upgrade head\n' }
  expect((await run(multipleHeads, files)).drafts).toMatchObject([
    {
      anchor: 'history:db/versions',
      impact: 'service-dead',
      reach: 'production',
      confidence: 'proven',
      evidence: [{ file: 'db/versions/b.py' }, { file: 'db/versions/c.py' }],
    },
  ])
})

test.each<[string, Record<string, string>]>([
  ['a merge joins the branches', history({ a: 'None', b: '"a"', c: '"a"', d: '("b", "c")' })],
  ['the history is a line', history({ a: 'None', b: '"a"' })],
  [
    'the branches have labels',
    {
      ...history({ a: 'None', b: '"a"' }),
      'db/versions/c.py': revision('c', '"a"', 'branch_labels = ("x",)\n'),
    },
  ],
  ['two folders have a history each', { ...history({ a: 'None' }), 'other/versions/z.py': revision('z', 'None') }],
  [
    'a revision is computed',
    { ...history({ a: 'None', b: '"a"' }), 'db/versions/c.py': 'revision = name()\ndown_revision = "a"\n' },
  ],
])('no second head when %s', async (_, files) => {
  expect((await run(multipleHeads, files)).drafts).toEqual([])
})

test('a revision whose parent is not there is reported, with the absence that proves it', async () => {
  const { drafts } = await run(missingRevision, history({ a: 'None', b: '"gone"' }))
  expect(drafts).toMatchObject([{ anchor: 'revision:b', confidence: 'proven' }])
  expect(drafts[0]?.evidence[1]).toMatchObject({ query: { fact: 'migration', where: { revision: 'gone' } } })
})

test('a parent may be named by its beginning, and annotated assignments are read', async () => {
  const typed = 'revision: str = "bbbb"\ndown_revision: Union[str, None] = "aaaa"\n'
  const files = { 'db/versions/a.py': revision('aaaa1111', 'None'), 'db/versions/b.py': typed }
  expect(await run(missingRevision, files)).toMatchObject({ population: 2, bad: 0, drafts: [] })
})
