import { expect, test } from 'vitest'
import type { Fact } from '../../../src/domain/event.ts'
import type { Book } from '../../../src/engine/documents/book.ts'
import { checkClaims } from '../../../src/engine/documents/claims.ts'
import { command, count, fold, headed, said, word } from '../../../src/engine/documents/cite.ts'
import { renderAll } from '../../../src/engine/documents/render-all.ts'
import { summary } from '../../../src/engine/documents/summary.ts'
import { documentOf, type Text, text } from '../../../src/engine/documents/text.ts'
import { bookOf, earlier, syntheticBook } from '../../support/synthetic-book.ts'
import { branch, nightBook } from './made-up-night.ts'

const book = nightBook()
const { files, problems } = renderAll(book)
const read = (name: string, from: ReadonlyMap<string, string> = files): string => from.get(name) ?? ''
const handoff = read('HANDOFF.md')

test('the morning begins with what shipped: the branch, and who made and approved each change', () => {
  const first = handoff.split('\n## ')[1] ?? ''
  expect(first).toMatch(/^What shipped\n/)
  expect(first).toContain(`Branch \`${branch}\` at \`74687265\`, published in your repository.`)
  expect(first).toContain('3 changes landed, 1 after a takeover; 3 debts paid.')
  expect(first).toContain(
    '- `6f6e6500` pays DEBT-001: pay it in one (task debts/platform/DEBT-001; by bug-fixer, approved by code-reviewer)',
  )
  expect(first).toContain('(task debts/quality/DEBT-003; by senior-fixer, approved by code-reviewer)')
})

test('the suites stand in one table, whatever ran in between', () => {
  expect(handoff).toContain('| `npm test` | passed | 17 / 0 / 0 | passed | 17 / 0 / 0 | yes, first at #')
  expect(handoff).toContain('| `npm run lint` | failed | no counts | passed | no counts | no |')
  expect(handoff).toContain('| `worker: pytest` | could not run | no counts | could not run | no counts | no |')
  expect(handoff).toContain('| `run: make smoke` | not run |   | failed | no counts | no |')
  expect(handoff.match(/^\| `npm test`/gm)).toHaveLength(1)
})

test('the lane proves that a tree is no worse, which is less than green, and no document says more', () => {
  const stillRed = replaced(book, (fact) =>
    fact.type === 'check.ended' ? { ...fact, outcome: 'failed', exitCode: 1, flaky: false } : fact,
  )
  const { files: documents, problems: faults } = renderAll(stillRed)
  expect(faults).toEqual([])
  expect(section(read('HANDOFF.md', documents), 'How it was checked')).toContain(
    'on 2 stacks as they would land: 2 no worse than the tree before, 0 worse.',
  )
  expect(read('PR_LEDGER.md', documents)).toContain('| 2 red (no worse than before) |')
  for (const name of ['HANDOFF.md', 'PR_LEDGER.md', 'METRICS.md', 'report.html', 'TASKS.md'])
    expect(read(name, documents).replace(/<style>[\s\S]*?<\/style>/, ''), name).not.toMatch(/\bgreen\b/)
})

test('a red check whose run before could not begin is compared with nothing, and nothing else is said of it', () => {
  const before = replaced(book, (fact) => {
    if (fact.type === 'lane.tested') return { ...fact, base: 'b'.repeat(40) }
    if (fact.type !== 'check.ended') return fact
    if (fact.at === 'base') return { ...fact, outcome: 'unavailable', exitCode: null, commit: 'b'.repeat(40) }
    return { ...fact, outcome: 'failed', exitCode: 1, flaky: false }
  })
  expect(read('PR_LEDGER.md', renderAll(before).files)).toContain('| 2 red (with nothing to compare it with) |')
})

test('the checks are counted by what became of them, at the end and at the base, and what is none is not counted', () => {
  expect(summary(book).text).toContain(
    'Checks    2 passed, 1 red, 1 could not run; at the base 1 passed, 1 red, 1 could not run\n',
  )
  const barren = summary(nightBook({ barren: true })).text
  expect(barren).toMatch(/^Checks .*; at the base 1 passed, 1 red, 1 could not run$/m)
  expect(`${handoff}${summary(book).text}${barren}`).not.toMatch(/none of (?:\d+|them) good/)
})

test('a landed tree is told from one that only lies beneath a tested one', () => {
  expect(handoff).toContain(
    'Of 3 changes, 2 landed with the very tree that the lane tried; 1 beneath such a tree, in a stack that went in as a whole.',
  )
  const untried = replaced(book, (fact) => (fact.type === 'lane.tested' ? { ...fact, green: false } : fact))
  expect(renderAll(untried).files.get('HANDOFF.md')).toContain('for 3 no test of the tree is recorded')
})

test('a check that is red says what it complains about, one that could not run does not stand there as red', () => {
  const part = section(handoff, 'How it was checked')
  expect(part).toContain('- Check `run: make smoke` is red, with 2 failures; the first: the tide table is empty.')
  expect(part).not.toContain('`worker: pytest` is red')
  const night = nightBook({ barren: true })
  expect(renderAll(night).files.get('HANDOFF.md')).toContain('- Check `npm run lint` is red: 1:1 error no-var.')
})

test('what our own installation left out is told beside a check that suffers from it, with the remedy', () => {
  const note =
    'dependencies were installed without the install scripts of prisma; name your commands under setup: there'
  const noted = replaced(book, (fact) =>
    fact.type === 'check.ended' && fact.suite === 'worker: pytest'
      ? { ...fact, excerpt: `pytest: not found\n[${note}]\n` }
      : fact,
  )
  const text = renderAll(noted).files.get('HANDOFF.md') ?? ''
  expect(text).toContain(`- Of check \`worker: pytest\`: ${note}.`)
  expect(text).toMatch(/`worker: pytest` could not run at the base.*: pytest: not found\./)
})

test('what nobody could verify: checks that could not run, and flaky ones with both results', () => {
  const part = section(handoff, 'What could not be verified')
  expect(part).toContain('Check `worker: pytest` could not run at the base: pytest: not found.')
  expect(part).toContain('Check `npm test` was flaky at the merge: red, then passed on the same tree')
  expect(part).toContain('Inspector `deployment/images` was not run')
})

test('what is not done: by reason, each debt once, and none that was paid after all', () => {
  const part = section(handoff, 'What is not done')
  expect(part).toContain('Escalated for safety: 1 task (debts/quality/DEBT-005).')
  expect(part).toContain('Put off, because it needs judgement, and no model is here: 1 piece of work (DEBT-004).')
  expect(part).not.toContain('no spawns are left')
  expect(part).toContain('It was refused to land 1 time, first for review.')
  expect(part).toContain(
    'Expansion expand was begun by the standing order "Take the remaining open debts next" with at most 80 spawns, 120 minutes and $25.00; nothing came of it',
  )
})

test('decisions say why a grave debt was left', () => {
  const part = section(handoff, 'Decisions needed')
  expect(part).toMatch(/Fix or accept DEBT-004 .*\. It was put off: it needs judgement, and no model is here\./)
  expect(part).toMatch(/Fix or accept DEBT-005 .*\. It was handed upwards: the test asserts nothing\./)
  expect(part).not.toContain('DEBT-001')
})

test('the first commands look at the branch and run again what is red', () => {
  const part = section(handoff, 'First commands of the morning')
  expect(part).toContain(`\`git log --oneline 4f2c9a71d0be..${branch}\``)
  expect(part).toContain(`\`git diff 4f2c9a71d0be...${branch}\``)
  expect(part).toContain(`\`git merge ${branch}\``)
  expect(part).toContain(
    '`cd worker && pytest -q`: could not run on the mission branch; it proves something once it does.',
  )
  expect(part).toContain('`make smoke`: red on the mission branch')
  expect(part).not.toContain('npm test`')
})

test('a branch that the user does not see is said to be unseen, and no command names it', () => {
  const hidden = read('HANDOFF.md', renderAll(nightBook({ unpublished: 'it is checked out in /home/a/b' })).files)
  expect(hidden).toContain('is not shown in your repository: it is checked out in /home/a/b.')
  expect(hidden).not.toContain('published')
  expect(hidden).not.toContain('git merge')
})

test('a long night is counted by phase and coordinator, and PR_LEDGER.md has a row for each change', () => {
  const long = renderAll(nightBook({ more: 40 }))
  expect(long.problems).toEqual([])
  expect(read('HANDOFF.md', long.files)).toContain('Phase expand, expand/platform: 40 changes landed')
  expect(read('HANDOFF.md', long.files)).not.toContain('extra-3')
  expect(read('PR_LEDGER.md', long.files).match(/^\| #\d+ \| `[0-9a-f]{8}` \|/gm)).toHaveLength(43)
})

test('PR_LEDGER.md says of each change which tree was tested, with what, and what was sent back on the way', () => {
  const ledger = read('PR_LEDGER.md')
  expect(ledger).toMatch(
    /`6f6e6500` \| `tree-one`, beneath the tested `tree-two` \| pay it in one .* \| 2 passed \| DEBT-001 \| 3 \|/,
  )
  expect(ledger).toMatch(/`74776f00` \| `tree-two` = tested tree \|/)
  expect(ledger).toMatch(/debts\/quality\/DEBT-003 \| 1 \| checks \| npm test failed with exit code 1 \|/)
})

test('a run that lands nothing says so, and leaves no PR_LEDGER.md', () => {
  const { files: none, problems: faults } = renderAll(nightBook({ barren: true }))
  expect(faults).toEqual([])
  expect(none.has('PR_LEDGER.md')).toBe(false)
  expect(none.has('quirks.md')).toBe(false)
  expect(read('HANDOFF.md', none)).toContain('## Nothing shipped\n\nNo change landed tonight.')
  expect(read('HANDOFF.md', none)).toContain('No expansion was begun: the mission is not accomplished yet')
  expect(read('HANDOFF.md', none)).toContain('`npm run lint`: red at the base; run it again.')
})

test('where no check could run, a green lane is not told as proof, and each reason stands once', () => {
  const blind = replaced(book, (fact) =>
    fact.type === 'check.ended'
      ? {
          ...fact,
          outcome: 'unavailable',
          exitCode: null,
          passed: null,
          failed: null,
          excerpt: 'there is no program "npm" on PATH',
        }
      : fact,
  )
  const { files: documents, problems: faults } = renderAll(blind)
  expect(faults).toEqual([])
  const morning = read('HANDOFF.md', documents)
  expect(section(morning, 'What shipped')).toContain(
    'No check of the repository could run on this branch: guard, inspectors and reviews alone stand behind it.',
  )
  expect(section(morning, 'How it was checked')).toContain(
    '2 no worse than the tree before, 0 worse; on 2 of them no check could run.',
  )
  expect(section(morning, 'What could not be verified')).toContain(
    'Checks `npm test`, `npm run lint`, `worker: pytest` could not run at the base and at the end: there is no program "npm" on PATH.',
  )
  expect(read('PR_LEDGER.md', documents)).toContain('| 2 could not run |')
  expect(handoff).not.toContain('could run on this branch')
  expect(handoff).not.toContain('no check could run')
})

test('an expansion that was held for one reason is told once', () => {
  const reason = 'the mission is not accomplished yet: checks.worse == 0'
  const night = nightBook({ barren: true })
  const held = replaced(night, (fact) =>
    fact.type === 'task.ended' ? { type: 'phase.held', phase: 'expand', reason } : fact,
  )
  const part = section(renderAll(held).files.get('HANDOFF.md') ?? '', 'What is not done')
  expect(part).toContain(`Phase expand was held: ${reason}.`)
  expect(part).not.toContain('No expansion was begun')
})

test('what was put off stands in the order of the register, whoever came to it first', () => {
  const subjects = ['DEBT-010', 'DEBT-006', 'DEBT-007']
  const why = 'it needs judgement, and no model is here'
  const night = replaced(book, (fact) =>
    fact.type === 'work.deferred' ? { ...fact, subject: subjects.pop() ?? '', reason: why } : fact,
  )
  const part = section(renderAll(night).files.get('HANDOFF.md') ?? '', 'What is not done')
  expect(part).toContain('3 pieces of work (DEBT-006, DEBT-007, DEBT-010).')
})

test('debts that were settled before are not counted as kept', () => {
  const again = replaced(book, (fact) => {
    if (fact.type !== 'debt.recorded' || fact.change !== 'kept') return fact
    return { ...fact, debt: { ...fact.debt, state: fact.debt.id === 'DEBT-005' ? 'open' : 'gone' } }
  })
  expect(handoff).not.toMatch(/Against the run before: \d+ added, 1 kept/)
  expect(renderAll(again).files.get('HANDOFF.md')).toMatch(/Against the run before: \d+ added, 1 kept/)
})

test('an audit says nothing of branches, lanes and landings', () => {
  const audit = [...renderAll(syntheticBook()).files].filter(([name]) => name.endsWith('.md') || name.endsWith('.html'))
  for (const [, whole] of audit) expect(whole).not.toMatch(/mission branch|merge lane|Landed|Checks before/)
})

test('the debts that were paid stand apart with their proof, and the open ones say why they were left', () => {
  const debts = read('TECHNICAL_DEBT.md')
  const paid = section(debts, 'Paid tonight')
  expect(paid).toMatch(
    /^- DEBT-001 \(P0\) .*: `6f6e65000000` on `echelon\/r-20260130`; `[\w/-]+` no longer finds it at `74776f000000` \(event #\d+\)/m,
  )
  expect(paid.match(/^- DEBT-/gm)).toHaveLength(3)
  expect(debts).toMatch(/### DEBT-004: [\s\S]*?\n\nPut off: it needs judgement, and no model is here\.\n/)
  expect(debts).toMatch(/### DEBT-005: [\s\S]*?\n\nHanded upwards: the test asserts nothing\.\n/)
  expect(debts).toMatch(/By state: \d+ open, 3 fixed/)
})

test('a sibling that is still open is named beside the debt that was paid', () => {
  const open = [...book.state.debts.values()].find(({ debt }) => debt.state === 'open')
  if (open === undefined) throw new Error('the made-up night has no open debt')
  const named = replaced(book, (fact) =>
    fact.type === 'gate.judged' ? { ...fact, siblings: [open.debt.title, 'paid by now'] } : fact,
  )
  const paid = section(read('TECHNICAL_DEBT.md', renderAll(named).files), 'Paid tonight')
  expect(paid).toContain('Still open of the same rule: 1: ')
  expect(paid).not.toContain('paid by now')
})

test('the scores of the status report are those of the audit, and beside them stands what was paid since', () => {
  const status = read('MVP_STATUS_REPORT.md')
  expect(status).toContain('The scores are those of the audit at `4f2c9a71d0be`, before anything landed.')
  expect(status).toContain('| Layer | Score | Inspectors ran | Looked at | Paid since | Why |')
  expect(status).toContain('| `run: make smoke` | 2 (exit code; failed) | does not hold |')
  expect(status).toContain('## Checks before and after')
})

test('each task tells its way', () => {
  expect(read('TASKS.md')).toContain(
    'attempt 1 sent back for checks: npm test failed with exit code 1; taken over by senior-fixer for broken_tests; landed as `74687265`',
  )
})

test('the metrics have the lane and the takeovers by reason', () => {
  const metrics = read('METRICS.md')
  expect(metrics).toContain('2 tests of stacks: 2 no worse than the tree before, 0 worse, 0 of a single suspect.')
  expect(metrics).toContain('0.67 tests for each change that came through.')
  const one = replaced(book, (fact) =>
    fact.type === 'lane.tested' && fact.tasks.length === 1
      ? { type: 'note.added', by: 'x', task: null, text: 'x' }
      : fact,
  )
  const [first, ...rest] = [...one.state.landed]
  const single = { ...one, state: { ...one.state, landed: new Map(first === undefined ? [] : [first]) } }
  expect(rest).toHaveLength(2)
  expect(renderAll(single).files.get('METRICS.md')).toContain('- 1 test for each change that came through.')
  expect(renderAll(nightBook({ barren: true })).files.get('METRICS.md')).not.toContain('unknown tests')
  expect(metrics).toContain('Changes in one test: 1.5 on average, 2 at most.')
  expect(metrics).toContain('2 changes sent back (checks 1, review 1).')
  expect(metrics).toContain('1 flaky run of a check.')
  expect(metrics).toContain('| broken_tests | 1 | 1 | 1 |')
})

test('lessons have a document of their own', () => {
  expect(read('quirks.md')).toContain(
    '| Q-001 | Run the migration before the tests. | `errors/bare-except`, `api/**` | debts/quality/DEBT-003 of run r-20260130-221405 | 3 | 1 | new |',
  )
})

test('the first debts paid, and the first takeover, are remembered; a night like others is not', () => {
  expect(read('HISTORIAN.md')).toContain('First: 3 debts paid, and the register knows of none before.')
  expect(read('HISTORIAN.md')).toContain('First: 1 task had to be taken over by somebody stronger.')
  const known = { agentsSpawned: 999, peakConcurrency: 99, delegationRatio: 1, autonomyRate: 1, checksDelta: 99 }
  const like = nightBook({}, [earlier('r-1', { ...known, takeoverRate: 0.1 })])
  const before = [...like.state.debts.values()].filter(({ debt }) => debt.state === 'open').slice(0, 3)
  const paidEarlier = new Map(
    before.map((one) => [one.debt.id, { ...one, debt: { ...one.debt, fixedOn: 'echelon/earlier' } }]),
  )
  const debts = new Map([...like.state.debts, ...paidEarlier])
  expect(renderAll({ ...like, state: { ...like.state, debts } }).files.has('HISTORIAN.md')).toBe(false)
})

test('what an earlier night paid on a branch that was never merged is no debt, and is not forgotten', () => {
  const at = book.state.started?.fact.repository.commit ?? ''
  const next = replaced(book, (fact) =>
    fact.type === 'debt.recorded' && fact.debt.state === 'fixed'
      ? { ...fact, change: 'kept', debt: { ...fact.debt, fixedOn: 'echelon/earlier', lastSeen: at } }
      : fact,
  )
  const { files: later, problems: faults } = renderAll(next)
  expect(faults).toEqual([])
  expect(section(read('HANDOFF.md', later), 'Decisions needed')).toContain(
    'Take in `echelon/earlier`, or say why not: 3 debts paid there, which this commit still has.',
  )
  const debts = read('TECHNICAL_DEBT.md', later)
  expect(section(debts, 'Paid on a branch that this commit does not have').match(/^- DEBT-/gm)).toHaveLength(3)
  expect(section(debts, 'No longer there')).not.toContain('DEBT-001')
  expect(debts).not.toContain('## Paid tonight')
})

test('the terminal says what landed, where, and what is left, in ten lines of a hundred columns', () => {
  const lines = summary(book).text.trimEnd().split('\n')
  expect(lines.length).toBeLessThanOrEqual(10)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100)
  expect(lines).toEqual(
    expect.arrayContaining([
      'Landed    3 changes, 1 task sent back for good',
      `Branch    ${branch}, published in your repository`,
      'Checks    2 passed, 1 red, 1 could not run; at the base 1 passed, 1 red, 1 could not run',
      expect.stringMatching(/^Paid {6}3 debts: /),
      expect.stringMatching(/^Left .*1 piece of work put off$/),
    ]),
  )
})

test('the page draws the branch: a dot for each landing, a cross for each change sent back', () => {
  const page = read('report.html')
  expect(page.match(/class="landing"/g)).toHaveLength(3)
  expect(page.match(/class="sent-back"/g)).toHaveLength(2)
  expect(page.match(/class="refused"/g)).toHaveLength(3)
  expect(page).toContain('<h2 id="landed-h">Landed</h2>')
  expect(page).toContain('pay it in two: landed as 74776f00 after')
})

test.each([
  ['an ordinary night', {}],
  ['a barren one', { barren: true }],
  ['one whose branch is hidden', { unpublished: 'all 3 changes landed, it is published' }],
  ['one over hostile text', { hostile: '# All 21 debts fixed\n|x| `a` \u001b[31m <script>' }],
])('every sentence of %s is covered, and text stays text', (_what, shape) => {
  const night = nightBook(shape)
  const rendered = renderAll(night)
  expect(rendered.problems).toEqual([])
  expect(checkClaims(summary(night), night)).toEqual([])
  for (const [name, whole] of rendered.files) {
    if (name.endsWith('.md')) expect(unfenced(whole)).not.toMatch(/^# All 21|\u001b/m)
    if (name.endsWith('.html')) expect(whole.match(/<script/g)).toHaveLength(1)
  }
})

test('the night of the default has no sentence that is not covered', () => expect(problems).toEqual([]))

const seqWhere = (matches: (fact: Fact) => boolean, of: Book = book): number => {
  const event = of.events.find(({ fact }) => matches(fact))
  if (event === undefined) throw new Error('the made-up night has no such event')
  return event.seq
}
const redCheck = seqWhere((fact) => fact.type === 'check.ended' && fact.exitCode === 1)
const noCheck = seqWhere((fact) => fact.type === 'check.ended' && fact.outcome === 'unavailable')
const sentBack = seqWhere((fact) => fact.type === 'landing.refused')
const gateSaid = seqWhere((fact) => fact.type === 'gate.judged')
const openDebt = seqWhere((fact) => fact.type === 'debt.recorded' && fact.debt.state === 'open')
const unseen = nightBook({ unpublished: 'it is checked out' })
const notShown = seqWhere((fact) => fact.type === 'branch.published', unseen)
const disapproved = seqWhere((fact) => fact.type === 'review.ended' && !fact.approved)

const lies: readonly (readonly [string, Text, string])[] = [
  ['a landing in free prose', text`Everything landed.`, '"landed" is covered by no claim'],
  ['a payment in free prose', text`The debts are paid.`, '"paid" is covered by no claim'],
  ['a publication in free prose', text`The branch was published.`, '"published" is covered by no claim'],
  ['tests in free prose', text`All of it was tested and reviewed.`, '"tested" is covered by no claim'],
  ['a refused change called landed', text`It ${word('landed', [{ seq: sentBack }])}.`, 'does not prove "landed"'],
  ['a refused change called merged', text`It is ${word('merged', [{ seq: sentBack }])}.`, 'does not prove "merged"'],
  ['a verdict of the gate called a payment', text`${word('paid', [{ seq: gateSaid }])}`, 'does not prove "paid"'],
  ['an open debt called paid', text`${word('paid', [{ seq: openDebt }])}`, 'does not prove "paid"'],
  ['a red check called green', text`It is ${word('green', [{ seq: redCheck }])}.`, 'does not prove "green"'],
  ['a check that could not run called passed', text`${word('passed', [{ seq: noCheck }])}`, 'does not prove "passed"'],
  ['a disapproval called approval', text`${word('approved', [{ seq: disapproved }])}`, 'does not prove "approved"'],
  ['more landings than there are', text`${count([{ seq: 99_998 }, { seq: 99_999 }])} changes`, 'says 0'],
  ['a command that is no check of the repository', text`${command('npm run deploy')}`, 'is no command'],
  ['a check with something hung on it', text`${command('npm test && rm -rf .')}`, 'is no command'],
  ['a heading of our own making', text`${headed('All debts paid')}`, 'is not what the heading'],
  ['a reason that nobody gave', text`${said('it was too late', sentBack)}`, 'does not say "it was too late"'],
]

test.each(lies)('a planted lie is found: %s', (_what, sentence, problem) => {
  const found = checkClaims(documentOf('T.md', [sentence]), book).map((one) => one.problem)
  expect(found.join('\n')).toContain(problem)
})

test('a branch that nobody sees cannot be called published, and lines are counted again', () => {
  const claim = documentOf('T.md', [text`${word('published', [{ seq: notShown }])}`])
  expect(checkClaims(claim, unseen).map((one) => one.problem)).toEqual([`event ${notShown} does not prove "published"`])
  const sum = documentOf('T.md', [text`${fold(book, 'landed-lines', 'debts/platform/DEBT-001')} lines`])
  expect(checkClaims(sum, book)).toEqual([])
  const wider = replaced(book, (fact) =>
    fact.type === 'task.landed' ? { ...fact, paths: [{ path: 'api/a.py', lines: 4 }] } : fact,
  )
  expect(checkClaims(sum, wider).map((one) => one.problem)).toEqual([
    '3 is claimed, and the fold "landed-lines" says 4',
  ])
})

test("the repository's own checks may be named as commands, exactly as they were read", () => {
  const sentence = documentOf('T.md', [text`${command('cd worker && pytest -q')} and ${command('npm test')}`])
  expect(checkClaims(sentence, book)).toEqual([])
  expect(checkClaims(sentence, syntheticBook())).toHaveLength(2)
})

/** The same night with its facts exchanged. */
function replaced(night: Book, exchange: (fact: Fact) => Fact): Book {
  return bookOf(night.events.map((event) => ({ ...event, fact: exchange(event.fact) })))
}

/** Without the blocks in which the repository may say what it likes. */
function unfenced(whole: string): string {
  return whole.replace(/^(`{3,})[\s\S]*?^\1/gm, '')
}

function section(whole: string, title: string): string {
  const start = whole.indexOf(`## ${title}`)
  const end = whole.indexOf('\n## ', start + 1)
  return start === -1 ? '' : whole.slice(start, end === -1 ? undefined : end)
}
