import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { fold } from '../../../src/domain/fold.ts'
import { reportHtml } from '../../../src/engine/documents/report-html.ts'
import { script } from '../../../src/engine/documents/report-html/script.ts'
import { style } from '../../../src/engine/documents/report-html/style.ts'
import { contentSecurityPolicy } from '../../../src/engine/documents/report-html/policy.ts'
import { syntheticRun } from '../../support/synthetic-run.ts'
import { bookOf, syntheticBook } from '../../support/synthetic-book.ts'
import { strangeRun } from '../../support/strange-run.ts'
import { endsSoon } from '../../support/runaway.ts'

const page = reportHtml(syntheticBook()).text

test('the browser runs and styles nothing but what we wrote, by hash', () => {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  expect(contentSecurityPolicy).toContain(`style-src ${hash(style)};`)
  expect(contentSecurityPolicy).toContain(`script-src ${hash(script)};`)
  expect(page).toContain(`content="${contentSecurityPolicy.replaceAll("'", '&#39;')}"`)
  expect(page).toContain(`<style>${style}</style>`)
  expect(page).toContain(`<script>${script}</script>`)
  expect(page).not.toMatch(/ style="| on\w+="/)
})

test('the page loads nothing', () => {
  expect(page).not.toMatch(/(?:src|href)="(?!#)/)
  expect(page).not.toMatch(/https?:|url\(|@import/)
})

test.each([
  '</script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' autofocus onfocus=alert(1) x='",
  '</title><svg onload=alert(1)>',
  '\u202e\u001b]0;x\u0007',
])('hostile text of the repository stays text: %j', (hostile) => {
  const text = reportHtml(syntheticBook({ hostile })).text
  expect(text.match(/<script/g)).toHaveLength(1)
  expect(text).not.toContain('<img')
  expect(text).not.toMatch(/<svg onload/)
  expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e]/)
  expect(tags(text)).toEqual(tags(page))
})

test('every agent has a lane, every refused spawn a red cross with its reason', () => {
  expect(page.match(/class="bar b-/g)).toHaveLength(31)
  expect(page.match(/class="bar b-failed"/g)).toHaveLength(1)
  expect(page.match(/class="refused"/g)).toHaveLength(3)
  expect(page).toContain('was refused the agent "intruder": ')
})

test('a layer that nobody looked at says so, and has no score', () => {
  const row = /<tr class="blind"><th scope="row">Performance<\/th>.*?<\/tr>/s.exec(page)?.[0]
  expect(row).toContain('not inspected')
  expect(row).not.toContain('meter')
})

test('without a model the page says that there was nothing to pay; with one it draws the curve', () => {
  expect(page).toContain('No model cost.')
  expect(page).not.toContain('class="money"')
  expect(reportHtml(syntheticBook({ priced: true })).text).toContain('class="money"')
})

test('a run of 10,000 agents and 500 findings stays small and is made soon', () => {
  const events = syntheticRun({ verifiers: 3_334, debts: 500 })
  const book = { ...syntheticBook(), state: fold(events), events }
  const { text } = endsSoon(() => reportHtml(book))
  expect(text.length).toBeLessThan(1_000_000)
  expect(text.match(/class="bar b-/g)).toBeNull()
  expect(text).toContain('each team is drawn as one curve')
})

test('500 findings as long as the schema lets them be keep the page under 2 MB', () => {
  const book = syntheticBook({ debts: 520, hostile: 'x' })
  for (const [key, one] of book.state.findings) book.state.findings.set(key, { ...one, finding: longest(one.finding) })
  expect(reportHtml(book).text.length).toBeLessThan(2_000_000)
})

test('a run that crashed, was stopped and never finished is drawn as far as it came', () => {
  const text = reportHtml(bookOf(strangeRun('aborted'))).text
  expect(text).toContain('class="outcome o-aborted"')
  expect(text).toContain('Phase consolidate was held')
  expect(reportHtml(bookOf([])).text).toContain('<h1>No run</h1>')
})

function longest<F extends { evidence: readonly { kind: string }[]; fix: { advice: string } }>(finding: F): F {
  const evidence = Array.from({ length: 20 }, () => ({ ...finding.evidence[0], quote: 'q'.repeat(400) }))
  return { ...finding, evidence, fix: { ...finding.fix, advice: 'a'.repeat(600), doneWhen: 'd'.repeat(300) } }
}

/** The page's tags without their texts: what a hostile text must not change. */
function tags(text: string): readonly string[] {
  return [...text.matchAll(/<(\/?[a-zA-Z][\w-]*)/g)].map((match) => match[1] ?? '')
}
