import { expect, test } from 'vitest'
import { codeCollectors } from '../../../src/inspectors/code/code.ts'
import { unreachableFile } from '../../../src/inspectors/code/unreachable-file.ts'
import { unresolvedImport } from '../../../src/inspectors/code/unresolved-import.ts'
import { componentsCollectors, iconButtonWithoutName } from '../../../src/inspectors/components/components.ts'
import { inspect } from '../../support/inspect.ts'

const page = (name: string) => `import { x } from '../lib/${name}'\nexport default function Page() {\n  return x\n}\n`
const app = { 'package.json': '{ "dependencies": { "next": "15" } }', 'src/app/page.tsx': page('dates') }

test('an import from a lib folder that people write in must resolve', async () => {
  const files = { ...app, 'src/lib/roles.ts': 'export const x = 1\n' }
  expect((await inspect(unresolvedImport, codeCollectors, files)).drafts).toMatchObject([{ anchor: 'modules:src/lib' }])
})

test('an import from a lib folder without a tracked module may be built first', async () => {
  expect((await inspect(unresolvedImport, codeCollectors, app)).drafts).toEqual([])
})

test('a file that the importer copies there first is not missed', async () => {
  const text =
    "import fs from 'fs'\nfs.copyFileSync('../en.js', './words/en.js')\nconst en = await import('./words/en.js')\n"
  const files = { 'package.json': '{}', 'src/update.js': text, 'src/words.js': "import './other/en.js'\n" }
  expect((await inspect(unresolvedImport, codeCollectors, files)).drafts).toMatchObject([
    { anchor: 'modules:src/other' },
  ])
})

test('a pattern of tests does not make the files that it covers loaded', async () => {
  const files = {
    ...app,
    'src/lib/dates.ts': 'export const x = 1\n',
    'src/lib/old.ts': 'export const y = 1\n',
    'vitest.config.ts': "export default { test: { include: ['src/**/*.test.ts'] } }\n",
  }
  const { drafts } = await inspect(unreachableFile, codeCollectors, files)
  expect(drafts.flatMap(({ instances }) => instances.map(({ file }) => file))).toEqual(['src/lib/old.ts'])
})

test('a pattern by which the program loads files still does', async () => {
  const files = {
    ...app,
    'src/lib/dates.ts': 'export const x = 1\n',
    'src/jobs/old.ts': 'export const y = 1\n',
    'src/app/load.ts': "export const jobs = load('../jobs/*.ts')\n",
  }
  const { drafts } = await inspect(unreachableFile, codeCollectors, files)
  expect(drafts.flatMap(({ instances }) => instances.map(({ file }) => file))).not.toContain('src/jobs/old.ts')
})

test.each([
  ['@/components/icons', 'CrossIcon', 1],
  ['./icons/CrossIcon', 'CrossIcon', 1],
  ['@/components/icons', 'Spinner', 0],
  ['@/components/labels', 'CrossIcon', 0],
])('a button around %s %s is an icon button %i times', async (from, name, count) => {
  const text = `import { ${name} } from '${from}'\nexport const Close = () => <button onClick={close}><${name} /></button>\n`
  const { population } = await inspect(iconButtonWithoutName, componentsCollectors, { 'src/Close.tsx': text })
  expect(population).toBe(count)
})
