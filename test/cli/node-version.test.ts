import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FixtureRepository, fixtureRepository } from '../../src/testing/index.ts'
import { begin, bin } from './echelon.ts'

let repository: FixtureRepository
let folder: string

beforeAll(async () => {
  repository = await fixtureRepository({ 'main.py': 'print(1)\n' })
  folder = await mkdtemp(join(tmpdir(), 'echelon-bin-'))
  await mkdir(join(folder, 'bin'))
  await copyFile(bin, join(folder, 'bin/echelon.js'))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
})
afterAll(async () => {
  await repository.remove()
  await rm(folder, { recursive: true })
})

/** Starts a program in a Node that believes to be of that version. */
function under(version: string, program: string, ...args: readonly string[]) {
  const disguise = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`
  return begin(['--import', `data:text/javascript,${encodeURIComponent(disguise)}`, program, ...args], repository.root)
}

describe('on a Node that is too old', () => {
  test('an installed package says in one sentence what it needs', async () => {
    const { code, err } = await under('20.11.0', join(folder, 'bin/echelon.js'), '--version').ended
    expect(err).toBe(
      'Echelon needs Node 22.13 or newer, and this is Node 20.11.0: install Node 22.13 or newer from https://nodejs.org.\n',
    )
    expect(code).toBe(1)
  })

  test('a checkout without its own Node says how to get it', async () => {
    await mkdir(join(folder, 'src/cli'), { recursive: true })
    await writeFile(join(folder, 'src/cli/main.ts'), '')
    const old = await under('20.11.0', join(folder, 'bin/echelon.js')).ended
    expect(old.err).toMatch(
      /^Echelon needs Node 22\.13 or newer, and this is Node 20\.11\.0: run "npm ci" in .*, which brings /,
    )
    const young = await under('22.14.0', join(folder, 'bin/echelon.js')).ended
    expect(young.err).toMatch(
      /^Echelon is not built here, and this Node \(22\.14\.0\) cannot run its sources: run "npm ci" /,
    )
    expect([old.code, young.code]).toEqual([1, 1])
  })

  test('this checkout goes on with its own Node, signals and exit code included', async () => {
    const version = await under('20.11.0', bin, '--version').ended
    expect(version).toEqual({ code: 0, out: '0.1.0\n', err: '' })
    const audit = under('20.11.0', bin, 'full-stack-audit')
    await audit.line(/phase survey begins/)
    audit.child.kill('SIGTERM')
    const { code, out } = await audit.ended
    expect(out).toContain('stopping gracefully, asked by SIGTERM')
    expect(code).toBe(4)
  })
})
