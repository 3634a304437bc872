import { describe, expect, test } from 'vitest'
import { nodesOf, type SyntaxNode, textOf } from '../../../src/inspectors/facts/python-node.ts'
import { respell } from '../../../src/inspectors/facts/python-spelling.ts'
import { type PythonTree, treesOf } from '../../../src/inspectors/facts/trees.ts'
import { endsSoon } from '../../support/runaway.ts'

const read = (text: string): PythonTree => treesOf({ path: 'app/a.py', language: 'python', text }).python()
const texts = (python: PythonTree, ...names: string[]) =>
  nodesOf(python, names).map((node: SyntaxNode) => textOf(node, python))

/** What stands around the line in question: a tree that loses its way has other functions, or others in them. */
const around = (lines: string) =>
  `class A:\n    def before(self):\n        pass\n\n    async def f(self):\n${lines.replace(/^(?=.)/gm, '        ')}\n        return 1\n\n    def after(self):\n        pass\n`

const valid: readonly (readonly [string, string])[] = [
  ['a bare yield', 'yield'],
  ['a bare yield with a comment', 'yield  # once'],
  ['a bare yield in brackets', 'got = (yield)'],
  ['floats that end with their point', 'rows = [1., 20., (3.,)]\nx = 0. if rows else 1_0.'],
  ['a tuple as target', 'with f() as (a, b):\n    g(a)'],
  ['an attribute as target', 'async with f(), g() as self.x, h() as k:\n    pass'],
  ['an item of a list as target', "with f() as rows['a']:\n    pass"],
  ['items in brackets', 'with (\n    f(a) as b,  # one\n    g() as (c, d),\n    h(),\n):\n    pass'],
  ['one item in brackets', 'with (f() as a):\n    pass'],
  [
    'empty brackets in patterns',
    'match x:\n    case str() | a.B() | []:\n        pass\n    case {"a": int()} if g():\n        pass',
  ],
  ['dotted keys of a mapping', 'match x:\n    case {K.a: b}:\n        pass'],
  ['a tuple that is matched', 'match x, y:\n    case 1, 2:\n        pass'],
  ['a condition that is matched', 'match x or y and z:\n    case 1:\n        pass'],
  ['stars in a comprehension', 'g([a for a, *_ in rows], {k: v for k, *v in rows})'],
  ['stars in a subscript', 'x: tuple[int, *Ts] = a[*b]'],
  ['calls before the last name of a decorator', '@ui.button("Read",\n    icon="x").on_click\ndef g():\n    pass'],
  ['calls before the last call of a decorator', '@app.at("/x").get(1)\ndef g():\n    pass'],
  ['a decorator that is an expression', '@(a or b)\ndef g():\n    pass'],
  ['several errors without brackets', 'try:\n    g()\nexcept a.KeyError, ValueError, b.TypeError:\n    pass'],
  ['a continuation onto an empty line', 'x = 1 + \\\n    2 \\\n\nassert x'],
  ['braces behind a backslash', 'x = rf"\\{{{a}\\}}"'],
]

describe('valid Python that the grammar does not know', () => {
  test.each(valid)('is read whole: %s', (_, lines) => {
    const python = read(around(lines))
    expect([python.errorLine, python.isWhole]).toEqual([null, true])
    const own = nodesOf(python, ['FunctionDefinition']).filter(
      (node) => node.parent?.parent?.name === 'ClassDefinition',
    )
    expect(own.map((node) => textOf(node.getChild('VariableName'), python))).toEqual(['before', 'f', 'after'])
    expect(textOf(own[1]?.lastChild?.lastChild ?? null, python)).toBe('return 1')
  })

  test.each(valid)('keeps its length and its lines: %s', (_, lines) => {
    const text = around(lines)
    expect(respell(text)).toHaveLength(text.length)
  })

  test('is quoted from the original', () => {
    const python = read(
      'with (\n    open("1.") as a,  # kept\n    b(x=2.) as c.d,\n):\n    pass\n\n@d.e("f").g(h)\ndef i():\n    yield\n',
    )
    expect(texts(python, 'CallExpression')).toEqual(['open("1.")', 'b(x=2.)'])
    expect(texts(python, 'Comment', 'Number', 'String')).toEqual(['"1."', '# kept', '2.'])
    expect(texts(python, 'Decorator')).toEqual(['@d.e("f").g(h)\n'])
    expect(python.line(nodesOf(python, ['YieldStatement'])[0]?.from ?? 0)).toBe(9)
  })

  test('names the targets of a statement in place', () => {
    const python = read('with f() as (a, b):\n    pass\nx = [c for c, *d in rows]\n')
    expect(texts(python, 'VariableName')).toEqual(['f', 'a', 'b', 'x', 'c', 'c', 'd', 'rows'])
  })
})

test.each([
  ['a definition without an end', 'def f(:\n    yield\n', 1],
  ['a template', 'x = 1.\n{% if a %}\n', 1],
  ['an operator without its right side', 'def f():\n    yield\n    return 1 +\n', 2],
])('%s is not valid, and its first error is named', (_, text, line) => {
  expect(read(text)).toMatchObject({ errorLine: line, isWhole: false })
})

test('what no spelling helps is valid and read in part', () => {
  expect(read('f = lambda a, /, b: a\n')).toMatchObject({ errorLine: null, isWhole: false })
})

test('words that are keywords only in their place stay names', () => {
  const python = read('x = 1.\ncase = {}\ncase, match = [], {a or b: ()}\n')
  expect(texts(python, 'DictionaryExpression', 'ArrayExpression')).toEqual(['{}', '[]', '{a or b: ()}'])
})

const heaps = [
  '"""\\',
  "'\\\n",
  '(',
  'with (a as ',
  '@a(',
  'case (',
  'case ():',
  '1.',
  '1_',
  '\f',
  '\\\n',
  '[*',
  'match a,',
]

test.each(heaps)('a heap of %j is respelled soon and keeps its length', (piece) => {
  const text = piece.repeat(100_000)
  expect(endsSoon(() => respell(text))).toHaveLength(text.length)
})

test('a decorator full of brackets is respelled soon', () => {
  const text = `@a${'('.repeat(200_000)}${')'.repeat(200_000)}.b`
  expect(endsSoon(() => respell(text))).toBe(`@a${'_'.repeat(400_002)}`)
})
