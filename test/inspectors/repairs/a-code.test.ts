import { describe, expect, test } from 'vitest'
import { mend } from './a-mend.ts'

const assertion = 'expect(sum(1, 1)).toBe(2)'
const source = {
  'src/sum.ts': 'export const sum = (a: number, b: number) => a + b\n',
  'package.json': '{"main":"src/a.ts"}',
}
const head = "import { expect, it, test } from 'vitest'\nimport { sum } from './sum'\n\n"

describe('a forgotten .only', () => {
  test('goes from every test and suite of the file, and every other byte stays', async () => {
    const text = (only: string) =>
      `${head}describe${only}('sums', () => {\n\tit${only}('adds', () => { ${assertion} })  \n  it${only}.each([1])("%s", () => { ${assertion} })\n})\ntest('b', () => { ${assertion} })`
    const mended = await mend('tests/only-left', { ...source, 'src/sum.test.ts': text('.only') })
    expect(mended).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [] })
    expect(mended.changed).toEqual({ 'src/sum.test.ts': text('') })
  })

  test('goes from the short spellings too, and line ends stay as they are', async () => {
    const text = (it: string) =>
      `const { sum } = require('./sum')\r\n${it}('adds', () => { ${assertion} })\r\nit('b', () => { ${assertion} })\r\n`
    const mended = await mend('tests/only-left', { ...source, 'src/sum.test.js': text('fit') })
    expect(mended).toMatchObject({ repaired: 1, came: [], stayed: [], changed: { 'src/sum.test.js': text('it') } })
  })

  test.each([
    ['its name is computed where no fact tells of it', `it.only(name, () => { ${assertion} })\n`],
    ['a text speaks of it', `it('works without it.only', () => { ${assertion} })\n`],
    ['another thing has the name', 'router.only()\n'],
    ['line ends are mixed', `it('c', () => { ${assertion} })\r\n`],
  ])('stays where %s', async (_, more) => {
    const text = `${head}it.only('a', () => { ${assertion} })\nit('b', () => { ${assertion} })\n${more}`
    expect(await mend('tests/only-left', { ...source, 'src/sum.test.ts': text })).toMatchObject({
      repaired: 0,
      left: 1,
    })
  })
})

describe('a field that is written twice with the same value', () => {
  const texts = (body: string) => ({
    'package.json': '{"main":"src/a.ts"}',
    'src/a.ts': `export const texts = {\n${body}}\n`,
  })

  test('is written once', async () => {
    const mended = await mend(
      'code/duplicate-field',
      texts("  title: 'Shop',\n  'buy-now': 'Buy',\n  max: 3,\n  title: 'Shop',\n  'buy-now': 'Buy',\n"),
    )
    expect(mended).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [] })
    expect(mended.changed).toEqual({
      'src/a.ts': "export const texts = {\n  title: 'Shop',\n  'buy-now': 'Buy',\n  max: 3,\n}\n",
    })
  })

  test.each([
    ['the values differ', "  title: 'Shop',\n  title: 'Store',\n"],
    ['one of two differs', "  title: 'Shop',\n  title: 'Shop',\n  a: 1,\n  a: 2,\n"],
    ['computing the value twice may matter', '  id: next(),\n  id: next(),\n'],
    ['a comment belongs to the line', "  title: 'Shop',\n  // what search engines see\n  title: 'Shop',\n"],
    ['both stand on one line', '  a: 1, a: 1,\n'],
    ['a value goes over lines', '  a: [\n    1,\n  ],\n  a: [\n    1,\n  ],\n'],
  ])('stays where %s', async (_, body) => {
    expect(await mend('code/duplicate-field', texts(body))).toMatchObject({ repaired: 0, left: 1 })
  })
})
