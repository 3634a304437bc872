import { describe, expect, test } from 'vitest'
import type { Debt } from '../../../src/domain/debt.ts'
import type { Fact } from '../../../src/domain/event.ts'
import type { Draft } from '../../../src/domain/finding.ts'
import { renderTechnicalDebt } from '../../../src/engine/documents/technical-debt.ts'
import { drafted, inspected, recorded, stateOf, verified } from '../../support/audit-state.ts'
import { debtOf, findingOf } from '../../support/findings.ts'

function debt(
  parts: Partial<Draft>,
  recordedAs: Partial<Debt> = {},
  change: 'added' | 'kept' | 'reopened' = 'added',
): Fact[] {
  const finding = findingOf(parts)
  const { fingerprint, severity, title, anchor, layer } = finding
  const as = { fingerprint, severity, title, anchor, layer, ...recordedAs }
  return [drafted(finding), verified(finding), recorded(debtOf(as), change)]
}

const render = (...facts: Fact[]) => renderTechnicalDebt(stateOf(facts))

describe('TECHNICAL_DEBT.md', () => {
  test('shows a debt with its quote, its reach, why this severity, the fix and when it is done', () => {
    const text = render(...debt({}))
    expect(text).toContain('`shop` at `abcdef0123456789`. 1 open debt.')
    expect(text).toContain(
      [
        '## P0',
        '### DEBT-001: A queue that nobody consumes',
        'P0 · new · Background jobs · `jobs/queue-without-worker` · `app/tasks.py:2`',
        '`app/tasks.py:2`',
        '```\nqueue = "metrics"\n```',
        [
          '- Reach: production (It is declared in the production compose file)',
          '- Why P0: impact service-dead × reach production = P0; confidence proven',
          '- Fix (effort S): Start a worker for the queue.',
          '- Done when: a worker consumes it',
        ].join('\n'),
      ].join('\n\n'),
    )
  })

  test('counts by severity what the run recorded, and nothing else', () => {
    const text = render(
      ...debt({ anchor: 'a' }, { id: 'DEBT-001' }),
      ...debt({ anchor: 'b' }, { id: 'DEBT-002', state: 'reopened' }, 'reopened'),
      ...debt({ anchor: 'c' }, { id: 'DEBT-003', state: 'accepted' }, 'kept'),
      ...debt({ anchor: 'd', impact: 'hygiene' }, { id: 'DEBT-004' }, 'kept'),
      recorded(debtOf({ id: 'DEBT-005', severity: 'P2', state: 'gone', lastSeen: '0123456789abcdef' }), 'gone'),
    )
    expect(text).toContain('| P0 | 2 | 1 | 1 | 1 | 0 |')
    expect(text).toContain('| P1 | 0 | 0 | 0 | 0 | 0 |')
    expect(text).toContain('| P2 | 0 | 0 | 0 | 0 | 1 |')
    expect(text).toContain('| P3 | 1 | 0 | 0 | 0 | 0 |')
    expect(text).toContain('- DEBT-005 gone: A queue that nobody consumes (last seen at `0123456789ab`)')
    expect(text).not.toContain('### DEBT-003')
  })

  test('lists ten places of a grouped finding and counts the rest', () => {
    const instances = Array.from({ length: 14 }, (_, n) => ({ file: `app/f${n}.py`, line: n + 1 }))
    const text = render(...debt({ instances }))
    expect(text).toContain('14 places:\n\n- `app/f0.py:1`')
    expect(text).toContain('- `app/f9.py:10`\n- and 4 more')
    expect(text).not.toContain('app/f10.py')
  })

  test('quotes both sides of a join, and leaves quotes of further places to their list', () => {
    const quoted = (file: string, quote: string, role: 'primary' | 'related') =>
      ({ kind: 'code', file, startLine: 2, endLine: 2, quote, role }) as const
    const text = render(
      ...debt({
        evidence: [
          quoted('a.py', 'first place', 'primary'),
          quoted('compose.yml', 'other side', 'related'),
          quoted('b.py', 'second place', 'related'),
        ],
        instances: [
          { file: 'a.py', line: 2 },
          { file: 'b.py', line: 2 },
        ],
      }),
    )
    expect(text).toContain('`a.py:2`\n\n```\nfirst place\n```\n\n`compose.yml:2` (related)\n\n```\nother side\n```')
    expect(text).not.toContain('second place')
    expect(text).toContain('- `b.py:2`')
  })

  test('absence and counts are told as the questions that were asked again', () => {
    const query = { fact: 'worker', where: { queue: 'metrics' } }
    const text = render(
      ...debt({
        evidence: [
          { kind: 'absence', query, scope: ['deploy/**'], expected: 0 },
          { kind: 'count', query, claimed: 3, population: 9 },
        ],
      }),
    )
    expect(text).toContain('Asked again and found none: `worker where queue = "metrics"` in `deploy/**`')
    expect(text).toContain('Counted again: 3 of 9 have `worker where queue = "metrics"`')
  })

  test('drops nothing: candidates, rejected, unverified, accepted and unobeyed are all there, with reasons', () => {
    const [bad, unjudged, doubtful] = [
      findingOf({ anchor: 'bad', title: 'An invented one' }),
      findingOf({ anchor: 'unjudged', title: 'An unchecked one' }),
      findingOf({ anchor: 'doubtful', title: 'A doubtful one', confidence: 'low' }),
    ]
    const text = render(
      ...debt({}),
      ...[drafted(bad), verified(bad, { verdict: 'rejected', reason: 'the quote does not stand there' })],
      ...[drafted(doubtful), verified(doubtful)],
      drafted(unjudged),
      {
        type: 'finding.suppressed',
        fingerprint: findingOf().fingerprint,
        by: 'comment at a.py:1',
        reason: 'another team',
      },
      { type: 'note.added', by: 'x', task: null, text: 'echelon-ignore is not obeyed: a.py:9 gives no reason for a/b' },
      { type: 'note.added', by: 'x', task: null, text: 'an ordinary note' },
    )
    expect(text).toContain('1 candidate, 1 accepted or suppressed, 1 rejected draft, 1 not verified.')
    expect(text).toContain('## Candidates')
    expect(text).toContain('### A doubtful one')
    expect(text).toContain('| `jobs/queue-without-worker` | An invented one | the quote does not stand there |')
    expect(text).toContain('P0 jobs/queue-without-worker: An unchecked one')
    expect(text).toContain('| P0 | A queue that nobody consumes | comment at a.py:1 | another team |')
    expect(text).toContain('- echelon-ignore is not obeyed: a.py:9 gives no reason for a/b')
    expect(text).not.toContain('ordinary')
  })

  test('a debt whose inspector did not run says so instead of quoting stale evidence as fresh', () => {
    const text = render(recorded(debtOf({ state: 'open', lastSeen: '0123456789abcdef' }), 'kept'))
    expect(text).toContain('Not seen in this run')
    expect(text).toContain('Last seen at `0123456789ab`')
  })

  test('the layer table has a number only where one was earned', () => {
    const score = { layer: 'jobs', score: 75, ran: 1, applicable: 2, population: 12, why: 'jobs/a 3 of 12 bad' }
    const text = render(
      inspected('jobs/a'),
      inspected('jobs/b', { status: 'notRun', reason: 'ruff is | missing' }),
      inspected('api/a', { layer: 'api', status: 'notRun', reason: 'it crashed' }),
      inspected('mcp/a', { layer: 'mcp', population: 0, bad: 0 }),
      { type: 'layer.scored', score, worst: null },
      {
        type: 'layer.scored',
        score: { layer: 'mcp', score: null, ran: 0, applicable: 0, population: 0, why: 'nothing there' },
        worst: null,
      },
    )
    expect(text).toContain('| Background jobs | 75 | 1/2 | 12 | – | jobs/a 3 of 12 bad |')
    expect(text).toContain('| API routes | not run |')
    expect(text).toContain('| MCP server | not applicable |')
    expect(text).toContain('| Database and ORM | not inspected |')
    expect(text).toMatch(/^- `jobs\/b` did not run: ruff is \\?\| missing$/m)
    expect(text).toContain('- Performance: not inspected')
  })
})

describe('text of the repository', () => {
  const hostile = '</td><script>alert(1)</script> | `x` ``` \u001b[31m\u202e[a](https://evil.example) \n# heading'
  const file = 'a|b`c`<img src=x>\u001b]0;x.py'

  test('cannot become Markdown, HTML, a table cell or a terminal command anywhere', () => {
    const quote = '```\n</code><script>\n````\nend \u009b2J'
    const finding = {
      title: hostile.slice(0, 140),
      reachWhy: hostile,
      fix: { advice: hostile, effort: 'S' as const, doneWhen: hostile },
      evidence: [{ kind: 'code' as const, file, startLine: 1, endLine: 4, quote, role: 'primary' as const }],
      instances: [
        { file, line: 1 },
        { file, line: 2 },
      ],
    }
    const bad = findingOf({ ...finding, anchor: 'bad' })
    const text = render(
      ...debt(finding),
      ...[drafted(bad), verified(bad, { verdict: 'rejected', reason: hostile })],
      { type: 'finding.suppressed', fingerprint: findingOf(finding).fingerprint, by: hostile, reason: hostile },
      inspected('jobs/a', { status: 'notRun', reason: hostile }),
    )
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/)
    const prose = outsideCode(text)
    expect(prose).not.toMatch(/(?<!\\)</)
    expect(prose).not.toMatch(/(?<!\\)\]\(/)
    expect(prose).not.toMatch(/^# heading/m)
    expect(text).toContain('`````\n```\n</code><script>\n````\nend')
    for (const row of prose.split('\n').filter((line) => line.startsWith('| `jobs')))
      expect(row.match(/(?<!\\)\|/g)).toHaveLength(4)
  })
})

/** The document without fenced blocks and code spans, read as CommonMark reads them. */
function outsideCode(text: string): string {
  const lines: string[] = []
  let rail: string | null = null
  for (const line of text.split('\n')) {
    const fence = /^`{3,}/.exec(line)?.[0]
    if (rail === null && fence !== undefined && !line.slice(fence.length).includes('`')) rail = fence
    else if (rail !== null && line === rail) rail = null
    else if (rail === null) lines.push(line)
  }
  expect(rail).toBeNull()
  return lines
    .map((line) => line.replace(/(?<![\\`])(`+)(?!`)(?:.*?[^`])\1(?!`)/g, 'CODE').replace('| CODE', '| `jobs'))
    .join('\n')
}
