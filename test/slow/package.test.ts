import { execFile, execFileSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FixtureRepository, fixtureRepository } from '../../src/testing/index.ts'
import { shop } from '../definitions/shop.ts'
import { blocksOf } from '../readme/blocks.ts'

const checkout = join(import.meta.dirname, '../..')

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

interface Packed {
  readonly filename: string
  readonly files: readonly { readonly path: string }[]
}

let bench: string
/** An empty folder into which the tarball was installed, as a user would. */
let home: string
let packed: Packed
let repository: FixtureRepository

beforeAll(async () => {
  bench = await mkdtemp(join(tmpdir(), 'echelon-package-'))
  repository = await fixtureRepository(shop)
  const sources = await copySources(join(bench, 'sources'))
  packed = parsePacked((await good('npm', ['pack', '--json', '--pack-destination', bench], sources)).stdout)
  home = join(bench, 'home')
  await mkdir(home)
  await writeFile(join(home, 'package.json'), '{ "name": "home", "private": true, "type": "module" }\n')
  const quick = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund']
  await good('npm', ['install', ...quick, join(bench, packed.filename)], home)
})
afterAll(async () => {
  await repository.remove()
  await rm(bench, { recursive: true, force: true })
})

describe('the tarball', () => {
  test('holds the build, the definitions and three texts, and nothing else', () => {
    const allowed = [
      /^dist\/.+\.(?:js|d\.ts)$/,
      /^bin\/echelon\.js$/,
      /^(?:agents|coordinators|missions)\/[a-z0-9-]+\.md$/,
      /^(?:README\.md|CHANGELOG\.md|LICENSE|package\.json)$/,
    ]
    const paths = packed.files.map(({ path }) => path)
    expect(paths.filter((path) => !allowed.some((pattern) => pattern.test(path)))).toEqual([])
    expect(paths).toEqual(
      expect.arrayContaining([
        'bin/echelon.js',
        'dist/index.js',
        'dist/index.d.ts',
        'dist/testing/index.js',
        'dist/cli/main.js',
        'missions/full-stack-audit.md',
        'coordinators/quality.md',
        'agents/surveyor.md',
        'README.md',
        'CHANGELOG.md',
        'LICENSE',
      ]),
    )
  })

  test('has a module for every source file, and none of them asks for a TypeScript source', async () => {
    const built = packed.files.flatMap(({ path }) => (/^dist\/.+\.js$/.test(path) ? [path.slice(5, -3)] : []))
    const sources = await readdir(join(checkout, 'src'), { recursive: true })
    const modules = sources.flatMap((path) => (path.endsWith('.ts') ? [path.slice(0, -3)] : []))
    expect(built.toSorted()).toEqual(modules.toSorted())
    const asking = await Promise.all(built.map(async (path) => [path, await asksForSource(path)] as const))
    expect(asking.filter(([, asks]) => asks).map(([path]) => path)).toEqual([])
  })
})

describe('installed in an empty folder', () => {
  test('the command knows its version', async () => {
    const { version } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8'))
    expect((await good('npx', ['--no-install', 'echelon', '--version'], home)).stdout.trim()).toBe(version)
  })

  test('the first command of the README audits a repository and leaves its documents', async () => {
    const out = join(bench, 'audit')
    const call = ['--no-install', 'echelon', 'full-stack-audit', '--repo', repository.root, '--out', out, '--json']
    const { stdout } = await good('npx', call, home)
    const result = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
    expect(result).toMatchObject({ type: 'result', outcome: 'accomplished', exitCode: 0 })
    expect(await readFile(join(out, 'TECHNICAL_DEBT.md'), 'utf8')).toContain('Queue "reports" is routed to')
    expect((await readdir(out)).toSorted()).toEqual(
      expect.arrayContaining(['HANDOFF.md', 'audit.json', 'audit.sarif', 'ledger.jsonl', 'report.html']),
    )
  })

  test('its sources can be imported by name: a mission with scripted agents runs', async () => {
    await writeFile(join(home, 'play.js'), play)
    const { stdout } = await good(process.execPath, [...quietSqlite, 'play.js', repository.root], home)
    expect(JSON.parse(stdout)).toEqual({ outcome: 'accomplished', ended: 1 })
  })

  test('its types reach the user: a right call compiles and a wrong one does not', async () => {
    const call = (options: string): string =>
      `import { runMission } from 'echelon'\nimport { scriptedBackend } from 'echelon/testing'\n` +
      `void scriptedBackend\nexport const result = runMission(${options}).result\n`
    expect(await compile('right.ts', call(`{ mission: 'full-stack-audit', limits: { agents: 4 } }`))).toBe('')
    expect(await compile('wrong.ts', call(`{ mission: 'full-stack-audit', limits: { agents: 'four' } }`))).toContain(
      "Type 'string' is not assignable to type 'number'",
    )
  })

  test('the examples of the pages compile against those types', async () => {
    for (const page of ['README.md', 'docs/library.md']) {
      const blocks = blocksOf(await readFile(join(checkout, page), 'utf8')).filter(({ language }) => language === 'ts')
      expect(blocks.length).toBeGreaterThan(1)
      for (const { text, line } of blocks)
        expect(await compile('example.ts', text, nodeTypes), `${page}:${line}`).toBe('')
    }
  })

  test('a Node that is too old gets one sentence that says what to do', async (context) => {
    const old = oldNode()
    if (old === null) return context.skip('no Node older than 22.13 was found on PATH or in /usr/bin')
    const installed = await realpath(join(home, 'node_modules/echelon/bin/echelon.js'))
    const { code, stdout, stderr } = await run(old.file, [installed, 'full-stack-audit'], home)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toBe(
      `Echelon needs Node 22.13 or newer, and this is Node ${old.version}: install Node 22.13 or newer from https://nodejs.org.\n`,
    )
  })
})

const quietSqlite = ['--disable-warning=ExperimentalWarning']

const play = `
import { defineCoordinator, defineMission, defineSpecialist, runMission } from 'echelon'
import { scriptedBackend, systemClock } from 'echelon/testing'

const result = await runMission({
  repo: process.argv[2],
  mission: defineMission({ name: 'play', description: 'A play.', phases: [{ name: 'act', coordinators: ['cast'] }] }),
  coordinators: [defineCoordinator({ name: 'cast', description: 'The cast.', specialists: ['mason'] })],
  specialists: [defineSpecialist({ name: 'mason', description: 'Builds.', tools: ['Read'] })],
  backends: [
    scriptedBackend({ mason: [{ do: 'report', report: { outcome: 'done', summary: 'built' } }] }, { clock: systemClock }),
  ],
}).result
console.log(JSON.stringify({ outcome: result.outcome, ended: result.state.tasks.size }))
`

/** What a release is built from: the files that git would hand out, with the tools of this checkout. */
async function copySources(to: string): Promise<string> {
  await mkdir(to)
  const { files }: { files: readonly string[] } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8'))
  const made = new Set(['dist'])
  const wanted = [...files.filter((name) => !made.has(name)), 'src', 'package.json', 'tsconfig.json']
  for (const name of [...wanted, 'tsconfig.build.json'])
    await cp(join(checkout, name), join(to, name), { recursive: true })
  await symlink(join(checkout, 'node_modules'), join(to, 'node_modules'))
  return to
}

/** npm prints what its scripts print before the list. */
function parsePacked(stdout: string): Packed {
  const list: readonly Packed[] = JSON.parse(stdout.slice(stdout.indexOf('[\n')))
  const [first] = list
  if (first === undefined) throw new Error(`npm pack printed no list:\n${stdout}`)
  return first
}

async function asksForSource(path: string): Promise<boolean> {
  const text = await readFile(join(home, 'node_modules/echelon/dist', `${path}.js`), 'utf8')
  return /(?:from|import\()\s*'\.[^']*\.ts'/.test(text)
}

/** What the compiler of this checkout says about a file of the user's. */
/** Users of Node have its types; ours must not need them. */
const nodeTypes = ['--types', 'node', '--typeRoots', join(checkout, 'node_modules/@types')]
const noTypes = ['--types', '']

async function compile(name: string, text: string, types: readonly string[] = noTypes): Promise<string> {
  await writeFile(join(home, name), text)
  const flags = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2024', ...types]
  const { stdout } = await run(join(checkout, 'node_modules/.bin/tsc'), [...flags, name], home)
  return stdout
}

interface Found {
  readonly file: string
  readonly version: string
}

function oldNode(): Found | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']
  for (const folder of new Set(folders)) {
    const version = versionOf(join(folder, 'node'))
    const [major = 0, minor = 0] = (version ?? '').split('.').map(Number)
    if (version !== null && (major < 22 || (major === 22 && minor < 13))) return { file: join(folder, 'node'), version }
  }
  return null
}

function versionOf(file: string): string | null {
  try {
    return execFileSync(file, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).trim().slice(1)
  } catch {
    // Not there or not a program: not the one we look for.
    return null
  }
}

async function good(file: string, args: readonly string[], cwd: string): Promise<Ended> {
  const ended = await run(file, args, cwd)
  if (ended.code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${ended.code}:\n${ended.stderr}`)
  return ended
}

function run(file: string, args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = execFile(file, args, { cwd, maxBuffer: 64e6 }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
    child.on('error', reject)
  })
}
