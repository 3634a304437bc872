import { expect, test } from 'vitest'
import { importsIn } from '../../../src/inspectors/facts/python-import.ts'
import { nodesOf } from '../../../src/inspectors/facts/python-node.ts'
import { treesOf } from '../../../src/inspectors/facts/trees.ts'
import { snapshotOf } from '../../../src/inspectors/snapshot.ts'

const read = (text: string) => {
  const [file] = snapshotOf('test', [['app/main.py', text]]).files
  if (file === undefined) throw new Error('the snapshot holds one file')
  const tree = treesOf(file).python()
  return nodesOf(tree, ['ImportStatement']).flatMap((node) =>
    importsIn(node, tree).map(({ level, module, alias, names }) => [
      level,
      module,
      alias,
      names?.map((one) => (one.alias === null ? one.name : `${one.name}=${one.alias}`)) ?? null,
    ]),
  )
}

test.each([
  ['import os', [[0, 'os', null, null]]],
  [
    'import os.path as p, sys',
    [
      [0, 'os.path', 'p', null],
      [0, 'sys', null, null],
    ],
  ],
  ['from a.b import c as d, e', [[0, 'a.b', null, ['c=d', 'e']]]],
  ['from . import views', [[1, '', null, ['views']]]],
  ['from .models import User', [[1, 'models', null, ['User']]]],
  ['from ..core.db import *', [[2, 'core.db', null, ['*']]]],
  ['from app.csv_import import import_rows', [[0, 'app.csv_import', null, ['import_rows']]]],
  ['from a import (  # all of it\n  b,  # first\n  c,\n)', [[0, 'a', null, ['b', 'c']]]],
  ['from', []],
  ['from a import b, \\\n  c', [[0, 'a', null, ['b', 'c']]]],
])('the import %j is read whole', (text, imports) => {
  expect(read(`${text}\n`)).toEqual(imports)
})
