import { expect, test } from 'vitest'
import { broadPermissions } from '../../../src/inspectors/ci/broad-permissions.ts'
import { ciCollectors } from '../../../src/inspectors/ci/ci.ts'
import { gateCannotFail } from '../../../src/inspectors/ci/gate-cannot-fail.ts'
import type { Inspector } from '../../../src/inspectors/inspector.ts'
import { inspect } from '../../support/inspect.ts'
import { mend } from './a-mend.ts'

const path = '.github/workflows/check.yml'
const manifest = { 'package.json': '{"name":"shop","scripts":{"lint":"eslint .","test":"vitest run"}}\n' }
const head = 'name: check\non: [push]\npermissions:\n  contents: read\njobs:\n'
const checkout = '      - uses: actions/checkout@v4\n'

async function editsOf(inspector: Inspector, text: string) {
  const { drafts } = await inspect(inspector, ciCollectors, { [path]: text })
  expect(drafts).toHaveLength(1)
  return drafts[0]?.fix.edits
}

test('checks may fail again: what swallowed their failure goes, and nothing else', async () => {
  const before = `${head}  lint:
    runs-on: ubuntu-24.04
    continue-on-error: true
    steps:
${checkout}      - run: npm run lint -- --quiet || true
      - run: npm run test -w \${{ matrix.part }} || exit 0
  test:
    runs-on: ubuntu-24.04
    steps:
${checkout}      - name: Unit tests
        continue-on-error: true
        run: |
          npm ci

          npm test
      - shell: bash
        run: |
          npm run lint || :
          echo done || true
`
  // The job is looked at before its steps: two ways of not failing in one job are for a person.
  const alone = before.replace(' -- --quiet || true', '').replace(' || exit 0', '')
  const result = await mend('ci/gate-cannot-fail', { ...manifest, [path]: alone })
  expect(result).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [] })
  expect(result.changed[path]).toBe(
    alone
      .replace('    continue-on-error: true\n', '')
      .replace('        continue-on-error: true\n', '')
      .replace('lint || :', 'lint'),
  )
  const steps = before.replace('    continue-on-error: true\n', '')
  const second = await mend('ci/gate-cannot-fail', { ...manifest, [path]: steps })
  expect(second).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [] })
  expect(second.changed[path]).toContain(
    `- run: npm run lint -- --quiet\n      - run: npm run test -w \${{ matrix.part }}\n`,
  )
  expect(await editsOf(gateCannotFail, before)).toBeUndefined()
})

const steps = (...own: readonly string[]) =>
  `${head}  test:\n    runs-on: ubuntu-24.04\n    steps:\n${checkout}${own.map((step) => `      - ${step}\n`).join('')}`

test.each([
  ['a pipe would still lose the failure', steps('run: npm test 2>&1 | tee out.txt || true')],
  ['a chain would lose the failure of its first part', steps('run: npm run lint && npm test || true')],
  ['a comment gives the reason', steps('run: npm test || true # flaky on Mondays')],
  ['a comment above gives the reason', steps('run: |\n          # old snapshots\n          npm test || true')],
  ['a comment below gives the reason', steps('run: npm test || true\n        # not to fail on warnings for now')],
  ['something is said instead', steps('run: npm test || echo "tests failed"')],
  [
    'the shell goes on after failures',
    steps('run: |\n          set +e\n          npm test || true\n          echo done'),
  ],
  ['the shell is another one', steps('shell: pwsh\n        run: npm test || true')],
  ['the step is a report', steps('name: Coverage report\n        continue-on-error: true\n        run: npm test')],
  ['it writes a report', steps('run: npm run lint -- --output-file=lint.json || true')],
  ['it mends what it finds', steps('name: Lint\n        continue-on-error: true\n        run: npm run lint -- --fix')],
  ['it follows the news', steps('run: npm audit --audit-level=high || true')],
  ['one of two places is unclear', steps('run: npm run lint || true', 'run: npm test || echo bad')],
  ['the setting is the first key of the step', steps('continue-on-error: true\n        run: npm test')],
  ['the line is written in quotes', steps('run: "npm test || true"')],
])('a check is left to a person when %s', async (_, text) => {
  expect(await editsOf(gateCannotFail, text)).toBeUndefined()
})

test('a script may be called with flags of its own: no edits', async () => {
  const files = { 'package.json': '{\n  "name": "shop",\n  "scripts": {\n    "lint": "eslint . || true"\n  }\n}\n' }
  const result = await mend('ci/gate-cannot-fail', files)
  expect(result).toMatchObject({ repaired: 0, left: 1 })
})

const building = (permissions: string, run = 'npm ci && npm test') =>
  `name: check\non: [push]\n${permissions}jobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n${checkout}      - uses: actions/setup-node@v4\n      - run: ${run}\n`

test('workflows that only read keep the right to read', async () => {
  const other = '.github/workflows/nightly.yml'
  const lists = 'permissions:\n  contents: write\n  checks: write\n'
  const result = await mend('ci/broad-permissions', {
    ...manifest,
    [path]: building('permissions: write-all\n'),
    [other]: building(lists),
  })
  expect(result).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [] })
  expect(result.changed).toEqual({
    [path]: building('permissions:\n  contents: read\n'),
    [other]: building(lists.replace('contents: write', 'contents: read')),
  })
})

test.each([
  ['a script of the repository runs', building('permissions: write-all\n', './ci.sh')],
  ['the token is handed on', building('permissions: write-all\n', `npm test \${{ github.token }}`)],
  ['an action is not known', building('permissions: write-all\n').replace('actions/setup-node', 'acme/setup')],
  ['git pushes', building('permissions: write-all\n', 'npm test && git push')],
  ['somebody says what for', building('permissions:\n  # the docs bot\n  contents: write\n')],
  ['it is written on one line', building('permissions: {contents: write}\n')],
  [
    'a job has rights of its own',
    building('permissions: write-all\n').replace('    steps', '    permissions:\n      contents: write\n    steps'),
  ],
])('rights are left to a person when %s', async (_, text) => {
  expect(await editsOf(broadPermissions, text)).toBeUndefined()
})
