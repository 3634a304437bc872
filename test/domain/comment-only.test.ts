import { expect, test } from 'vitest'
import { changesOnlyComments } from '../../src/domain/comment-only.ts'

const change = (path: string, before: string | null, after: string | null) => [{ path, before, after }]

test.each([
  ['a comment that is reworded', change('a.ts', '// for now\nrun()\n', '// for the moment\nrun()\n')],
  ['a comment that goes', change('a.py', '# TODO: check\nrun()\n', 'run()\n')],
  ['a comment that moves to a line of its own', change('a.yml', 'run: test # later\n', '# later\nrun: test\n')],
  ['blank lines', change('a.go', 'run()\n', '\n\nrun()\n')],
])('%s leaves the code as it was', (_, files) => {
  expect(changesOnlyComments(files)).toBe(true)
})

test.each([
  ['a statement beside a comment', change('a.ts', '// for now\nrun()\n', 'check()\nrun()\n')],
  ['text in quotes that looks like a comment', change('a.ts', "say('// a')\n", "say('// b')\n")],
  ['prose', change('README.md', '# One\n', '# Two\n')],
  ['a new file', change('a.ts', null, '// nothing\n')],
  ['an example of the environment, which tells in comments', change('.env.example', '', '# NAME=\n')],
  ['one file of two', [...change('a.ts', '// a\n', '// b\n'), ...change('b.ts', 'a()\n', 'b()\n')]],
  ['nothing at all', []],
])('%s does not', (_, files) => {
  expect(changesOnlyComments(files)).toBe(false)
})
