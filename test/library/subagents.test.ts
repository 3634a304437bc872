import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { type LoadedLibrary, loadLibrary } from '../../src/library/load.ts'

const folder = join(import.meta.dirname, 'subagents')
let library: LoadedLibrary

beforeAll(async () => {
  library = await loadLibrary({ roots: [{ folder, kind: 'subagents', label: '.claude/agents' }] })
})

test('subagent files of Claude Code load unchanged, from folders within folders too', () => {
  expect(library.problems).toEqual([])
  expect([...library.specialists.keys()].sort()).toEqual(['ledger-auditor', 'release-notes-writer', 'ux-researcher'])
})

test('a description with colons, which YAML refuses, is read as its writer meant it, and a warning says so', () => {
  const writer = library.specialists.get('release-notes-writer')
  expect(writer?.description).toContain('Examples: <example>Context: The user has merged')
  expect(writer?.description).toMatch(/<\/example>$/)
  expect(writer?.tools).toEqual(['Bash', 'Glob', 'Grep', 'Read', 'Write', 'Edit', 'WebFetch', 'TodoWrite'])
  expect(writer?.model).toBe('inherit')
  expect(writer?.instructions).toMatch(/^You turn a list of merged changes/)
  expect(library.warnings).toContainEqual(
    expect.objectContaining({
      file: '.claude/agents/release-notes-writer.md',
      line: 3,
      problem: expect.stringContaining('plain text'),
    }),
  )
})

test('lists, denied tools and a model keep their meaning; fields of the other tool are left alone', () => {
  expect(library.specialists.get('ledger-auditor')).toMatchObject({
    tools: ['Read', 'Grep', 'mcp__postgres__query'],
    disallowedTools: ['Write', 'Edit'],
    model: 'opus',
    backend: null,
    memoryMb: 64,
    file: '.claude/agents/payments/ledger-auditor.md',
  })
  expect(library.warnings.filter(({ file }) => file.includes('ledger-auditor'))).toEqual([])
})

test('a name with capitals and spaces is brought into our form, no tools means every tool, and a warning names both forms', () => {
  expect(library.specialists.get('ux-researcher')?.tools).toBeNull()
  expect(library.warnings).toContainEqual({
    file: '.claude/agents/UX Researcher.md',
    line: 2,
    problem: 'the name "UX Researcher" is read as "ux-researcher"',
  })
})
