import { execFile, execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { verdictOf } from '../../src/domain/check.ts'
import { type Bench, benchOf } from '../checks/bench.ts'

const execute = promisify(execFile)

let bench: Bench | null = null
let outside = ''
beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'echelon-outside-'))
})
afterEach(async () => {
  await bench?.remove()
  bench = null
  await rm(outside, { recursive: true, force: true })
})

function has(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    // Not on this machine: the story cannot be played here.
    return false
  }
}

describe('packages of npm', () => {
  /** A package with one dependency, packed into the repository, whose install script leaves a trace. */
  async function shop(trace: string): Promise<Readonly<Record<string, string>>> {
    const vendor = join(outside, 'vendor')
    const dep = { name: 'dep', version: '1.0.0', main: 'index.js', scripts: { postinstall: `touch ${trace}` } }
    const manifest = {
      name: 'shop',
      version: '1.0.0',
      scripts: { test: 'node a.js' },
      dependencies: { dep: 'file:vendor' },
    }
    const files = {
      'package.json': JSON.stringify(manifest),
      'a.js': `console.log('ok ' + require('dep'))\n`,
      '.npmrc': 'install-links=true\n',
      'vendor/package.json': JSON.stringify(dep),
      'vendor/index.js': 'module.exports = 7\n',
    }
    for (const [path, text] of Object.entries(files)) {
      await execute('mkdir', ['-p', vendor])
      await writeFile(join(outside, path), text)
    }
    await execute('npm', ['install', '--package-lock-only', '--offline', '--ignore-scripts'], { cwd: outside })
    return { ...files, 'package-lock.json': await readFile(join(outside, 'package-lock.json'), 'utf8') }
  }

  test('are brought as the lockfile has them, without running their install scripts', async () => {
    const trace = join(outside, 'trace')
    const files = await shop(trace)
    bench = await benchOf(files)
    const run = verdictOf(await bench.run('test'))
    expect(run.excerpt).toContain('ok 7')
    expect(run).toMatchObject({ outcome: 'passed' })
    expect(existsSync(trace)).toBe(false)

    // The same installation as people do it leaves the trace.
    const copy = join(outside, 'copy')
    await cp(bench.repository.root, copy, { recursive: true })
    await execute('npm', ['ci', '--offline', '--foreground-scripts'], { cwd: copy })
    expect(existsSync(trace)).toBe(true)
  })

  test('that the lockfile and package.json disagree about are unavailable, with the reason', async () => {
    const files = await shop(join(outside, 'trace'))
    const changed = JSON.stringify({ ...JSON.parse(files['package.json'] ?? ''), dependencies: { other: '9.9.9' } })
    const variables = { PATH: process.env.PATH, npm_config_offline: 'true' }
    bench = await benchOf({ ...files, 'package.json': changed }, { variables, env: ['npm_config_offline'] })
    const run = verdictOf(await bench.run('test'))
    expect(run).toMatchObject({ outcome: 'unavailable', counts: null })
    expect(run.excerpt).toMatch(
      /^the dependencies are not here: "npm ci --ignore-scripts --prefer-offline" ended with exit code 1/,
    )
  })
})

test.runIf(has('cargo'))('a crate is built and tested, its failures named by their paths', async () => {
  const code = (sign: string) => `pub fn add(a: i32, b: i32) -> i32 { a ${sign} b }
#[cfg(test)]
mod tests {
    #[test] fn zero() { assert_eq!(super::add(0, 0), 0) }
    #[test] fn adds() { assert_eq!(super::add(1, 1), 2) }
}
`
  const files = {
    'Cargo.toml': '[package]\nname = "sums"\nversion = "0.1.0"\nedition = "2021"\n',
    'src/lib.rs': code('-'),
  }
  bench = await benchOf(files, { variables: { PATH: process.env.PATH, HOME: process.env.HOME } })
  expect(verdictOf(await bench.run('build'))).toMatchObject({ outcome: 'passed' })
  expect(verdictOf(await bench.run('test'))).toMatchObject({
    outcome: 'failed',
    counts: { passed: 1, failed: 1, errors: 0, skipped: 0 },
    failures: [{ name: 'tests::adds', category: 'assertion' }],
  })
  const fixed = await bench.repository.commit({ 'src/lib.rs': code('+') })
  expect(verdictOf(await bench.run('test', fixed))).toMatchObject({ outcome: 'passed', counts: { passed: 2 } })
})
