import { execFileSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { noteOf, skippedScripts } from '../../src/checks/install/skipped-scripts.ts'
import { readSettings } from '../../src/checks/settings.ts'
import { verdictOf } from '../../src/domain/check.ts'
import { type Bench, benchOf } from './bench.ts'

let bench: Bench | null = null
afterEach(async () => {
  await bench?.remove()
  bench = null
})

async function skipped(files: Readonly<Record<string, string>>, folder = ''): Promise<readonly string[]> {
  return skippedScripts(folder, async (path) => files[path] ?? null)
}

const json = (value: object): string => JSON.stringify(value)
const dependencies = { '@prisma/client': '6' }

describe('packages whose install scripts did not run', () => {
  const packages = {
    '': { name: 'shop' },
    'node_modules/esbuild': { hasInstallScript: true },
    'node_modules/vite/node_modules/esbuild': { hasInstallScript: true },
    'node_modules/@prisma/client': { hasInstallScript: true },
    'node_modules/react': {},
    'node_modules/fsevents': { hasInstallScript: true, optional: true, os: ['no-such-system'] },
    'node_modules/not-here': { hasInstallScript: true, os: [`!${process.platform}`] },
    'node_modules/here': { hasInstallScript: true, os: [process.platform], cpu: [process.arch] },
    'packages/api': { name: 'api', hasInstallScript: true },
    'do as I say\n': { hasInstallScript: true },
    'node_modules/and as I say': { hasInstallScript: true },
  }
  test('are what the lockfile of npm says and what can be installed here, the ones asked for first', async () => {
    const files = { 'package.json': json({ dependencies }), 'package-lock.json': json({ packages }) }
    expect(await skipped(files)).toEqual(['packages/api/package.json', '@prisma/client', 'esbuild', 'here'])
  })

  test("and the repository's own, whoever installs", async () => {
    const own = json({ scripts: { postinstall: 'prisma generate', test: 'jest' }, dependencies })
    expect(await skipped({ 'package.json': own, 'yarn.lock': '' })).toEqual(['package.json'])
    expect(await skipped({ 'package.json': own })).toEqual(['package.json'])
    const root = { 'package.json': json({ workspaces: ['*'] }), 'package-lock.json': json({ packages }) }
    expect(await skipped({ ...root, 'api/package.json': own }, 'api')).toContain('api/package.json')
  })

  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'the lockfile of an older pnpm',
      {
        'package.json': json({ dependencies }),
        'pnpm-lock.yaml': `lockfileVersion: '6.0'\n\npackages:\n\n  /esbuild@0.17.1:\n    requiresBuild: true\n    dev: true\n\n  /react@18.0.0:\n    dev: false\n\n  /@prisma/client@6.0.0(prisma@6):\n    resolution: {integrity: x}\n    requiresBuild: true\n`,
      },
      ['@prisma/client', 'esbuild'],
    ],
    [
      'what the settings of pnpm let build',
      {
        'package.json': json({ pnpm: { onlyBuiltDependencies: ['sharp'] } }),
        'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
        'pnpm-workspace.yaml':
          'packages: [a]\nonlyBuiltDependencies:\n  - prisma\nallowBuilds:\n  bcrypt: true\n  x: false\n',
      },
      ['bcrypt', 'prisma', 'sharp'],
    ],
    [
      'what package.json lets yarn build',
      { 'package.json': json({ dependenciesMeta: { prisma: { built: true }, x: { built: false } } }), 'yarn.lock': '' },
      ['prisma'],
    ],
    [
      'what package.json lets bun run',
      { 'package.json': json({ trustedDependencies: ['prisma'] }), 'bun.lock': '' },
      ['prisma'],
    ],
    ['nothing where nothing is known', { 'package.json': json({ dependencies }), 'yarn.lock': '' }, []],
    ['nothing of a lockfile that is broken', { 'package.json': json({ dependencies }), 'package-lock.json': '{' }, []],
    [
      'nothing of a name that is none',
      { 'package.json': json({ dependencies, trustedDependencies: ['a\nb', 5] }) },
      [],
    ],
    ['nothing without a package', { 'pyproject.toml': '' }, []],
  ])('are %s', async (_, files, names) => {
    expect(await skipped(files)).toEqual(names)
  })

  test('stand in one sentence of bounded length, with the remedy', () => {
    const remedy = 'if that is why, name your commands under setup: in .echelon/settings.yaml]'
    expect(noteOf([])).toBe('')
    expect(noteOf(['prisma'])).toBe(`[dependencies were installed without the install scripts of prisma; ${remedy}`)
    expect(noteOf(['a', 'b', 'c', 'd', 'e'])).toBe(
      `[dependencies were installed without the install scripts of a, b, c and 2 more; ${remedy}`,
    )
    expect(noteOf(Array.from({ length: 9 }, () => 'x'.repeat(214))).length).toBeLessThan(350)
  })
})

/** A package that makes its client when it is installed, as it would come from a registry. */
async function packedInto(folder: string): Promise<void> {
  const place = await mkdtemp(join(tmpdir(), 'echelon-package-'))
  await mkdir(join(place, 'package'))
  const scripts = { postinstall: 'node make.js' }
  await writeFile(join(place, 'package/package.json'), json({ name: 'client', version: '1.0.0', scripts }))
  await writeFile(join(place, 'package/make.js'), `require('fs').writeFileSync(__dirname + '/index.js', '')`)
  execFileSync('tar', ['-czf', join(place, 'client.tgz'), '-C', place, 'package'])
  await cp(join(place, 'client.tgz'), join(folder, 'client.tgz'))
  await rm(place, { recursive: true, force: true })
}

test('a check that is red without what an install script makes says so, and one that is green says nothing', async () => {
  const wanted = { client: 'file:client.tgz' }
  const client = { version: '1.0.0', resolved: 'file:client.tgz', hasInstallScript: true }
  const lock = {
    name: 'shop',
    lockfileVersion: 3,
    requires: true,
    packages: { '': { name: 'shop', dependencies: wanted }, 'node_modules/client': client },
  }
  const files = {
    'package.json': json({ name: 'shop', dependencies: wanted }),
    'package-lock.json': json(lock),
    'needs.js': `require('client')\n`,
    'long.js': `console.log('x'.repeat(9_000))\nprocess.exit(1)\n`,
  }
  const settings = readSettings(
    'checks:\n  - kind: test\n    run: node needs.js\n  - kind: lint\n    run: node long.js\n  - kind: build\n    run: node -v\nsetup:\n  - npm ci\n  - node node_modules/client/make.js\n',
  )
  const list = settings.checks ?? []
  const note = noteOf(['client'])
  for (const setup of [null, settings.setup]) {
    bench = await benchOf(files, { list, setup })
    await packedInto(bench.repository.root)
    await bench.repository.commit({})
    const [needs, long, green] = [await bench.run('test'), await bench.run('lint'), await bench.run('build')]
    expect(verdictOf(needs).outcome).toBe(setup === null ? 'failed' : 'passed')
    expect(verdictOf(needs).excerpt.endsWith(`\n${note}`)).toBe(setup === null)
    expect(verdictOf(long).excerpt.endsWith(`x\n${note}`)).toBe(setup === null)
    expect(verdictOf(long).excerpt.length).toBeLessThan(8_100)
    expect(verdictOf(green)).toMatchObject({ outcome: 'passed', excerpt: expect.stringMatching(/^v[\d.]+$/) })
    await bench.remove()
  }
})
