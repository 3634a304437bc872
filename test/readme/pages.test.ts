import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { Fact } from '../../src/domain/event.ts'
import { layers, layerTitles } from '../../src/domain/layer.ts'
import { defaultLimits } from '../../src/domain/limits.ts'
import { strategyNames } from '../../src/engine/decompose.ts'
import { inspectors } from '../../src/inspectors/catalog.ts'
import { linksOf } from './blocks.ts'

const checkout = join(import.meta.dirname, '../..')
const read = (path: string): Promise<string> => readFile(join(checkout, path), 'utf8')

test('no link of a page leads nowhere', async () => {
  const documents = await readdir(join(checkout, 'docs'), { recursive: true })
  const pages = ['README.md', 'CHANGELOG.md', 'AGENTS.md', ...documents.map((path) => join('docs', path))]
  for (const page of pages.filter((name) => name.endsWith('.md'))) {
    const lost = linksOf(await read(page)).filter((target) => !existsSync(join(checkout, dirname(page), target)))
    expect(lost, page).toEqual([])
  }
})

test('the list of rules is the catalog; `npx vitest run test/readme -u` rewrites it', async () => {
  await expect(rulesPage()).toMatchFileSnapshot('../../docs/rules.md')
})

test('the page on the ledger knows every event, and no other', async () => {
  const table = (await read('docs/ledger.md')).split('\n## Events\n')[1]?.split('\n## ')[0] ?? ''
  const told = [...table.matchAll(/`([a-z]+\.[a-z]+)`/g)].map((match) => match[1] ?? '')
  expect(told.toSorted()).toEqual(Fact.options.map(({ shape }) => shape.type.value).toSorted())
})

test('the README states the limits that hold', async () => {
  const table = (await read('README.md')).split('\n## Limits\n')[1]?.split('\n## ')[0] ?? ''
  const told = [...table.matchAll(/`(\w+)`[^|]*\| ([\d,]+)/g)].map((match) => [match[1], match[2]])
  const held = Object.entries(defaultLimits).map(([name, value]) => [name, value.toLocaleString('en')])
  expect(told.toSorted()).toEqual(held.toSorted())
})

test('every strategy that a definition may name is explained', async () => {
  const page = await read('docs/definitions.md')
  for (const name of strategyNames) expect(page).toContain(`| \`${name}\` |`)
})

test('every dependency has its row, at the version that is installed', async () => {
  const { dependencies, devDependencies } = JSON.parse(await read('package.json'))
  const wanted = Object.entries({ ...dependencies, ...devDependencies }).map(([name, version]) => `${name} ${version}`)
  const rows = [...(await read('docs/dependencies.md')).matchAll(/^\| `([^`]+)` \| ([\d.]+) \|/gm)]
  expect(rows.map((row) => `${row[1]} ${row[2]}`).toSorted()).toEqual(wanted.toSorted())
})

function rulesPage(): string {
  const sections = layers.flatMap((layer) => {
    const own = inspectors.filter((inspector) => inspector.layer === layer).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const rows = own.map(({ id, title, tool }) => `| \`${id}\` | ${title} | ${tool?.id ?? ''} |`)
    const table = rows.length === 0 ? ['No rule yet: the layer is reported as not inspected.'] : [...head, ...rows]
    return [`## ${layerTitles[layer]}`, '', ...table, '']
  })
  const covered = new Set(inspectors.map(({ layer }) => layer)).size
  return `# Rules

${inspectors.length} rules over ${covered} of ${layers.length} layers, written from \`src/inspectors/catalog.ts\` by \`test/readme/pages.test.ts\`.
How findings are checked, rated and kept is told in [audit.md](audit.md).

${sections.join('\n')}`
}

const head = ['| rule | fires when | by |', '|---|---|---|']
