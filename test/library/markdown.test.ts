import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMarkdown } from '../../src/library/markdown.ts'
import { readSpecialist } from '../../src/library/specialist.ts'
import { endsSoon } from '../support/runaway.ts'

const parse = (text: string, lenient = false) => parseMarkdown({ file: 'agents/x.md', text, lenient })
const problemsOf = (text: string, lenient = false): readonly string[] => {
  const parsed = parse(text, lenient)
  return parsed.ok ? [] : parsed.problems.map(({ line, problem }) => `${line} ${problem}`)
}

test('frontmatter and body come apart, and each value knows its line', () => {
  const parsed = parse('---\nname: x\nlimits:\n  agents: 3\nroster:\n  - a\n  - b\n---\n\nbody\n')
  if (!parsed.ok) throw new Error('refused')
  const { frontmatter, body, bodyLine } = parsed.page
  expect(frontmatter.values).toEqual({ name: 'x', limits: { agents: 3 }, roster: ['a', 'b'] })
  expect([body, bodyLine]).toEqual(['\nbody\n', 9])
  expect(frontmatter.lineOf(['limits', 'agents'])).toBe(4)
  expect(frontmatter.lineOf(['limits'], 'key')).toBe(3)
  expect(frontmatter.lineOf(['roster', 1])).toBe(7)
  expect(frontmatter.lineOf(['limits', 'absent'])).toBe(4)
})

test('a file from Windows, with a byte order mark and CRLF, reads the same', () => {
  const parsed = parse('\uFEFF---\r\nname: x\r\nlayer: api\r\n---\r\nbody\r\n')
  expect(parsed).toMatchObject({
    ok: true,
    page: { frontmatter: { values: { name: 'x', layer: 'api' } }, body: 'body\n', bodyLine: 5 },
  })
})

test.each([
  ['---js\nmodule.exports = { name: process.exit(1) }\n---\n', 'frontmatter "---js" is refused'],
  ['---json\n{"name": "x"}\n---\n', 'frontmatter "---json" is refused'],
  ['---coffee\nname: x\n---\n', 'frontmatter "---coffee" is refused'],
  ['# A title\n', 'has no frontmatter'],
  ['---\nname: x\n', 'has no closing --- line'],
  ['', 'has no frontmatter'],
])('%j is refused and nothing is executed', (text, problem) => {
  expect(problemsOf(text)).toEqual([expect.stringContaining(problem)])
})

test.each([
  ['name: a\nname: b', '3 the key stands here a second time'],
  ['name: !!js/function "process.exit()"', '2 YAML tags are refused'],
  ['name: a\n__proto__:\n  polluted: 1', '3 the key "__proto__" is refused'],
  ['? [a, b]\n: c', '2 a key must be a plain word'],
  ['- a\n- b', '2 the frontmatter must be a list of "key: value" lines'],
  ['name: a\nlimits: {agents: 1', '3 is not valid YAML'],
])('%j is refused with its line, also when read leniently', (yaml, problem) => {
  expect(problemsOf(`---\n${yaml}\n---\n`)).toEqual(expect.arrayContaining([expect.stringContaining(problem)]))
})

test('keys said twice, tags and prototype keys stay refused for lenient readers', () => {
  for (const yaml of ['name: a\nname: b', 'name: !!js/function "x"', 'name: a\n__proto__: {}'])
    expect(problemsOf(`---\n${yaml}\ndescription: d\n---\n`, true)).not.toEqual([])
  expect(Object.getOwnPropertyDescriptor(Object.prototype, 'polluted')).toBeUndefined()
})

const laughs = (length: number) =>
  Array.from({ length }, (_, n) => (n === 0 ? 'a0: &a0 [x, x]' : `a${n}: &a${n} [*a${n - 1}, *a${n - 1}]`))
test.each([
  ['brackets', `x: ${'['.repeat(60_000)}`],
  ['closed brackets', `x: ${'['.repeat(30_000)}${']'.repeat(30_000)}`],
  ['braces', `x: ${'{a: '.repeat(15_000)}`],
  ['dashes', `x:\n ${'- '.repeat(30_000)}`],
  ['question marks', '? '.repeat(30_000)],
  ['steps', Array.from({ length: 300 }, (_, n) => `${' '.repeat(n)}k:`).join('\n')],
  ['shallow steps', Array.from({ length: 30 }, (_, n) => `${' '.repeat(n)}k:`).join('\n')],
  ['laughs', laughs(40).join('\n')],
  ['few laughs', laughs(20).join('\n')],
  ['aliases', `a: &a 1\nb: [${'*a,'.repeat(15_000)}]`],
  ['size', `x: ${'y'.repeat(70_000)}`],
  ['keys', Array.from({ length: 9_000 }, (_, n) => `k${n}: 1`).join('\n')],
])('a bomb of %s is refused soon', (_, yaml) => {
  for (const lenient of [false, true])
    expect(endsSoon(() => problemsOf(`---\n${yaml}\n---\n`, lenient))).not.toEqual([])
})

test('frontmatter that is half YAML keeps the fields that are, with their lines', () => {
  const parsed = parse(
    '---\nname: x\ndescription: Does it. Examples:\n<example>\nuser: "go"\n</example>\nlimits:\n  agents: 2\n---\nbody',
    true,
  )
  if (!parsed.ok) throw new Error('refused')
  expect(parsed.page.frontmatter.values).toEqual({
    name: 'x',
    description: 'Does it. Examples:\n<example>\nuser: "go"\n</example>',
    limits: { agents: 2 },
  })
  expect(parsed.page.frontmatter.lineOf(['limits', 'agents'])).toBe(7)
  expect(readSpecialist(parsed.page)).toMatchObject({ ok: true, definition: { limits: { agents: 2 } } })
})

test('a rule of dashes and a page of brackets in a description are only text', () => {
  const text = `---\nname: x\ndescription: |\n  One\n  ${'-'.repeat(80)}\n  ${'[x] '.repeat(500)}\n---\n`
  expect(problemsOf(text)).toEqual([])
})

const scrap = fc.constantFrom(
  'name',
  'tools',
  ': ',
  ':',
  '\n',
  '  ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '|',
  '>',
  '&a',
  '*a',
  '!t',
  '#',
  '---',
  '%',
  '\t',
  '\u0000',
  '<<',
)
const soup = fc
  .array(fc.oneof(scrap, scrap, fc.string({ maxLength: 8 })), { maxLength: 60 })
  .map((parts) => parts.join(''))

test('whatever stands in a file, the answer is a page or problems with lines, never an exception', () => {
  fc.assert(
    fc.property(soup, soup, fc.boolean(), (yaml, body, lenient) => {
      const parsed = parse(`---\n${yaml}\n---\n${body}`, lenient)
      if (!parsed.ok) return parsed.problems.length > 0 && parsed.problems.every(({ line }) => line >= 1)
      const read = readSpecialist(parsed.page)
      return read.ok || read.problems.every(({ line, problem }) => line >= 1 && problem !== '')
    }),
    { numRuns: 3_000, seed: 7 },
  )
})
