import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { readSettings } from '../../src/checks/settings.ts'
import { DefinitionError } from '../../src/domain/errors.ts'
import { Fact } from '../../src/domain/event.ts'
import { layers, layerTitles } from '../../src/domain/layer.ts'
import { defaultLimits } from '../../src/domain/limits.ts'
import { strategyNames } from '../../src/engine/decompose.ts'
import { inspectors } from '../../src/inspectors/catalog.ts'
import { coordinatorKeys, missionKeys, phaseKeys } from '../../src/library/keys.ts'
import { blocksOf, linksOf } from './blocks.ts'

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

test('every field of a coordinator, a mission and a phase is explained', async () => {
  const [, , coordinator = '', mission = ''] = (await read('docs/definitions.md')).split('\n## ')
  const told = (text: string): readonly string[] =>
    [...text.matchAll(/^\| ((?:`[\w-]+` ?)+)\|/gm)].flatMap((row) => (row[1] ?? '').match(/[\w-]+/g) ?? [])
  // Fields of Claude Code's format, explained with the specialist.
  const inherited = new Set(['tools', 'disallowedTools', 'model', 'backend'])
  expect(told(coordinator)).toEqual(expect.arrayContaining(coordinatorKeys.filter((key) => !inherited.has(key))))
  expect(told(mission)).toEqual(expect.arrayContaining([...missionKeys, ...phaseKeys]))
})

test('the settings that a page shows are settings, and the page on nights explains every key', async () => {
  const pages = await Promise.all(['README.md', 'docs/night.md'].map(read))
  const shown = pages.flatMap((page) => blocksOf(page).filter(({ language }) => language === 'yaml'))
  for (const { text } of shown) expect(readSettings(text).checks).toHaveLength(2)
  const told = [...(pages[1] ?? '').matchAll(/^\| `(?:checks\[\]\.)?(\w+)` \|.*\|.*\|$/gm)].map((row) => row[1] ?? '')
  const known = [keysOf('strange: 1'), keysOf('checks:\n  - kind: test\n    run: make\n    strange: 1')].flat()
  expect(known.length).toBeGreaterThan(6)
  expect(told).toEqual(expect.arrayContaining(known))
})

test('every rule of which the page on audits says that it knows a repair is a rule', async () => {
  const table = (await read('docs/audit.md')).split('\n## Repairs\n')[1]?.split('\n## ')[0] ?? ''
  const told = [...table.matchAll(/`([a-z]+\/[a-z-]+)`/g)].map((match) => match[1] ?? '')
  expect(told.length).toBeGreaterThan(10)
  expect(inspectors.map(({ id }) => id)).toEqual(expect.arrayContaining(told))
})

test('every decision is in the list of decisions', async () => {
  const files = (await readdir(join(checkout, 'docs/decisions'))).filter((name) => /^\d/.test(name))
  expect(linksOf(await read('docs/decisions/README.md'))).toEqual(files.toSorted())
})

test('every dependency has its row, at the version that is installed', async () => {
  const { dependencies, devDependencies } = JSON.parse(await read('package.json'))
  const wanted = Object.entries({ ...dependencies, ...devDependencies }).map(([name, version]) => `${name} ${version}`)
  const rows = [...(await read('docs/dependencies.md')).matchAll(/^\| `([^`]+)` \| ([\d.]+) \|/gm)]
  expect(rows.map((row) => `${row[1]} ${row[2]}`).toSorted()).toEqual(wanted.toSorted())
})

/** The keys that may stand beside a strange one, as the complaint about it names them. */
function keysOf(settings: string): readonly string[] {
  try {
    readSettings(settings)
  } catch (cause) {
    if (cause instanceof DefinitionError) return (cause.problems[0]?.hint ?? '').replace('known keys: ', '').split(', ')
    throw cause
  }
  return []
}

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
