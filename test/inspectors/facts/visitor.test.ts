import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'
import { Visitor } from '../../../src/inspectors/facts/visitor.ts'

test('a visitor sees parents before children and leaves them in turn', () => {
  const seen: string[] = []
  new Visitor({
    CallExpression: (node) => seen.push(`call ${node.start}`),
    'CallExpression:exit': (node) => seen.push(`done ${node.start}`),
    Identifier: (node) => seen.push(node.name),
  }).visit(parseSync('a.ts', 'outer(inner())').program)
  expect(seen).toEqual(['call 0', 'outer', 'call 6', 'inner', 'done 6', 'done 0'])
})
