import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FixtureRepository, fixtureRepository } from '../../src/testing/index.ts'
import { controls, echelon, echelonHere, values } from './echelon.ts'
import { hostile } from './shop.ts'

let repository: FixtureRepository
let empty: string

beforeAll(async () => {
  repository = await fixtureRepository({
    'main.py': 'print(1)\n',
    '.echelon/missions/tidy-up.md': tidyUp,
    '.echelon/agents/broom.md':
      '---\nname: broom\ndescription: Sweeps.\ntools: Read\nlimits: {turns: many}\n---\nSweep.\n',
  })
  empty = await mkdtemp(join(tmpdir(), 'echelon-empty-'))
})
afterAll(async () => {
  await repository.remove()
  await rm(empty, { recursive: true })
})

const tidyUp = `---
name: tidy-up
description: Sweeps the floor.
phases:
  - name: sweep
    coordinators: [qualty]
---

## sweep

Sweep.
`

const sentences: readonly (readonly [string, number, RegExp])[] = [
  ['full-stack-audti', 2, /^"full-stack-audti" is no verb and no mission; did you mean "full-stack-audit"\?\n$/],
  ['statsu', 2, /^"statsu" is no verb and no mission; did you mean "status"\?\n$/],
  [
    'status --al',
    2,
    /^Unknown option '--al' \(Did you mean --all\?\)\. "echelon --help" explains the verbs and their options\.\n$/,
  ],
  [
    'status a b',
    2,
    /^Too many arguments for 'status'\. Expected 1 argument but got 2: a, b\. "echelon --help" explains /,
  ],
  ['status', 2, /^There is no run in \/.*\.echelon\/runs yet\. Start one with "echelon full-stack-audit"\.\n$/],
  ['resume', 2, /^There is no run in /],
  ['stop', 2, /^No run is at work in \/.*\.echelon\.\n$/],
  [
    'handoff nobody',
    2,
    /^No run in \/.*\.echelon\/runs has "nobody" in its id\. "echelon status --all" lists them\.\n$/,
  ],
  [
    'baseline',
    2,
    /^There is no register with debts in \/.*\.echelon\. Make one with "echelon full-stack-audit" first\.\n$/,
  ],
  ['ledger verfy', 2, /^"verfy" is nothing a ledger can do; it can be shown, exported or verified: /],
  ['list agent5', 2, /^"agent5" cannot be listed; did you mean "agents"\?\n$/],
  ['init surveyr', 2, /^the package has no definition "surveyr"; did you mean "surveyor"\?\n$/],
  ['full-stack-audit --agents none', 2, /^--agents: must be a number\. /],
  ['full-stack-audit --agents 0', 2, /^--agents: /],
  ['full-stack-audit --fail-on p9', 2, /^--fail-on: must be p0, p1, p2 or p3, not "p9"\. /],
  ['full-stack-audit --backend gpt', 2, /^There is no backend "gpt" here\. Choose one of static\.\n$/],
  [
    'status --repo /no/such/folder',
    2,
    /^\/no\/such\/folder does not exist\. Give the folder of a repository with --repo\.\n$/,
  ],
  ['tidy-up', 2, /^\.echelon\/missions\/tidy-up\.md:6 {2}.*"qualty".*did you mean "quality"\?\n$/],
  ['plan tidy-up', 2, /^\.echelon\/missions\/tidy-up\.md:6 {2}/],
]

describe('a mistake is answered in one sentence with a remedy', () => {
  test.each(sentences)('echelon %s', async (line, code, sentence) => {
    const place = line.includes('--repo') ? [] : ['--repo', repository.root]
    const answer = await echelonHere([...line.split(' '), ...place])
    expect(answer.err).toMatch(sentence)
    expect(answer.out).toBe('')
    expect(answer.code).toBe(code)
  })

  test('with --json it is a line of JSON', async () => {
    const { out, err, code } = await echelon(['--json', 'status', '--al'], repository.root)
    expect(values(out)).toMatchObject([
      { type: 'error', code: 'input', message: expect.stringMatching(/^Unknown option/) },
    ])
    expect(err).toBe('')
    expect(code).toBe(2)
  })

  test('with ECHELON_DEBUG it says where it comes from', async () => {
    const { err } = await echelon(['status'], repository.root, { ECHELON_DEBUG: '1' })
    expect(err).toMatch(/\n {4}at /)
  })

  test('a time of day says which day is meant before anything else happens, and with --json as a notice', async () => {
    const line = 'full-stack-audit --until 07:00 --backend gpt'.split(' ')
    const sentence = /^Works until 07:00 (?:today|tomorrow) at the latest, in (?:\d+ h|\d+ min|less than a minute)/
    const plain = await echelonHere([...line, '--repo', repository.root])
    expect(plain.out).toMatch(sentence)
    const quiet = await echelonHere([...line, '--quiet', '--repo', repository.root])
    expect(quiet.out).toBe('')
    expect(quiet.err).toMatch(sentence)
    const json = await echelonHere([...line, '--json', '--repo', repository.root])
    expect(values(json.out)[0]).toMatchObject({ type: 'notice', message: expect.stringMatching(sentence) })
  })

  test('an empty folder holds nothing to audit', async () => {
    const { err, code } = await echelonHere(['full-stack-audit', '--repo', empty])
    expect(err).toMatch(/ holds no files to work on\. Give the folder of a repository with --repo\.\n$/)
    expect(code).toBe(2)
  })
})

describe('definitions', () => {
  test('check finds the mistakes as file:line, with what was meant', async () => {
    const { out, err, code } = await echelon(['check'], repository.root)
    expect(out).toMatch(
      /^\.echelon\/agents\/broom\.md:5 {2}.*\n\.echelon\/missions\/tidy-up\.md:6 {2}.*did you mean "quality"\?\n$/,
    )
    expect(err).toBe('2 problems, 0 warnings.\n')
    expect(code).toBe(2)
  })

  test('check looks at one file, and gives values with --json', async () => {
    const file = join(repository.root, '.echelon/agents/broom.md')
    const { out, code } = await echelon(['check', file, '--json'], repository.root)
    expect(values(out)).toMatchObject([
      { type: 'problem', file: '.echelon/agents/broom.md', line: 5 },
      { type: 'result', problems: 1 },
    ])
    expect(code).toBe(2)
  })

  test('check reads the settings of the checks too, alone or with the rest', async () => {
    const other = await mkdtemp(join(tmpdir(), 'echelon-settings-'))
    const file = join(other, '.echelon/settings.yaml')
    await mkdir(join(other, '.echelon'))
    await writeFile(file, 'checks:\n  - kind: tset\n    run: npm test\n')
    const wanted = /\.echelon\/settings\.yaml:2 {2}"checks\[0\]\.kind" is "tset".*\n$/
    for (const place of [[], [file], [other]]) {
      const { out, code } = await echelonHere(['check', ...place, '--repo', other])
      expect(out).toMatch(wanted)
      expect(code).toBe(2)
    }
    await writeFile(file, 'checks:\n  - kind: test\n    run: npm test\n')
    expect(await echelonHere(['check', '--repo', other])).toMatchObject({ code: 0, out: '' })
    await rm(other, { recursive: true })
  })

  test('plan shows phases, rosters, caps, time and cost, and writes nothing', async () => {
    await writeFile(join(empty, 'main.py'), 'print(1)\n')
    const plan = await echelonHere(['plan', 'night-mission', 'faster', 'checkout', '--repo', empty])
    expect(plan.out).toMatch(/^night-mission on echelon-empty-\w+, no commit, 1 file\n/)
    expect(plan.out).toMatch(/ {4}quality \(cap \d+, by \w+\): /)
    expect(plan.out).toContain('    will be held: it changes files, and the folder is under no version control')
    await promisify(execFile)('git', ['init', '-q', empty])
    const unborn = await echelonHere(['plan', 'night-mission', '--repo', empty])
    expect(unborn.out).toContain(
      '    will be held: it changes files, and the repository has no commit yet: a night begins from one',
    )
    await rm(join(empty, '.git'), { recursive: true })
    const versioned = await echelonHere(['plan', 'night-mission', '--repo', repository.root])
    expect(versioned.out).not.toContain('will be held')
    expect(versioned.out).toMatch(
      / {2}expand .*\n.*\n {4}only when every success criterion holds by then; standing order: When /,
    )
    expect(versioned.out).toContain('Checks   none: name them in .echelon/settings.yaml\n')
    expect(plan.out).toContain('Nothing was spent or written.')
    const { out: status } = await echelonHere(['status', '--all', '--repo', empty])
    expect(status).toBe('There is no run yet. Start one with "echelon full-stack-audit".\n')
  })

  test('init copies our definitions once; list shows the copies', async () => {
    const folder = join(empty, 'copy')
    await mkdir(folder)
    const first = await echelonHere(['init', 'surveyor', '--repo', folder])
    expect(first.out).toMatch(
      /^wrote {2}agents\/surveyor\.md\nwrote {2}\.gitignore\n\n2 written, 0 kept in .*copy\/\.echelon\. /,
    )
    const again = await echelonHere(['init', 'surveyor', '--repo', folder, '--json'])
    expect(values(again.out)).toMatchObject([{ type: 'init', written: [], kept: ['agents/surveyor.md', '.gitignore'] }])
    const list = await echelonHere(['list', 'agents', '--repo', folder])
    expect(list.out).toMatch(/^ {2}surveyor +\.echelon\/agents\/surveyor\.md /m)
    expect(list.out).toMatch(/^ {2}registrar +echelon\/agents\/registrar\.md /m)
  })
})

test('a name of a folder or a definition that attacks the terminal is shown as text', async () => {
  const folder = join(empty, `ev${hostile}il`)
  await mkdir(join(folder, '.echelon/agents'), { recursive: true })
  await writeFile(join(folder, 'main.py'), 'print(1)\n')
  await writeFile(join(folder, `.echelon/agents/a${hostile}.md`), `---\nname: ${hostile}\n---\n`)
  for (const line of [
    'full-stack-audit',
    'status',
    'check',
    'check --json',
    'plan full-stack-audit',
    'resume no',
    'stop',
  ]) {
    const { out, err } = await echelonHere([...line.split(' '), '--repo', folder])
    expect(out + err).toMatch(/\\e\[31m|\\u001b\[31m/)
    expect((out + err).replaceAll('\n', '')).not.toMatch(controls)
  }
})

test('--help teaches: verbs, missions, examples, exit codes, where things go', async () => {
  const { out, code } = await echelon(['--help'], repository.root)
  for (const part of ['full-stack-audit', 'tidy-up', 'Examples', 'Where things go', 'Exit codes', 'Ctrl-C'])
    expect(out).toContain(part)
  expect(code).toBe(0)
})
