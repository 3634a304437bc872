import { expect, test } from 'vitest'
import { committedCredential } from '../../../src/inspectors/secrets/committed-credential.ts'
import { secretsCollectors } from '../../../src/inspectors/secrets/secrets.ts'
import { found, type Sample } from '../../support/found.ts'
import { factsOf, inspect } from '../../support/inspect.ts'

// Put together at run time, so that no scanner takes this file for a leak.
const github = ['ghp', '16C7e42F292c69A2E7710c838347Ae178B4a'].join('_')
const slack = ['xoxb', '203948571023', '203948571029', 'qWfPgJlUyArStDhNeIoZxCvb'].join('-')
const database = ['postgres://shop:', 'kW93hfQz', '@db.shop.internal/shop'].join('')

test.each<Sample>([
  {
    story: 'a token in the source',
    files: { 'src/a.ts': `const a = 1\nexport const token = '${github}'\n` },
    found: ['P1 secret:GITHUB_TOKEN@src/a.ts src/a.ts:2'],
  },
  {
    story: 'a database with its password, which may be a harmless one',
    files: { 'config.py': `STORE = "${database}"\n` },
    found: ['P2 secret:PostgreSQLConnection config.py:1'],
  },
  {
    story: 'a token that begins its line',
    files: { notes: `${slack}\n` },
    found: ['P1 secret:SLACK_TOKEN@notes notes:1'],
  },
  {
    story: 'a token in a workflow is rated as CI',
    files: { '.github/workflows/a.yml': `env:\n  TOKEN: ${github}\n` },
    found: ['P3 secret:GITHUB_TOKEN@.github/workflows/a.yml .github/workflows/a.yml:2'],
  },
  {
    story: 'scan results among the unit tests are candidates',
    files: { 'unittests/scans/a.json': `{"token": "${github}"}\n` },
    found: ['candidate secret:GITHUB_TOKEN@unittests/scans/a.json unittests/scans/a.json:1'],
  },
  {
    story: 'tests, examples and manuals are candidates',
    files: { 'test/a.test.ts': `const token = '${github}'\n`, 'docs/a.md': `token: ${slack}\n` },
    found: [
      'candidate secret:SLACK_TOKEN@docs/a.md docs/a.md:1',
      'candidate secret:GITHUB_TOKEN@test/a.test.ts test/a.test.ts:1',
    ],
  },
  {
    story: 'placeholders, local databases and variables are fine',
    files: {
      'a.env': `AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\nDATABASE_URL=postgres://app:app@localhost/app\nOTHER=postgres://user:password@prod.internal/app\nTHIRD=postgres://u:\${DB_PASSWORD}@prod.internal/app\n`,
      'b.py': 'url = "postgres://changeme:changeme@prod.internal/app"\n',
    },
    found: [],
  },
])('$story', async ({ files, found: expected }) => {
  expect(await found(committedCredential, secretsCollectors, files)).toEqual(expected)
})

test('neither facts nor findings hold any part of a value, even when one line holds two', async () => {
  const files = {
    'src/a.ts': `export const [a, b] = ['${github}', '${slack}']\nexport const url = "${database}"\n`,
    'run.env': `AWS_SECRET_ACCESS_KEY=${'aB3dE5fG7h'.repeat(4)}\n`,
  }
  const facts = await factsOf(files, secretsCollectors)
  const inspection = await inspect(committedCredential, secretsCollectors, files)
  const said = JSON.stringify([facts.all('secret'), inspection])
  expect(facts.all('secret').length).toBeGreaterThanOrEqual(4)
  for (const value of [github.slice(4, 12), slack.slice(5, 12), 'kW93hfQz', 'aB3dE5fG7h'])
    expect(said).not.toContain(value)
  expect(said).toContain('AWS_SECRET_ACCESS_KEY=')
})

test('a value that stands alone on its line is cited with the line that names it', async () => {
  const files = { 'a.py': `STORE = (\n    "${database}"\n)\n` }
  const { drafts } = await inspect(committedCredential, secretsCollectors, files)
  expect(drafts[0]?.evidence).toMatchObject([
    { startLine: 2, quote: '"', role: 'primary' },
    { startLine: 1, quote: 'STORE = (', role: 'related' },
  ])
})
