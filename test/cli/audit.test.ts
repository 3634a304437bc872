import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FixtureRepository } from '../../src/testing/index.ts'
import { type Answer, begin, bin, controls, echelon, echelonHere, values } from './echelon.ts'
import { shop } from './shop.ts'

let repository: FixtureRepository
let out: string
let audit: Answer
let run: string

beforeAll(async () => {
  repository = await shop()
  out = await mkdtemp(join(tmpdir(), 'echelon-out-'))
  await repository.git('config', 'status.showUntrackedFiles', 'all')
  await writeFile(join(repository.root, 'mine.txt'), 'not committed')
  audit = await echelon(['full-stack-audit', '--out', out, '--fail-on', 'p1'], repository.root)
  run = audit.out.match(/run (\S+-full-stack-audit-[0-9a-f]{4})/)?.[1] ?? ''
})
afterAll(async () => {
  await repository.remove()
  await rm(out, { recursive: true })
})

describe('an audit in a pipe', () => {
  test('says what happens, a line per event with its running time', () => {
    expect(audit.err).toBe('')
    expect(run).not.toBe('')
    expect(audit.out).toMatch(/^ {3}\d+:\d\d {2}full-stack-audit on echelon-fixture-\w+ at [0-9a-f]{12}, run /)
    expect(audit.out).toContain('0:00  phase survey begins')
    expect(audit.out).toMatch(/\d+:\d\d {2}orchestrator sends explore-deployment: Inspect Docker and deployment/)
    expect(audit.out).toMatch(/\d+:\d\d {2}registrar done in \d+ ms: Bring the register up to date/)
    expect(audit.out).toMatch(/\d+:\d\d {2}accomplished: every success criterion holds/)
  })

  test('ends with a summary of ten lines at most, the debts of the gate and the paths of the documents', () => {
    const end = audit.out.slice(audit.out.lastIndexOf('full-stack-audit on'))
    const [summary = '', gate = '', documents = ''] = end.split('\n\n')
    expect(summary.split('\n').length).toBeLessThanOrEqual(10)
    expect(summary).toContain('Cost      none: no model was called')
    expect(gate).toContain('open debts at P1 or worse: --fail-on p1 fails')
    expect(gate).toMatch(/P0 {2}DEBT-\d{3} {2}docker-compose\.yml:\d+ +worker starts "app\.missing"/)
    expect(gate).not.toContain('  P2  ')
    expect(documents).toMatch(/^Documents {2}\S+\n {2}HANDOFF\.md, TECHNICAL_DEBT\.md, report\.html, /)
    expect(documents.split('\n')[0]).toBe(`Documents  ${out}`)
  })

  test('has no control code in it, although a file of the repository has some in its name', () => {
    expect(audit.out.replaceAll('\n', '')).not.toMatch(controls)
  })

  test('has the exit code of its gate', () => {
    expect(audit.code).toBe(3)
  })

  test('leaves in --out exactly the documents', async () => {
    const always =
      'HANDOFF.md MVP_STATUS_REPORT.md TECHNICAL_DEBT.md METRICS.md TASKS.md SCRATCHPAD.md audit.json audit.sarif register.json metrics.json ledger.jsonl report.html'
    const left = (await readdir(out)).filter((name) => name !== 'HISTORIAN.md')
    expect(left.sort()).toEqual(always.split(' ').sort())
    const told = audit.out.slice(audit.out.lastIndexOf('\nDocuments'))
    for (const name of left) expect(told).toMatch(new RegExp(`[ ,]${name.replace('.', '\\.')}(?:,|\\n)`))
    expect(told.match(new RegExp(out, 'g'))).toHaveLength(1)
  })

  test('changes nothing that git can see', async () => {
    expect(await repository.git('status', '--porcelain')).toBe('?? mine.txt')
  })
})

describe('afterwards', () => {
  const ask = (...args: readonly string[]) => echelon(args, repository.root)
  const here = (...args: readonly string[]) => echelonHere([...args, '--repo', repository.root])

  test('status tells how the run stands, from anywhere', async () => {
    const { code, out: said } = await echelon(['status', '--repo', repository.root], tmpdir())
    expect(code).toBe(0)
    expect(said).toMatch(new RegExp(`^${run} on echelon-fixture-\\w+  accomplished  0:0\\d  no model cost\n`))
    expect(said).toMatch(/├─ ✓ explore {2}16 done, \d+:\d\d\n/)
    expect(said).toContain(`every success criterion holds. "echelon handoff ${run}" prints what it left.`)
  })

  test('status --all lists it, and --json gives a value per run', async () => {
    const [plain, json] = await Promise.all([here('status', '--all'), here('status', '--all', '--json')])
    expect(plain.out).toMatch(
      new RegExp(`^${run}  accomplished  0:0\\d  no model cost  every success criterion holds\n$`),
    )
    expect(values(json.out)).toMatchObject([
      { type: 'status', run, standing: 'finished', tasks: { done: expect.any(Number) } },
    ])
  })

  test('handoff prints the document, byte for byte in a pipe', async () => {
    const [handoff, debts] = await Promise.all([
      ask('handoff'),
      here('handoff', run, '--document', 'technical_debt.md'),
    ])
    expect(handoff.out).toMatch(/^# Handoff: full-stack-audit on /)
    expect(debts.out).toMatch(/^# Technical debt/)
    expect(debts.out).toContain('DEBT-001')
    expect(`${handoff.out}${debts.out}`.replaceAll('\n', '')).not.toMatch(controls)
  })

  test('handoff knows its documents', async () => {
    const { code, err } = await here('handoff', '--document', 'HANDOF.md')
    expect(err).toBe(`${run} has no document "HANDOF.md"; did you mean "HANDOFF.md"?\n`)
    expect(code).toBe(2)
  })

  test('metrics prints the numbers with their fractions', async () => {
    const [plain, json] = await Promise.all([ask('metrics'), here('metrics', run, '--json')])
    expect(plain.out).toMatch(/^# Metrics\n/)
    expect(values(json.out)).toMatchObject([{ type: 'metrics', run, mission: { hierarchyCompliance: { value: 1 } } }])
  })

  test('ledger verify proves the chain of the run and of its export, and finds a changed line', async () => {
    const whole = await ask('ledger', 'verify')
    expect(whole.out).toMatch(/: \d+ events, the chain is whole; head [0-9a-f]{64}\n$/)
    const exported = await ask('ledger', 'export')
    const file = join(out, 'copy.jsonl')
    await writeFile(file, exported.out)
    expect((await here('ledger', 'verify', file)).out).toContain('the chain is whole')
    await writeFile(file, exported.out.replace('"phase":"survey"', '"phase":"forged"'))
    const broken = await here('ledger', 'verify', file)
    await rm(file)
    expect(broken.err).toMatch(/copy\.jsonl: the chain breaks at event \d+: its text does not match its hash\. /)
    expect(broken.code).toBe(1)
  })

  test('ledger show has a line per event', async () => {
    const { out: shown } = await ask('ledger', 'show')
    expect(shown).toMatch(/^ {5}1 {5}0:00 {2}run\.started {8}full-stack-audit on /)
    expect(shown.trimEnd().split('\n').length).toBe(values((await here('ledger', 'show', '--json')).out).length)
    expect(shown.replaceAll('\n', '')).not.toMatch(controls)
  })

  test('resume leaves a finished run alone', async () => {
    const { code, out: said } = await ask('resume')
    expect(said).toBe(`${run} has finished before: accomplished. "echelon handoff" prints what it left.\n`)
    expect(code).toBe(0)
  })

  test('stop has nothing to stop', async () => {
    const { code, err } = await ask('stop')
    expect(err).toMatch(/^No run is at work in \/.*\.echelon\.\n$/)
    expect(code).toBe(2)
  })

  test('a second audit after a baseline shows and counts only what is new, as lines of JSON', async () => {
    const baseline = await ask('baseline')
    expect(baseline.out).toMatch(/^Accepted \d+ debts \(\d+ P2, \d+ P3\)\. Still open: \d+ debts \(1 P0, \d+ P1\)\.\n$/)
    const again = await ask('full-stack-audit', '--json', '--new-only', '--fail-on', 'p3')
    expect(again.err).toBe('')
    const lines = values(again.out)
    expect(new Set(lines.slice(0, -1).map(({ type }) => type))).toEqual(new Set(['event']))
    expect(lines.at(-1)).toMatchObject({ type: 'result', outcome: 'accomplished', exitCode: 0, failing: [], new: [] })
    expect(again.code).toBe(0)
  })
})

test('a reader who leaves stops the run gracefully', async () => {
  const { child, line, ended } = begin([bin, 'full-stack-audit'], repository.root)
  await line(/phase survey begins/)
  child.stdout?.destroy()
  expect((await ended).code).toBe(4)
  const { out: status } = await echelon(['status'], repository.root)
  expect(status).toContain('  stopped  ')
})
