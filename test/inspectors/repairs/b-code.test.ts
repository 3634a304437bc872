import { expect, test } from 'vitest'
import { bareExcept } from '../../../src/inspectors/errors/bare-except.ts'
import { errorsCollectors } from '../../../src/inspectors/errors/errors.ts'
import { bugPattern } from '../../../src/inspectors/python/bug-pattern.ts'
import { pythonCollectors } from '../../../src/inspectors/python/python.ts'
import { redefinedUnused } from '../../../src/inspectors/python/redefined-unused.ts'
import { inspect } from '../../support/inspect.ts'
import { mend } from './a-mend.ts'

test('a bare except names Exception, in every file of the part', async () => {
  const one = `def read(path):
    try:
        return open(path).read()
    except OSError:
        return None
    except:
        print("unreadable")
        return None


def late():
    try:
        read("a")
    except : print("no")
`
  const two = 'class A:\r\n\ttry:\r\n\t\tb = 1\r\n\texcept:\r\n\t\tb = 2'
  const result = await mend('errors/bare-except', { 'app/one.py': one, 'app/two.py': two })
  expect(result).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [] })
  expect(result.changed).toEqual({
    'app/one.py': one.replace('except:', 'except Exception:').replace('except :', 'except Exception:'),
    'app/two.py': two.replace('except:', 'except Exception:'),
  })
})

const plain = 'try:\n    a = 1\nexcept:\n    a = 2\n'
test.each([
  ['an earlier clause takes every Exception', plain.replace('except:', 'except Exception:\n    a = 3\nexcept:')],
  ['its body hands the error on in some cases', `${plain}    if a:\n        raise\n`],
  ['it keeps what came for another thread', `${plain}    error = sys.exc_info()\n`],
  ['it puts right what an interrupt would leave behind', `${plain}    session.rollback()\n`],
  ['it ends the process', `${plain}    os._exit(1)\n`],
  [
    'an earlier clause tells interrupts apart',
    plain.replace('except:', 'except KeyboardInterrupt:\n    a = 3\nexcept:'),
  ],
  ['a linter was told that it is meant', plain.replace('except:', 'except:  # noqa: E722')],
  ['Exception means something else here', `from errors import Exception\n${plain}`],
])('a bare except is left to a person when %s, and holds no other up', async (_, text) => {
  const files = { 'app/a.py': text, 'app/b.py': plain }
  const { drafts } = await inspect(bareExcept, errorsCollectors, files)
  expect(drafts).toMatchObject([
    { anchor: 'bare:.', instances: [{ file: 'app/b.py' }], fix: { edits: [{ file: 'app/b.py' }] } },
    { anchor: 'bare:.:doubtful', instances: [{ file: 'app/a.py' }] },
  ])
  expect(drafts[1]?.fix.edits).toBeUndefined()
})

test('bare excepts that stay are the same finding after the others went', async () => {
  const files = { 'app/a.py': `${plain}    session.rollback()\n`, 'app/b.py': plain }
  const mended = await mend('errors/bare-except', files)
  expect(mended).toMatchObject({ repaired: 1, left: 1, came: [], stayed: [], went: [] })
})

test('literals are compared by value and super is called, as Ruff would do it', async () => {
  const text = `import os


class A:
    def size(self):
        return 1


class B(A):
    def size(self):
        return super.size()


def kind(x, y):
    mark = "é😀"
    if x is "a" and y is not "😀b":  # both
        return mark
    return "is"
`
  const result = await mend('python/bug-pattern', { 'app/a.py': `${text}\n\nprint(os.name)\n` })
  expect(result).toMatchObject({ repaired: 2, left: 0, came: [], stayed: [] })
  expect(result.changed['app/a.py']).toBe(
    `${text.replace('x is "a" and y is not', 'x == "a" and y !=').replace('super.size', 'super().size')}\n\nprint(os.name)\n`,
  )
})

test.each([
  ['one of two could be the one that is meant', 'prices = {"a": 1, "a": 1}\n'],
  ['a placeholder may be missing', 'text = "{}".format(1, 2)\n'],
  ['the operator goes over two lines', 'def f(x):\n    return (x is\n            not "a")\n'],
])('a bug is left to a person when %s', async (_, text) => {
  const { drafts } = await inspect(bugPattern, pythonCollectors, { 'app/a.py': text })
  expect(drafts).toHaveLength(1)
  expect(drafts[0]?.fix.edits).toBeUndefined()
})

test('of two definitions that are the same to the letter the second goes', async () => {
  const text = `class Item:
    name: str
    size: int = 3
    note: str | None = None
    name: str
    size: int = 3

    def total(self):
        price = 2

        return price

    def half(self):
        return 1

    def total(self):
        price = 2

        return price


def last():
    return 1
`
  const result = await mend('python/redefined-unused', { 'app/a.py': text })
  expect(result).toMatchObject({ repaired: 2, left: 0, came: [], stayed: [] })
  expect(result.changed['app/a.py']).toBe(`class Item:
    name: str
    size: int = 3
    note: str | None = None

    def total(self):
        price = 2

        return price

    def half(self):
        return 1


def last():
    return 1
`)
})

test.each([
  ['the values differ', 'class A:\n    a = 1\n    a = 2\n'],
  ['only one of two fields is repeated to the letter', 'class A:\n    a = 1\n    b = 1\n    a = 1\n    b = 2\n'],
  ['the value is made by a call', 'from x import make\n\n\nclass A:\n    a = make()\n    a = make()\n'],
  ['the first one is changed in between', 'class A:\n    a = 1\n    a += 1\n    a = 1\n'],
  ['a name is there three times', 'class A:\n    a = 1\n    a = 1\n    a = 1\n'],
  ['the functions differ', 'def f():\n    return 1\n\n\ndef f():\n    return 2\n'],
  ['the second one is decorated', 'def f():\n    return 1\n\n\n@once\ndef f():\n    return 1\n'],
])('a repeated definition is left to a person when %s', async (_, text) => {
  const { drafts } = await inspect(redefinedUnused, pythonCollectors, { 'app/a.py': text })
  expect(drafts).toHaveLength(1)
  expect(drafts[0]?.fix.edits).toBeUndefined()
})

test('two tests of one name were meant to be two tests: no edits', async () => {
  const text = 'def test_a():\n    assert 1\n\n\ndef test_a():\n    assert 1\n'
  const { drafts } = await inspect(redefinedUnused, pythonCollectors, { 'tests/test_a.py': text })
  expect(drafts).toHaveLength(1)
  expect(drafts[0]?.fix.edits).toBeUndefined()
})
