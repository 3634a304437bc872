import { expect, test } from 'vitest'
import { FactStore } from '../../../src/inspectors/facts/store.ts'
import type { Inspector } from '../../../src/inspectors/inspector.ts'
import { bugPattern } from '../../../src/inspectors/python/bug-pattern.ts'
import { pythonCollectors, pythonInspectors } from '../../../src/inspectors/python/python.ts'
import { redefinedUnused } from '../../../src/inspectors/python/redefined-unused.ts'
import { undefinedName } from '../../../src/inspectors/python/undefined-name.ts'
import { snapshotOf } from '../../../src/inspectors/snapshot.ts'
import { inspect } from '../../support/inspect.ts'

const run = (inspector: Inspector, text: string, file = 'app/a.py') =>
  inspect(inspector, pythonCollectors, { [file]: text })
const anchors = async (inspector: Inspector, text: string, file?: string) =>
  (await run(inspector, text, file)).drafts.map(({ anchor }) => anchor)

test('a name that nothing defines breaks the function that uses it', async () => {
  const { drafts } = await run(undefinedName, 'def total(rows):\n    return sum(prices)\n')
  expect(drafts).toMatchObject([
    { anchor: 'app/a.py', impact: 'feature-broken', reach: 'reachable', evidence: [{ startLine: 2 }] },
  ])
})

test('a name in an annotation that Python evaluates stops the import', async () => {
  expect(await anchors(undefinedName, 'def total(rows: Rows):\n    return 1\n')).toEqual(['app/a.py'])
})

test('the names that one file misses are one finding', async () => {
  const { drafts } = await run(undefinedName, 'def total(rows):\n    return sum(prices) + tax\n')
  expect(drafts).toMatchObject([
    { title: '2 names are not defined in app/a.py: prices, tax', instances: { length: 2 } },
  ])
})

test('what an except clause at module level catches does not stop the import', async () => {
  const text = 'try:\n    register(missing)\nexcept Exception as e:\n    print(e)\n'
  expect((await run(undefinedName, text)).drafts).toMatchObject([{ confidence: 'medium' }])
  expect((await run(undefinedName, text.replace('Exception', 'KeyError'))).drafts).toMatchObject([
    { confidence: 'high' },
  ])
})

test('a file that is kept as an old copy is not what users meet', async () => {
  const { drafts } = await run(undefinedName, 'def total(rows):\n    return sum(prices)\n', 'app/video.old.py')
  expect(drafts).toMatchObject([{ reach: 'dev-or-test' }])
})

test.each([
  ['quoted', 'def total(rows: "Rows"):\n    return 1\n'],
  ['postponed', 'from __future__ import annotations\n\ndef total(rows: Rows):\n    return 1\n'],
  ["of a function's own variable", 'def total():\n    rows: Rows = 1\n    return rows\n'],
])('a name in an annotation that is %s is only untidy', async (_, text) => {
  expect((await run(undefinedName, text)).drafts).toMatchObject([{ anchor: 'annotations', impact: 'hygiene' }])
})

test.each([
  ['a name of Python 2', 'def f(x):\n    return unicode(x)\n'],
  ['a translation', 'def f():\n    return _("hello")\n'],
  ['a guarded name', 'try:\n    fast\nexcept NameError:\n    fast = None\n'],
  [
    'a class that SQLAlchemy finds by name',
    'from db import Base, Mapped, relationship\n\nclass A(Base):\n    b: Mapped["B"] = relationship()\n',
  ],
  ['a class further down', 'class A:\n    b: list[B] = []\n\nclass B:\n    pass\n'],
  ['a star import', 'from x import *\n\ndef f():\n    return anything\n'],
])('%s is no undefined name', async (_, text) => {
  expect(await anchors(undefinedName, text)).toEqual([])
})

test('a name that many files lack is put in place by what runs them', async () => {
  const files = Object.fromEntries(['a', 'b', 'c'].map((name) => [`steps/${name}.py`, 'print(workflow.input)\n']))
  expect((await inspect(undefinedName, pythonCollectors, files)).drafts).toEqual([])
})

test('a second function of the same name hides the first; in tests the first never runs', async () => {
  const twice = 'def test_a():\n    assert 1\n\ndef test_a():\n    assert 2\n'
  expect((await run(redefinedUnused, twice, 'app/a.py')).drafts).toMatchObject([
    { reach: 'reachable', instances: [{ line: 1 }] },
  ])
  expect((await run(redefinedUnused, twice, 'tests/test_a.py')).drafts).toMatchObject([{ reach: 'dev-or-test' }])
})

test('a field that a class declares twice is reported with both lines', async () => {
  const text = 'class Item(Base):\n    name = Column(1)\n    size = Column(2)\n    name = Column(3)\n'
  expect((await run(redefinedUnused, text)).drafts).toMatchObject([{ evidence: [{ startLine: 2 }, { startLine: 4 }] }])
})

test.each([
  ['a second import', 'import os\nimport os\nprint(os)\n'],
  ['two routes', '@app.get("/a")\ndef show():\n    pass\n\n@app.get("/b")\ndef show():\n    pass\n'],
  [
    'overloads',
    'from typing import overload\n\n@overload\ndef f(a: int): ...\n@overload\ndef f(a: str): ...\ndef f(a):\n    return a\n',
  ],
  ['a branch each', 'if x:\n    def f():\n        pass\nelse:\n    def f():\n        pass\n'],
])('%s is no redefinition that matters', async (_, text) => {
  expect(await anchors(redefinedUnused, text)).toEqual([])
})

test.each([
  ['B006', 'def add(x, seen=[]):\n    seen.append(x)\n    return seen\n'],
  ['B006', 'def add(x: list[str], seen: dict[str, int] = {}) -> None:\n    seen.update(dict.fromkeys(x, 1))\n'],
  ['B012', 'def f():\n    try:\n        g()\n    finally:\n        return 1\n'],
  ['B023', 'def f():\n    fs = []\n    for i in range(3):\n        fs.append(lambda: i)\n    return fs\n'],
  ['F601', 'A = {"a": 1, "b": 2, "a": 3}\n'],
  ['F631', 'def f(x):\n    assert (x, "message")\n'],
  ['F507', 'def f(a):\n    return "%s %s" % (a,)\n'],
  ['PLE1205', 'import logging\n\ndef f(a):\n    logging.error("failed", a)\n'],
])('%s is a bug', async (code, text) => {
  expect(await anchors(bugPattern, text)).toEqual([code])
})

test('a name in __all__ that only the package or its __getattr__ provides is there; another is not', async () => {
  const files = {
    'app/__init__.py': '__all__ = ["parser", "missing"]\n',
    'app/parser.py': 'x = 1\n',
    'app/lazy.py': '__all__ = ["db"]\n\n\ndef __getattr__(name):\n    return connect(name)\n',
  }
  const { drafts } = await inspect(bugPattern, pythonCollectors, files)
  expect(drafts).toMatchObject([{ anchor: 'F822', instances: [{ file: 'app/__init__.py', line: 1 }] }])
})

test('fields pasted twice into one class are one finding, harmless when their values agree', async () => {
  const twice = (second: string) =>
    `class S(Base):\n    a: int = 1\n    b: int = 2\n    a: int = 1  # again\n    b: int = ${second}\n`
  expect((await run(redefinedUnused, twice('2'))).drafts).toMatchObject([
    { impact: 'hygiene', instances: { length: 2 } },
  ])
  expect((await run(redefinedUnused, twice('3'))).drafts).toMatchObject([
    { anchor: 'app/a.py#S:fields', impact: 'quality' },
  ])
})

test('an empty default that a property replaces is only untidy', async () => {
  const text = 'class Beat(Base):\n    schedule = None\n    size = 1\n    schedule = property(get, set)\n'
  expect((await run(redefinedUnused, text)).drafts).toMatchObject([{ impact: 'hygiene' }])
})

test.each([
  ['a default that is only read', 'def add(x, seen=[]):\n    return x in seen\n'],
  [
    'a default that is copied first',
    'def add(x, seen=[]):\n    seen = list(seen)\n    seen.append(x)\n    return seen\n',
  ],
  ['style', 'import os, sys\nx = 1;y=2\ndef F( a ):return a\n'],
])('%s is left to others', async (_, text) => {
  expect(await anchors(bugPattern, text)).toEqual([])
})

test.each([
  ['a bare yield', 'def f():\n    yield\n'],
  ['a float that ends with its point', 'x = 1.\n'],
  ['a target that is no name', 'def f():\n    with g() as (a, b):\n        return a, b\n'],
])('a file with %s is inspected like any other', async (_, text) => {
  expect(await anchors(bugPattern, `${text}def h(x):\n    assert (x, "m")\n`)).toEqual(['F631'])
})

test('whether a missing name is run is left open where a part of the file cannot be read', async () => {
  const text = 'f = lambda a, /, b: a\n\ndef g(x):\n    assert (x, missing)\n'
  expect(await anchors(bugPattern, text)).toEqual(['F631'])
  expect(await anchors(undefinedName, text)).toEqual([])
})

test('several places of one pattern are one finding, and tests are apart', async () => {
  const text = 'def f(x):\n    assert (x, "m")\n\ndef g(x):\n    assert (x, "m")\n'
  const files = { 'app/a.py': text, 'app/b.py': text, 'tests/test_a.py': text }
  const { drafts, bad } = await inspect(bugPattern, pythonCollectors, files)
  expect(bad).toBe(3)
  expect(drafts.map(({ anchor, instances }) => [anchor, instances.length])).toEqual([
    ['F631', 4],
    ['F631@tests', 2],
  ])
})

test('when Ruff cannot run the inspectors say so instead of passing', () => {
  const facts = new FactStore()
  facts.add('ruffFailure', { file: 'a.py', line: 1, reason: 'no WebAssembly here' })
  const view = { facts, snapshot: snapshotOf('x', [['a.py', 'x = 1\n']]) }
  for (const inspector of pythonInspectors) {
    expect(() => inspector.inspect(view, new AbortController().signal)).toThrow('Ruff did not run: no WebAssembly here')
  }
})
