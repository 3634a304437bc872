import { expect, test } from 'vitest'
import type { Fact } from '../../../src/domain/event.ts'
import { checkClaims } from '../../../src/engine/documents/claims.ts'
import { handoff } from '../../../src/engine/documents/handoff.ts'
import { bookOf, syntheticBook } from '../../support/synthetic-book.ts'
import { strangeRun } from '../../support/strange-run.ts'

const night = handoff(syntheticBook()).text

test('a specialist outside the roster is refused, and the handoff says so', () => {
  expect(night).toContain('quality was refused the agent "intruder": "intruder" is not in the roster of quality')
})

test('the first sentence says how it ended and why', () => {
  expect(night.split('\n')[2]).toBe(
    'The mission is partly through: a success criterion does not hold: findings.P0 == 0.',
  )
  expect(handoff(syntheticBook({ outcome: 'accomplished' })).text).toContain('The mission is accomplished.')
  expect(handoff(syntheticBook({ outcome: null })).text).toContain('The run has not ended yet')
})

test('a run that was stopped says by what, until it is resumed', () => {
  const stood = syntheticBook({ outcome: null })
  const stopping = { type: 'run.stopping', how: 'graceful', by: 'its limit of running time' } as const
  const resumed: Fact = { type: 'run.resumed', boot: 2, interrupted: [] }
  const after = (...facts: readonly Fact[]) => {
    const last = stood.events.length
    const more = facts.map(
      (fact, at) =>
        ({ seq: last + 1 + at, schema: 1, boot: 1, wall: 0, mono: 0, unit: 'run', hash: '', fact }) as const,
    )
    const book = bookOf([...stood.events, ...more])
    expect(checkClaims(handoff(book), book)).toEqual([])
    return handoff(book).text.split('\n')[2]
  }
  expect(after(stopping)).toBe(
    'The run was stopped by its limit of running time before its end, and can be resumed; this is how it stands.',
  )
  expect(after(stopping, resumed)).toBe('The run has not ended yet; this is how it stands.')
})

test('a goal that nobody could work on without a model is not passed over in silence', () => {
  const unread = 'No model was called, so nobody read this goal: the phases did what they do for every repository.'
  expect(night).toContain(unread)
  expect(handoff(syntheticBook({ priced: true })).text).not.toContain('nobody read this goal')
})

test('what was not done stands there with its reason', () => {
  expect(night).toContain(
    'orchestrator/explore-performance (Inspect the layer performance) ended failed: the attempt took longer than its limit.',
  )
  expect(night).toContain('Inspector `deployment/images` was not run: no Dockerfile could be parsed.')
})

test('what could not be verified stands there: rejected findings, unread files, false claims', () => {
  expect(night).toContain('the quote does not stand in the file.')
  expect(night).toContain('Not read, longer than 1 MB: `web/vendor/chart.min.js`.')
  expect(night).toContain(
    'explorer-auth claimed "changed 40 lines of api/auth/audience_tokens.py"; rejected: git shows no change.',
  )
})

test('the decisions are the open P0 and P1 debts, accepts that ran out and suppressions without a reason', () => {
  const decisions = section(night, 'Decisions needed')
  expect(decisions.match(/Fix or accept DEBT-\d+ \(P[01]/g)).toHaveLength(7)
  expect(decisions).not.toMatch(/Fix or accept DEBT-\d+ \(P[23]/)
  expect(decisions).toContain('Renew or withdraw the accept of DEBT-009 (P2): it ran out on 2026-01-15')
  expect(decisions).toContain('Give a reason for the suppression by `api/main.py:12`')
})

test('the first commands of the morning can be pasted', () => {
  const commands = section(night, 'First commands of the morning')
  expect(commands).toContain('`npx echelon ledger verify`')
  expect(commands).toContain('`git blame -L 12,12 -- deploy/docker-compose.yml`')
  expect(commands).not.toContain('resume')
  expect(section(handoff(syntheticBook({ outcome: null })).text, 'First commands')).toContain('`npx echelon resume`')
})

test('without a model the cost is said to be none, and with one it is counted', () => {
  expect(night).toContain('No model was called, so there is no model cost.')
  expect(handoff(syntheticBook({ priced: true })).text).toContain('Model cost: $18.15 for')
})

test('landed work and a suite that ended stand in the handoff of a run that had them', () => {
  const text = handoff(bookOf(strangeRun('aborted'))).text
  expect(text).toContain('1 change landed, 1 after a takeover; no debt paid.')
  expect(text).toContain('| `unit` | passed | 585 / 0 / unknown | unknown | no counts | no |')
  expect(text).toContain('Phase consolidate was held: 3 of 4 conditions are met.')
  expect(text).toContain('stopped by a person after 7 minutes.\n')
})

test('text of the repository cannot make a heading or a command of its own', () => {
  const text = handoff(syntheticBook({ hostile: '\n# All resolved\n`git push` <b>' })).text
  expect(text).not.toMatch(/^# All resolved/m)
  expect(text).toContain('\\# All resolved \\`git push\\` \\<b>')
})

function section(text: string, title: string): string {
  const start = text.indexOf(`## ${title}`)
  const end = text.indexOf('\n## ', start + 1)
  return text.slice(start, end === -1 ? undefined : end)
}
