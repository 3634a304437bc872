import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Debt, emptyRegister, Register } from '../../src/domain/debt.ts'
import type { Draft, Finding } from '../../src/domain/finding.ts'
import { renameIn } from '../../src/domain/recognise.ts'
import { type Consolidated, type ConsolidateOptions, consolidate, lastSeenCommits } from '../../src/domain/register.ts'
import { Consolidation } from '../../src/domain/report.ts'
import { findingOf } from '../support/findings.ts'

const rule = 'jobs/queue-without-worker'
const ran = { inspector: rule, layer: 'jobs', status: 'ran', population: 9, bad: 1 } as const

function options(parts: Partial<ConsolidateOptions> = {}): ConsolidateOptions {
  return {
    inspections: [ran],
    renames: new Map(),
    suppressions: [],
    commit: 'c2',
    today: '2026-06-01',
    ...parts,
  }
}

function registerOf({ debts, nextId }: Consolidated): Register {
  return Register.parse({ schema: 1, nextId, debts })
}

/** What a first run registers. */
function first(...findings: Finding[]): Register {
  return registerOf(consolidate(findings, emptyRegister, options({ commit: 'c1' })))
}

function withState(register: Register, parts: Partial<Debt>): Register {
  return { ...register, debts: register.debts.map((debt) => ({ ...debt, ...parts })) }
}

function at(file: string, line: number, quote: string, parts: Partial<Draft> = {}): Finding {
  return findingOf({
    evidence: [{ kind: 'code', file, startLine: line, endLine: line, quote, role: 'primary' }],
    instances: [{ file, line }],
    ...parts,
  })
}

describe('the first registration', () => {
  test('numbers debts by severity, then layer, then anchor, whatever order they come in', () => {
    const findings = [
      findingOf({ anchor: 'b' }),
      findingOf({ anchor: 'a' }),
      findingOf({ anchor: 'z', impact: 'hygiene' }),
      findingOf({ anchor: 'c' }, { layer: 'database' }),
    ]
    const names = (all: readonly Finding[]) =>
      consolidate(all, emptyRegister, options()).debts.map((d) => [d.id, d.anchor])
    expect(names(findings)).toEqual([
      ['DEBT-001', 'c'],
      ['DEBT-002', 'a'],
      ['DEBT-003', 'b'],
      ['DEBT-004', 'z'],
    ])
    expect(names(findings.toReversed())).toEqual(names(findings))
  })

  test('points at the lines that the evidence check corrected', () => {
    const moved = at('a.py', 40, 'queue = declare("metrics")', { instances: [{ file: 'a.py', line: 12 }] })
    expect(consolidate([moved], emptyRegister, options()).debts[0]?.location).toEqual({ file: 'a.py', line: 40 })
  })

  test('leaves candidates out and counts one identity once', () => {
    const twice = [findingOf(), findingOf(), findingOf({ anchor: 'doubtful', confidence: 'low' })]
    const consolidated = consolidate(twice, emptyRegister, options())
    expect(consolidated.added).toEqual(['DEBT-001'])
    expect(Consolidation.parse(consolidated).nextId).toBe(2)
  })
})

describe('an id survives', () => {
  const ids = ({ debts }: { debts: readonly Debt[] }) => debts.map(({ id, anchor }) => [id, anchor])

  test('a second run over the same commit, to the byte', () => {
    const findings = [findingOf({ anchor: 'a' }), findingOf({ anchor: 'b' })]
    const register = registerOf(consolidate(findings, emptyRegister, options()))
    const again = consolidate(findings.toReversed(), register, options())
    expect(registerOf(again)).toEqual(register)
    expect([again.added, again.gone, again.reopened]).toEqual([[], [], []])
  })

  test('a renamed file, also when two files swap their names', () => {
    const before = [at('a.py', 1, 'x', { anchor: 'a.py#f' }), at('b.py', 1, 'y', { anchor: 'b.py#f' })]
    const after = [at('b.py', 1, 'x', { anchor: 'b.py#f' }), at('a.py', 1, 'y', { anchor: 'a.py#f' })]
    const moved = [at('src/a.py', 1, 'x', { anchor: 'src/a.py#f' })]
    const register = first(...before.slice(0, 1))
    const renamed = consolidate(moved, register, options({ renames: new Map([['a.py', 'src/a.py']]) }))
    expect(ids(renamed)).toEqual([['DEBT-001', 'src/a.py#f']])
    expect(renamed.debts[0]?.aliases).toEqual(register.debts.map((debt) => debt.fingerprint))
    expect(renamed.debts[0]?.location.file).toBe('src/a.py')
    const swap = new Map([
      ['a.py', 'b.py'],
      ['b.py', 'a.py'],
    ])
    // The same anchors are there before and after: an exact identity goes before a guess about renames.
    expect(ids(consolidate(after, first(...before), options({ renames: swap })))).toEqual([
      ['DEBT-001', 'a.py#f'],
      ['DEBT-002', 'b.py#f'],
    ])
  })

  test('an edit that changes its anchor and little of its text', () => {
    const register = first(at('a.py', 4, 'queue = declare("metrics", durable=True)', { anchor: 'declare#1' }))
    const edited = [at('a.py', 9, 'queue = declare("metrics", durable=False)', { anchor: 'declare#2' })]
    const again = consolidate(edited, register, options())
    expect(ids(again)).toEqual([['DEBT-001', 'declare#2']])
    const back = consolidate(
      [at('a.py', 9, 'something else entirely here', { anchor: 'declare#1' })],
      registerOf(again),
      options(),
    )
    expect(back.debts.map(({ id }) => id)).toEqual(['DEBT-001'])
  })

  test.each<[string, Finding[], Finding[]]>([
    [
      'when two findings are alike',
      [at('a.py', 1, 'queue = declare("metrics")', { anchor: 'x' })],
      [
        at('a.py', 1, 'queue = declare("metrics1")', { anchor: 'y' }),
        at('a.py', 2, 'queue = declare("metrics2")', { anchor: 'z' }),
      ],
    ],
    [
      'when two debts are alike',
      [
        at('a.py', 1, 'queue = declare("metrics1")', { anchor: 'x' }),
        at('a.py', 2, 'queue = declare("metrics2")', { anchor: 'w' }),
      ],
      [at('a.py', 1, 'queue = declare("metrics")', { anchor: 'y' })],
    ],
    [
      'when the file is another one',
      [at('a.py', 1, 'queue = declare("metrics")', { anchor: 'x' })],
      [at('b.py', 1, 'queue = declare("metrics")', { anchor: 'y' })],
    ],
    [
      'when the text is too short to tell',
      [at('a.py', 1, 'pass', { anchor: 'x' })],
      [at('a.py', 1, 'pass', { anchor: 'y' })],
    ],
    [
      'when the text is another one',
      [at('a.py', 1, 'queue = declare("metrics")', { anchor: 'x' })],
      [at('a.py', 1, 'schedule.every(10).minutes', { anchor: 'y' })],
    ],
  ])('but a new one is given %s', (_, before, after) => {
    const register = first(...before)
    const again = consolidate(after, register, options())
    expect(again.added).toHaveLength(after.length)
    expect(again.gone).toHaveLength(before.length)
  })
})

describe('what happens to a state', () => {
  const finding = findingOf()
  const cases: [string, Partial<Debt>, { found: boolean; ran: boolean }, Debt['state']][] = [
    ['open', { state: 'open' }, { found: true, ran: true }, 'open'],
    ['open and not found', { state: 'open' }, { found: false, ran: true }, 'gone'],
    ['open and nobody looked', { state: 'open' }, { found: false, ran: false }, 'open'],
    ['reopened and not found', { state: 'reopened' }, { found: false, ran: true }, 'gone'],
    ['fixing', { state: 'fixing' }, { found: true, ran: true }, 'fixing'],
    ['fixed and found again', { state: 'fixed' }, { found: true, ran: true }, 'reopened'],
    ['fixed and not found', { state: 'fixed' }, { found: false, ran: true }, 'fixed'],
    ['gone and found again', { state: 'gone' }, { found: true, ran: true }, 'reopened'],
    ['accepted', { state: 'accepted', reason: 'later' }, { found: true, ran: true }, 'accepted'],
    ['accepted until tomorrow', { state: 'accepted', until: '2026-06-02' }, { found: true, ran: true }, 'accepted'],
    ['accepted until today', { state: 'accepted', until: '2026-06-01' }, { found: true, ran: true }, 'accepted'],
    ['accepted until yesterday', { state: 'accepted', until: '2026-05-31' }, { found: true, ran: true }, 'reopened'],
    ['accepted when it was harmless', { state: 'accepted', severity: 'P2' }, { found: true, ran: true }, 'reopened'],
    ['accepted and not found', { state: 'accepted' }, { found: false, ran: true }, 'accepted'],
    ['a false positive', { state: 'false-positive', reason: 'r' }, { found: true, ran: true }, 'false-positive'],
    ['a false positive, not found', { state: 'false-positive' }, { found: false, ran: true }, 'false-positive'],
  ]
  test.each(cases)('%s', (_, parts, { found, ran: looked }, state) => {
    const register = withState(first(finding), parts)
    const inspections = looked ? [ran] : [{ ...ran, status: 'notRun' } as const]
    const [debt] = consolidate(found ? [finding] : [], register, options({ inspections })).debts
    expect(debt?.state).toBe(state)
    expect(debt?.lastSeen).toBe(found ? 'c2' : 'c1')
    if (state === 'reopened') expect(debt).not.toHaveProperty('until')
  })

  test('a debt in a file that could not be read is not gone', () => {
    const again = consolidate([], first(finding), options({ unread: new Set(['app/tasks.py']) }))
    expect([again.debts[0]?.state, again.gone]).toEqual(['open', []])
  })

  test('an acceptance follows a renamed file but not a likeness', () => {
    const text = 'queue = declare("metrics", durable=True)'
    const register = withState(first(at('a.py', 1, text, { anchor: 'a.py#f' })), { state: 'accepted', reason: 'why' })
    const renames = new Map([['a.py', 'b.py']])
    const moved = consolidate([at('b.py', 1, text, { anchor: 'b.py#f' })], register, options({ renames }))
    expect(moved.debts.map(({ state, reason }) => [state, reason])).toEqual([['accepted', 'why']])
    const edited = consolidate([at('a.py', 1, text, { anchor: 'a.py#g' })], register, options())
    expect(edited.debts.map(({ id, state, reason }) => [id, state, reason])).toEqual([
      ['DEBT-001', 'reopened', undefined],
    ])
    expect(edited.reopened).toEqual(['DEBT-001'])
  })

  test('what a person accepted is listed with the reason', () => {
    const register = withState(first(finding), { state: 'accepted', reason: 'next quarter', until: '2026-09-30' })
    expect(consolidate([finding], register, options()).suppressed).toEqual([
      { fingerprint: finding.fingerprint, reason: 'next quarter', by: 'register: DEBT-001 accepted until 2026-09-30' },
    ])
  })
})

describe('a comment in the code', () => {
  const finding = findingOf()
  const comment = { file: 'app/tasks.py', line: 1, rule, reason: 'another team consumes it' }

  test('accepts a finding on its line or the next, and the register stays empty', () => {
    for (const line of [1, 2]) {
      const answer = consolidate([finding], emptyRegister, options({ suppressions: [{ ...comment, line }] }))
      expect(answer.debts).toEqual([])
      expect(answer.suppressed).toEqual([
        { fingerprint: finding.fingerprint, reason: comment.reason, by: `comment at app/tasks.py:${line}` },
      ])
    }
  })

  test.each([
    ['three lines above', { line: 5 }],
    ['in another file', { file: 'app/other.py' }],
    ['about another rule', { rule: 'jobs/other' }],
    ['without a reason', { reason: '  ' }],
    ['without a rule', { rule: '' }],
  ])('is not obeyed %s', (_, parts) => {
    const answer = consolidate([finding], emptyRegister, options({ suppressions: [{ ...comment, ...parts }] }))
    expect(answer.added).toEqual(['DEBT-001'])
    expect(answer.suppressed).toEqual([])
  })

  test('without a reason is told to a person', () => {
    const { notes } = consolidate([], emptyRegister, options({ suppressions: [{ ...comment, reason: '' }] }))
    expect(notes).toEqual([`echelon-ignore is not obeyed: app/tasks.py:1 gives no reason for ${rule}`])
  })

  test('accepts a grouped finding only when it stands at every place', () => {
    const grouped = findingOf({
      instances: [
        { file: 'app/tasks.py', line: 2 },
        { file: 'app/tasks.py', line: 9 },
      ],
    })
    const one = consolidate([grouped], emptyRegister, options({ suppressions: [comment] }))
    expect(one.added).toHaveLength(1)
    const both = consolidate([grouped], emptyRegister, options({ suppressions: [comment, { ...comment, line: 9 }] }))
    expect(both.added).toHaveLength(0)
  })

  test('accepts a registered debt for as long as it stands there', () => {
    const accepted = consolidate([finding], first(finding), options({ suppressions: [comment] }))
    expect(accepted.debts[0]).toMatchObject({ id: 'DEBT-001', state: 'accepted' })
    const still = consolidate([finding], registerOf(accepted), options({ suppressions: [comment] }))
    expect(still.debts[0]?.state).toBe('accepted')
    const removed = consolidate([finding], registerOf(still), options())
    expect(removed.reopened).toEqual(['DEBT-001'])
  })
})

describe('for any history of a repository', () => {
  const name = fc.stringMatching(/^[a-z]{1,6}$/)
  const problem = fc.record({
    file: name.map((stem) => `src/${stem}.py`),
    symbol: name,
    line: fc.integer({ min: 1, max: 900 }),
    impact: fc.constantFrom('security' as const, 'service-dead' as const, 'quality' as const, 'hygiene' as const),
  })
  const problems = fc.uniqueArray(problem, { maxLength: 12, selector: ({ file, symbol }) => `${file}#${symbol}` })
  type Problem = { file: string; symbol: string; line: number; impact: Draft['impact'] }
  const findingsOf = (all: readonly Problem[]) =>
    all.map(({ file, symbol, line, impact }) =>
      at(file, line, `broken(${symbol}, ${symbol})`, { anchor: `${file}#${symbol}`, impact }),
    )

  test('ids stay through a second run, thirty inserted lines and renamed files', () => {
    fc.assert(
      fc.property(problems, fc.boolean(), (all, renameToo) => {
        const register = first(...findingsOf(all))
        const move = (file: string) => (renameToo ? file.replace('src/', 'lib/deep/') : file)
        const later = all.map((one) => ({ ...one, file: move(one.file), line: one.line + 30 }))
        const renames = new Map(renameToo ? all.map(({ file }) => [file, move(file)] as const) : [])
        const again = consolidate(findingsOf(later).toReversed(), register, options({ renames }))
        const idsBySymbol = ({ debts }: { debts: readonly Debt[] }) =>
          new Map(debts.map(({ id, anchor }) => [anchor.replace(/^.*\//, ''), id]))
        expect(idsBySymbol(again)).toEqual(idsBySymbol(register))
        expect([again.added, again.gone]).toEqual([[], []])
      }),
      { numRuns: 60 },
    )
  })

  test('no id is ever given twice, no debt vanishes, and nothing is called fixed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(problems, fc.boolean()), { minLength: 1, maxLength: 6 }), (history) => {
        let register: Register = emptyRegister
        const given = new Map<string, string>()
        for (const [index, [all, looked]] of history.entries()) {
          const inspections = looked ? [ran] : []
          const answer = consolidate(findingsOf(all), register, options({ commit: `c${index}`, inspections }))
          for (const id of answer.added) expect(given.has(id)).toBe(false)
          for (const { id, rule: of } of answer.debts) given.set(id, of)
          expect(answer.debts.map(({ id }) => id)).toEqual([...given.keys()].sort(byNumber))
          expect(answer.debts.some(({ state }) => state === 'fixed')).toBe(false)
          if (!looked) expect(answer.gone).toEqual([])
          register = registerOf(answer)
        }
        expect(register.nextId).toBe(given.size + 1)
      }),
      { numRuns: 60 },
    )
  })

  test('even a register whose counter was turned back by hand gives no id again', () => {
    const register = { ...first(findingOf({ anchor: 'a' }), findingOf({ anchor: 'b' })), nextId: 1 }
    expect(consolidate([findingOf({ anchor: 'c' })], register, options()).added).toEqual(['DEBT-003'])
    const spent = { ...emptyRegister, nextId: 40 }
    expect(consolidate([findingOf()], spent, options()).added).toEqual(['DEBT-040'])
  })
})

test.each([
  ['src/a.ts#f', 'lib/a.ts#f'],
  ['GET /x@src/a.ts', 'GET /x@lib/a.ts'],
  ['src/a.tsx#f', 'src/a.tsx#f'],
  ['my/src/a.ts#f', 'my/src/a.ts#f'],
  ['src/a.ts>src/a.ts', 'lib/a.ts>lib/a.ts'],
])('a rename in the anchor %s gives %s', (anchor, renamed) => {
  expect(renameIn(anchor, new Map([['src/a.ts', 'lib/a.ts']]))).toBe(renamed)
})

test('renames are asked for from every commit at which a debt was last seen, the most common last', () => {
  const { debts } = first(findingOf({ anchor: 'a' }), findingOf({ anchor: 'b' }), findingOf({ anchor: 'c' }))
  const mixed = debts.map((debt, index) => ({ ...debt, lastSeen: index === 2 ? 'c9' : 'c1' }))
  expect(lastSeenCommits({ ...emptyRegister, debts: mixed })).toEqual(['c9', 'c1'])
})

function byNumber(a: string, b: string): number {
  return Number(a.slice(5)) - Number(b.slice(5))
}
