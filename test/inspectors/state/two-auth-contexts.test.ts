import { expect, test } from 'vitest'
import { codeCollectors } from '../../../src/inspectors/code/code.ts'
import { twoAuthContexts } from '../../../src/inspectors/state/two-auth-contexts.ts'
import { inspect } from '../../support/inspect.ts'

const context = (hook: string) =>
  `import { createContext, useContext } from 'react'\nconst Inner = createContext(null)\nexport function ${hook}() {\n  return useContext(Inner)\n}\n`
const page = (from: string, hook = 'useAuth') =>
  `import { ${hook} } from '${from}'\nexport default function Page() {\n  return ${hook}()\n}\n`
const base = {
  'package.json': '{ "dependencies": { "next": "15" } }',
  'src/contexts/auth.tsx': context('useAuth'),
  'src/providers/session.tsx': context('useAuth'),
  'src/app/a/page.tsx': page('../../contexts/auth'),
  'src/app/b/page.tsx': page('../../providers/session'),
}
const look = (files: Record<string, string>) => inspect(twoAuthContexts, codeCollectors, { ...base, ...files })

test('two hooks of one name with a context each are one finding that names both files and their users', async () => {
  const { drafts, population, bad } = await look({})
  expect([population, bad]).toEqual([2, 1])
  expect(drafts).toMatchObject([{ anchor: 'useAuth@.', impact: 'quality', confidence: 'high' }])
  expect(drafts[0]?.evidence).toMatchObject([
    { file: 'src/contexts/auth.tsx', startLine: 3, role: 'primary' },
    { file: 'src/providers/session.tsx', startLine: 3 },
    { file: 'src/app/a/page.tsx', startLine: 1 },
    { file: 'src/app/b/page.tsx', startLine: 1 },
  ])
})

test.each<[string, Record<string, string>]>([
  ['one of them is used by nobody', { 'src/app/b/page.tsx': page('../../contexts/auth') }],
  [
    'one is used by tests only',
    { 'src/app/b/page.tsx': '', 'src/app/b/page.test.tsx': page('../../providers/session') },
  ],
  [
    'one only hands the other on',
    { 'src/providers/session.tsx': "export { useAuth } from '../contexts/auth'\nexport const x = 1\n" },
  ],
  [
    'they answer different questions',
    {
      'src/providers/session.tsx': context('useTheme'),
      'src/app/b/page.tsx': page('../../providers/session', 'useTheme'),
    },
  ],
  [
    'they belong to two applications',
    { 'admin/package.json': '{}', 'admin/src/auth.tsx': context('useAuth'), 'src/providers/session.tsx': '' },
  ],
])('nothing is said when %s', async (_, files) => {
  expect((await look(files)).drafts).toEqual([])
})
