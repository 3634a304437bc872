import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readSettings } from '../../src/checks/settings.ts'
import { type Check, verdictOf, worsened } from '../../src/domain/check.ts'
import { type Bench, benchOf, never } from './bench.ts'

let outside = ''
let bench: Bench | null = null
beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'echelon-outside-'))
})
afterEach(async () => {
  await bench?.remove()
  bench = null
  await rm(outside, { recursive: true, force: true })
})

const sum = (body: string) => `import { test } from 'node:test'\nimport assert from 'node:assert'\n${body}\n`
const manifest = (scripts: Readonly<Record<string, string>>) => JSON.stringify({ name: 'shop', scripts })
const green = sum(`test('adds', () => {})\ntest('takes away', () => {})`)

/** The repository's tests, run without npm where npm is not the story. */
const nodeTest = settled('node --test')

/** The settings of one check that runs this. */
function settled(run: string, more = ''): { readonly list: readonly Check[] } {
  return { list: readSettings(`checks:\n  - kind: test\n    run: ${run}\n${more}`).checks ?? [] }
}

function hasPytest(): boolean {
  try {
    execFileSync('python3', ['-m', 'pytest', '--version'], { stdio: 'ignore' })
    return true
  } catch {
    // Not on this machine: the story cannot be played here.
    return false
  }
}

describe('a check on a commit', () => {
  test('green has its counts, and a tree that was seen is not run again', async () => {
    bench = await benchOf({ 'package.json': manifest({ test: 'node --test' }), 'sum.test.mjs': green })
    const result = await bench.run('test')
    expect(result).toMatchObject({ check: 'npm test', kind: 'test', flaky: false, runs: [{ outcome: 'passed' }] })
    expect(verdictOf(result)).toMatchObject({ counts: { passed: 2, failed: 0, errors: 0, skipped: 0 }, failures: [] })
    const empty = await bench.repository.commit({}, 'the same tree')
    const again = await bench.run('test', empty)
    expect(again).toEqual({ ...result, commit: empty })
    expect(bench.checkouts()).toBe(1)
  })

  test('F48: red runs a second time on the same tree; red then green is flaky, with both runs kept', async () => {
    const counter = JSON.stringify(join(outside, 'count'))
    const flaky = sum(`import fs from 'node:fs'
      test('sometimes', () => {
        const first = !fs.existsSync(${counter})
        fs.writeFileSync(${counter}, 'x')
        assert.equal(first, false)
      })`)
    bench = await benchOf({ 'a.test.mjs': flaky }, nodeTest)
    const result = await bench.run('test')
    expect(result.flaky).toBe(true)
    expect(result.runs).toMatchObject([
      {
        outcome: 'failed',
        exitCode: 1,
        failures: [{ name: expect.stringMatching(/sometimes$/), category: 'assertion' }],
      },
      { outcome: 'passed', exitCode: 0 },
    ])
    expect(bench.checkouts()).toBe(2)
  })

  test('red stays red after two runs, never a third', async () => {
    const red = sum(`test('adds', () => { assert.equal(1 + 1, 3) })`)
    bench = await benchOf({ 'a.test.mjs': red }, nodeTest)
    const result = await bench.run('test')
    expect(result).toMatchObject({ flaky: false, runs: [{ outcome: 'failed' }, { outcome: 'failed' }] })
    expect(worsened(result.check, verdictOf(result), verdictOf(result))).toBeNull()
    expect(verdictOf(result).excerpt).not.toContain(bench.slot)
  })

  test('what was red before in the same way is run once; what is red in another way is run again', async () => {
    const red = (name: string): string => sum(`test('${name}', () => { assert.equal(1 + 1, 3) })`)
    bench = await benchOf({ 'a.test.mjs': red('adds') }, nodeTest)
    const { checks, repository } = bench
    const before = await bench.run('test')
    const same = await repository.commit({ 'notes.md': 'a' })
    const other = await repository.commit({ 'a.test.mjs': red('subtracts') })
    expect((await checks.run(bench.check('test'), same, never, before)).runs).toHaveLength(1)
    expect((await checks.run(bench.check('test'), other, never, before)).runs).toHaveLength(2)
  })

  test('F49: one that never ends is ended at its limit, twice, and is no pass', async () => {
    const list = settled(`[node, -e, "setInterval(() => {}, 1000)"]`, '    minutes: 0.005\n')
    bench = await benchOf({ 'a.txt': '' }, list)
    expect(await bench.run('test')).toMatchObject({ runs: [{ outcome: 'timeout' }, { outcome: 'timeout' }] })
  })

  test('a program, a tool or a folder that is missing is "unavailable" and says what', async () => {
    bench = await benchOf({ 'package.json': manifest({ test: 'jestt --ci' }) })
    expect(await bench.run('test')).toMatchObject({ runs: [{ outcome: 'unavailable', exitCode: 127 }] })
    await bench.remove()
    for (const [run, more, says] of [
      ['no-such-program --all', '', 'no-such-program'],
      ['node --test', '    folder: gone\n', 'gone'],
      ['node --test', '    folder: leads-out\n', 'leads-out'],
    ] as const) {
      bench = await benchOf({ 'a.txt': '' }, settled(run, more))
      await bench.repository.git('config', 'core.symlinks', 'true')
      execFileSync('ln', ['-sfn', outside, join(bench.repository.root, 'leads-out')])
      await bench.repository.commit({})
      const [first, second] = (await bench.run('test')).runs
      expect(first).toMatchObject({ outcome: 'unavailable', counts: null })
      expect(first?.excerpt).toContain(says)
      expect(second).toBeUndefined()
      await bench.remove()
    }
  })

  test('a commit that changes the script which judges it fails, whatever the new script says', async () => {
    const files = { 'package.json': manifest({ test: 'node --test' }), 'a.test.mjs': green }
    const read = async (path: string) => (path === 'package.json' ? files[path] : null)
    const evil = { 'package.json': manifest({ test: 'node --test', pretest: 'exit 0' }) }
    const easy = { 'package.json': manifest({ test: 'true' }) }
    // Without the base to compare with, the commit would pass.
    bench = await benchOf(files)
    expect(verdictOf(await bench.run('test', await bench.repository.commit(easy)))).toMatchObject({ outcome: 'passed' })
    await bench.remove()
    bench = await benchOf(files, { read })
    for (const change of [easy, evil]) {
      const run = verdictOf(await bench.run('test', await bench.repository.commit(change)))
      expect(run).toMatchObject({ outcome: 'failed', counts: null })
      expect(run.excerpt).toMatch(/^package.json scripts.(?:test|pretest) is .* in the base, which decides$/)
    }
  })

  test('no secret of the user reaches it, and what the settings name does', async () => {
    const run = `[node, -e, "console.log(JSON.stringify(process.env)); process.exit(1)"]`
    const variables = { PATH: process.env.PATH, ANTHROPIC_API_KEY: 'canary-1', DATABASE_URL: 'db-1' }
    bench = await benchOf({ 'a.txt': '' }, { ...settled(run), variables, env: ['DATABASE_URL'] })
    const { excerpt } = verdictOf(await bench.run('test'))
    expect(excerpt).toContain('db-1')
    expect(excerpt).not.toContain('canary-1')
  })

  test('no more than its number run at once, and an abort ends those that wait and those that work', async () => {
    const log = join(outside, 'log')
    const note = (sign: string) => `fs.appendFileSync(process.env.LOG, '${sign}')`
    const script = `const fs = require('fs'); ${note('+')}; setTimeout(() => ${note('-')}, 250)`
    const entries = ['a', 'b', 'c'].map((name) => ({ name, kind: 'test', run: ['node', '-e', script] }))
    const list = readSettings(JSON.stringify({ checks: entries })).checks ?? []
    const { checks, repository } = await useBench({ list, atOnce: 1, env: ['LOG'], variables: { ...path, LOG: log } })
    const commit = await repository.git('rev-parse', 'HEAD')
    await Promise.all(checks.list.map((check) => checks.run(check, commit, never)))
    expect(await readFile(log, 'utf8')).toBe('+-+-+-')

    await writeFile(log, '')
    const controller = new AbortController()
    const next = await repository.commit({ 'b.txt': '' })
    const running = checks.list.map((check) => checks.run(check, next, controller.signal))
    while ((await readFile(log, 'utf8')) === '') await delay(10)
    controller.abort(new Error('the night is over'))
    for (const one of await Promise.allSettled(running))
      expect(one).toMatchObject({ status: 'rejected', reason: { message: 'the night is over' } })
    expect(await readFile(log, 'utf8')).toMatch(/^\+-?$/)
  })
})

const path = { PATH: process.env.PATH }

async function useBench(more: Parameters<typeof benchOf>[1]): Promise<Bench> {
  bench = await benchOf({ 'a.txt': '' }, more)
  return bench
}

describe('dependencies', () => {
  const install = `const fs = require('fs'); fs.appendFileSync(process.env.LOG, 'x'); fs.mkdirSync('node_modules/dep', { recursive: true }); fs.writeFileSync('node_modules/dep/index.js', '')`
  const list = settled('node a.js').list
  const files = (version: string) => ({
    'package.json': JSON.stringify({ name: 'shop', dependencies: { dep: version } }),
    'a.js': `require('dep')\n`,
    'install.js': install,
  })

  test('are brought once for what is declared, and outlive a change of commit', async () => {
    const log = join(outside, 'installs')
    const setup = readSettings('setup: [node install.js]').setup
    const more = { list, setup, env: ['LOG'], variables: { ...path, LOG: log } }
    bench = await benchOf(files('1'), more)
    expect(verdictOf(await bench.run('test'))).toMatchObject({ outcome: 'passed' })
    await bench.repository.commit({ 'b.js': '' })
    expect(verdictOf(await bench.run('test'))).toMatchObject({ outcome: 'passed' })
    expect(await readFile(log, 'utf8')).toBe('x')
    await bench.repository.commit(files('2'))
    expect(verdictOf(await bench.run('test'))).toMatchObject({ outcome: 'passed' })
    expect(await readFile(log, 'utf8')).toBe('xx')
  })

  test('that cannot be brought make the check unavailable, with the reason, and are not tried for ever', async () => {
    const log = join(outside, 'installs')
    const fail = `[node, -e, "require('fs').appendFileSync(process.env.LOG, 'x'); console.log('no such version'); process.exit(1)"]`
    const setup = readSettings(`setup:\n  - ${fail}`).setup
    bench = await benchOf(files('1'), { list, setup, env: ['LOG'], variables: { ...path, LOG: log } })
    for (const _ of [1, 2, 3, 4, 5]) {
      const [run] = (await bench.run('test')).runs
      expect(run).toMatchObject({ outcome: 'unavailable', counts: null, exitCode: null })
      expect(run?.excerpt).toContain('no such version')
    }
    expect(await readFile(log, 'utf8')).toBe('xxx')
  })

  test('of a workspace of uv are those of all its members, or of the root where uv does not know that', async () => {
    const log = join(outside, 'installs')
    const uv = (more: string) => `#!/bin/sh\necho "$@" >> "$LOG"\n${more}mkdir -p .venv/bin\n`
    const member = { 'uv.lock': 'a', 'backend/pyproject.toml': '[project]\n' }
    const workspace = { ...member, 'pyproject.toml': '[tool.uv.workspace]\nmembers = ["backend"]\n' }
    const { checks } = readSettings(`checks:\n  - kind: test\n    run: python3 -c ""\n    folder: backend\n`)
    const variables = { PATH: `${outside}:${process.env.PATH}`, LOG: log }
    for (const [program, files, calls] of [
      [uv(''), workspace, ['sync --frozen --all-packages']],
      [uv('[ $# = 2 ] || exit 2\n'), workspace, ['sync --frozen --all-packages', 'sync --frozen']],
      [uv(''), { ...member, 'pyproject.toml': '[project]\n' }, ['sync --frozen']],
    ] as const) {
      await writeFile(join(outside, 'uv'), program, { mode: 0o755 })
      await writeFile(log, '')
      bench = await benchOf(files, { list: checks ?? [], env: ['LOG'], variables })
      expect(verdictOf(await bench.run('test'))).toMatchObject({ outcome: 'passed' })
      expect((await readFile(log, 'utf8')).trim().split('\n')).toEqual(calls)
      await bench.remove()
    }
  })

  test('are never installed through a link that leads out of the checkout', async () => {
    const { setup } = readSettings('setup: [node install.js]')
    const variables = { ...path, LOG: join(outside, 'log') }
    bench = await benchOf(files('1'), { list, setup, env: ['LOG'], variables })
    execFileSync('ln', ['-s', outside, join(bench.repository.root, 'node_modules')])
    await bench.repository.commit({})
    expect(verdictOf(await bench.run('test'))).toMatchObject({ outcome: 'unavailable' })
    expect(existsSync(join(outside, 'dep'))).toBe(false)
  })

  test('and their programs are ours to find only where we installed them: one that a commit brings is not', async () => {
    const fake = '#!/bin/sh\necho planted\n'
    const planted = {
      'a.txt': '',
      'node_modules/.bin/node': fake,
      'node_modules/.echelon-setup': 'x',
      '.venv/bin/node': fake,
    }
    bench = await benchOf(planted, settled('[node, -e, "console.log(process.version)"]'))
    for (const file of ['node_modules/.bin/node', '.venv/bin/node'])
      await chmod(join(bench.repository.root, file), 0o755)
    const commit = await bench.repository.commit({})
    expect(verdictOf(await bench.run('test', commit)).excerpt).toMatch(/^v\d+\./)
    // With the folder on the PATH, which is what a package manager does, it would run.
    const PATH = `${join(bench.slot, 'node_modules/.bin')}:${process.env.PATH}`
    expect(execFileSync('node', ['-v'], { env: { PATH } }).toString()).toBe('planted\n')
  })
})

describe('the repair of a check', () => {
  const lint = `const bad = require('fs').readFileSync('a.txt', 'utf8').includes('tab'); if (bad) { console.log('a.txt: tab'); process.exit(1) }`
  const fix = `require('fs').writeFileSync('a.txt', 'clean')`

  test('repairs in the folder that it is given, and leaves nothing else there', async () => {
    const { checks } = readSettings('checks:\n  - kind: lint\n    run: node lint.js\n    repair: node fix.js\n')
    const files = { 'lint.js': lint, 'fix.js': fix, 'a.txt': 'a tab' }
    bench = await benchOf(files, { list: checks ?? [] })
    expect(verdictOf(await bench.run('lint'))).toMatchObject({ outcome: 'failed' })
    const done = await bench.checks.repair(bench.check('lint'), bench.repository.root, never)
    expect(done).toMatchObject({ ok: true })
    expect(await bench.repository.git('status', '--porcelain')).toBe('M a.txt')
    const commit = await bench.repository.commit({})
    expect(verdictOf(await bench.run('lint', commit))).toMatchObject({ outcome: 'passed' })
  })

  test('that does not exist, or cannot run, says so', async () => {
    bench = await benchOf({ 'package.json': manifest({ lint: 'node lint.js', fix: 'no-such-tool' }), 'lint.js': lint })
    const check = bench.check('lint')
    expect(await bench.checks.repair({ ...check, repair: null }, bench.slot, never)).toMatchObject({ ok: false })
    const done = await bench.checks.repair(check, bench.slot, never)
    expect(done.ok).toBe(false)
    expect(done.detail).toContain('no-such-tool')
  })
})

test.runIf(hasPytest())('a Python project is tested by pytest, its failures named by their ids', async () => {
  bench = await benchOf({
    'pytest.ini': '[pytest]\n',
    'sums.py': 'def add(a, b):\n    return a - b\n',
    'tests/test_sums.py':
      'from sums import add\n\ndef test_zero():\n    assert add(0, 0) == 0\n\ndef test_add():\n    assert add(1, 1) == 2\n',
    'conftest.py': '',
  })
  expect(verdictOf(await bench.run('test'))).toMatchObject({
    outcome: 'failed',
    counts: { passed: 1, failed: 1, errors: 0, skipped: 0 },
    failures: [{ name: 'tests/test_sums.py::test_add', category: 'assertion' }],
  })
})
