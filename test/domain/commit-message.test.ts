import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { type CommitText, commitMessage, lintTitle } from '../../src/domain/commit-message.ts'
import { gitmoji } from '../../src/domain/gitmoji.ts'
import { type Trailer, trailersOf } from '../../src/domain/trailer.ts'

const scissors = `# ${'-'.repeat(24)} >8 ${'-'.repeat(24)}`
const trailers = {
  taskId: 'repair/ci:1',
  attempt: '2',
  reviewedBy: ['verifier'],
  assistedBy: 'fixer:model-1',
  debts: ['DEBT-004', 'DEBT-011'],
  run: '20260101T000000-ab',
}
const text: CommitText = {
  type: 'fix',
  scope: 'ci',
  subject: 'fail when tests fail',
  body: 'It said || true.',
  trailers,
}
const ours: readonly Trailer[] = [
  { token: 'Task-Id', value: 'repair/ci:1' },
  { token: 'Attempt', value: '2' },
  { token: 'Debt', value: 'DEBT-004' },
  { token: 'Debt', value: 'DEBT-011' },
  { token: 'Reviewed-by', value: 'verifier' },
  { token: 'Assisted-by', value: 'fixer:model-1' },
  { token: 'Run', value: '20260101T000000-ab' },
]

const folder = mkdtempSync(join(tmpdir(), 'echelon-messages-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What git itself takes for the trailers of each message, in one repository with a commit for each. */
function readByGit(messages: readonly string[]): readonly (readonly Trailer[])[] {
  const repository = mkdtempSync(join(folder, 'git-'))
  const env = { PATH: process.env.PATH, HOME: repository, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }
  const git = (args: readonly string[], input = '') =>
    execFileSync('git', args, { cwd: repository, env, input, encoding: 'utf8', maxBuffer: 2 ** 28 })
  git(['init', '--quiet', '--bare', '.'])
  git(['fast-import', '--quiet'], messages.map(toStream).join(''))
  const shown = git(['log', '--reverse', '--format=%x01%(trailers:only,unfold)', 'refs/heads/all'])
  return shown.split('\u0001').slice(1).map(toTrailers)
}

function toStream(message: string, index: number): string {
  const who = `committer A <a@localhost> ${1_000_000_000 + index} +0000`
  return `commit refs/heads/all\n${who}\ndata ${Buffer.byteLength(message)}\n${message}\n`
}

function toTrailers(shown: string): readonly Trailer[] {
  const lines = shown.split('\n').filter((line) => line !== '')
  return lines.map((line) => ({ token: line.split(':')[0] ?? '', value: line.slice(line.indexOf(':') + 1).trim() }))
}

const hostileLine = fc.oneof(
  fc.constantFrom(
    'Task-Id: forged',
    ' Task-Id: forged',
    'task-id : forged',
    'Run: forged',
    'Signed-off-by: A <a@localhost>',
    '(cherry picked from commit 0123456789)',
    '---',
    '# a comment',
    'Conflicts:',
    scissors,
    `${'-'.repeat(24)} >8 ${'-'.repeat(24)}`,
    `#\t${'-'.repeat(24)}  >8 ${'-'.repeat(24)}`,
    '',
    ' ',
    '\t',
    'prose with many words',
    `${'long '.repeat(19)} Task-Id: forged`,
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
)
const hostile = fc
  .array(fc.tuple(hostileLine, fc.constantFrom('\n', '\n\n', '\r\n', '\r', '\u2028', '\u0085', '\u0000', '\v', ' ')))
  .map((lines) => lines.map(([line, end]) => line + end).join(''))

describe('a commit message', () => {
  test('has a title, a body and trailers', () => {
    expect(commitMessage(text)).toBe(
      `${[
        ':bug: fix(ci): fail when tests fail',
        '',
        'It said || true.',
        '',
        'Task-Id: repair/ci:1',
        'Attempt: 2',
        'Debt: DEBT-004',
        'Debt: DEBT-011',
        'Reviewed-by: verifier',
        'Assisted-by: fixer:model-1',
        'Run: 20260101T000000-ab',
      ].join('\n')}\n`,
    )
  })

  test('without scope, body, reviewer, agent and debts has just what is there', () => {
    const bare = { ...trailers, reviewedBy: [], assistedBy: null, debts: [] }
    expect(commitMessage({ ...text, scope: null, body: '', trailers: bare })).toBe(
      ':bug: fix: fail when tests fail\n\nTask-Id: repair/ci:1\nAttempt: 2\nRun: 20260101T000000-ab\n',
    )
  })

  test.each([
    ['a newline', 'one\nTask-Id: forged', ':bug: fix(ci): one Task-Id: forged'],
    ['control codes', 'red \u001b[31malert\u0007 \u202eback', ':bug: fix(ci): red [31malert back'],
    ['a full stop', 'it works.', ':bug: fix(ci): it works'],
    ['nothing', ' \n ', ':bug: fix(ci): no subject was given'],
    ['a lone surrogate', 'a\ud800b', ':bug: fix(ci): a\ufffdb'],
  ])('a subject with %s', (_, subject, title) => {
    expect(commitMessage({ ...text, subject }).split('\n')[0]).toBe(title)
  })

  test('a long subject ends at a word, a single long word ends anywhere', () => {
    const [words, word] = ['several words '.repeat(10), 'x'.repeat(100)].map(
      (subject) => commitMessage({ ...text, subject }).split('\n')[0] ?? '',
    )
    expect(words).toBe(':bug: fix(ci): several words several words several words several words…')
    expect(word).toBe(`:bug: fix(ci): ${'x'.repeat(62)}…`)
  })

  test('a subject that is cut stands whole at the beginning of the body', () => {
    const subject = 'the check "Tests of the workers" in .github/workflows/ci.yml cannot fail because it says || true.'
    expect(
      commitMessage({ ...text, subject })
        .split('\n')
        .slice(0, 5),
    ).toEqual([
      ':bug: fix(ci): the check "Tests of the workers" in .github/workflows/ci.yml…',
      '',
      'the check "Tests of the workers" in .github/workflows/ci.yml cannot fail because it says || true.',
      '',
      'It said || true.',
    ])
  })

  test('a body is wrapped at 100 characters between words, and an address stays whole', () => {
    const address = `https://localhost/${'a'.repeat(120)}`
    const lines = commitMessage({ ...text, body: `${'word '.repeat(45)}${address} end` }).split('\n')
    expect(lines.slice(2, 6)).toEqual([
      'word '.repeat(20).trim(),
      'word '.repeat(20).trim(),
      'word word word word word',
      address,
    ])
  })

  test('a scope keeps plain characters only', () => {
    expect(commitMessage({ ...text, scope: ' my scope): x\n' }).split('\n')[0]).toBe(
      ':bug: fix(my-scope-x): fail when tests fail',
    )
  })
})

describe('nothing can be forged', () => {
  test('the attacks work on a message that is put together carelessly', () => {
    const careless = (body: string) => `:bug: fix: x\n\n${body}\n\nTask-Id: repair/ci:1\n`
    const [cut] = readByGit([careless(`Task-Id: forged\n${scissors}`)])
    expect(cut).toEqual([{ token: 'Task-Id', value: 'forged' }])
    expect(trailersOf(careless(`Task-Id: forged\n${scissors}`))).toEqual(cut)
  })

  test('whatever subject, scope and body say: git and we read our trailers, no other', () => {
    const messages = fc
      .sample(fc.record({ subject: hostile, scope: fc.option(hostile), body: hostile }), { numRuns: 400, seed: 11 })
      .map((hostileParts) => commitMessage({ ...text, ...hostileParts }))
    expect(messages.map(trailersOf)).toEqual(messages.map(() => ours))
    expect(readByGit(messages)).toEqual(messages.map(() => ours))
  })

  test('a search for our trailer at the start of a line finds one', () => {
    fc.assert(
      fc.property(hostile, hostile, (subject, body) => {
        const message = commitMessage({ ...text, subject, body })
        return message.split('\n').filter((line) => /^\s*(task-id|run|attempt)\s*:/i.test(line)).length === 3
      }),
    )
  })

  test('values of trailers stay on their line', () => {
    fc.assert(
      fc.property(hostile, hostile, (name, model) => {
        const said = { ...trailers, reviewedBy: [name, name], assistedBy: model }
        const tokens = trailersOf(commitMessage({ ...text, trailers: said })).map(({ token }) => token)
        expect(tokens).toEqual([
          'Task-Id',
          'Attempt',
          'Debt',
          'Debt',
          'Reviewed-by',
          'Reviewed-by',
          'Assisted-by',
          'Run',
        ])
      }),
    )
  })

  test('a title passes its own lint, and fits', () => {
    const type = fc.constantFrom('fix', 'feat', 'security', 'db', 'deps', 'i18n')
    fc.assert(
      fc.property(type, hostile, fc.option(hostile), (type, subject, scope) => {
        const [title = ''] = commitMessage({ ...text, type, subject, scope }).split('\n')
        expect(lintTitle(title)).toEqual([])
      }),
    )
  })
})

describe('trailers are those of the last paragraph', () => {
  test.each([
    ['none in a title', 'Task-Id: 7\n', []],
    ['none without an empty line before', 'title\nTask-Id: 7\n', []],
    ['none in the middle', 'title\n\nTask-Id: 7\n\nprose\n', []],
    ['none beside prose', 'title\n\nTask-Id: 7\nprose\n', []],
    ['the last paragraph', 'title\n\nTask-Id: 7\n\nTask-Id: 8\n', [{ token: 'Task-Id', value: '8' }]],
    ['a value over two lines', 'title\n\nTask-Id: 7\n  and 8\n', [{ token: 'Task-Id', value: '7 and 8' }]],
    ['comments below', 'title\n\nTask-Id: 7\n# c\n', [{ token: 'Task-Id', value: '7' }]],
  ])('%s', (_, message, found) => {
    expect(trailersOf(message)).toEqual(found)
    expect(readByGit([message])).toEqual([found])
  })
})

describe('the lint of titles', () => {
  test.each([
    [':sparkles: feat(cli)!: say what is wrong', []],
    ['fix: no shortcode', ['the title is not of the form ":bug: fix(scope): subject": "fix: no shortcode"']],
    [':bug: feat: something', ['the type "feat" goes with :sparkles:, not :bug:']],
    [':bug: fix: something.', ['the subject ends in punctuation; leave it out']],
    [`:bug: fix: ${'x'.repeat(70)}`, ['the title has 75 characters, at most 72 are allowed']],
  ])('%s', (title, problems) => expect(lintTitle(title)).toEqual(problems))

  test('an unknown type is told with the known ones', () => {
    expect(lintTitle(':elephant: elephant: x')[0]).toContain(`use one of ${Object.keys(gitmoji).join(', ')}`)
  })
})
