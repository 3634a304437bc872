import { expect, test } from 'vitest'
import { mcpCollectors } from '../../../src/inspectors/mcp/mcp.ts'
import { placeholderResult } from '../../../src/inspectors/mcp/placeholder-result.ts'
import { toolWithoutDescription } from '../../../src/inspectors/mcp/tool-without-description.ts'
import { inspect } from '../../support/inspect.ts'

const look = (files: Record<string, string>) => inspect(toolWithoutDescription, mcpCollectors, files)
const python = (decorator: string, doc = '') =>
  `from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\n\n@mcp.tool(${decorator})\ndef find(name: str) -> str:\n${doc}    return search(name)\n`
const script = (call: string) =>
  `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'\nconst server = new McpServer({})\nserver.${call}\n`
const run = 'async ({ name }) => search(name)'

test.each<[string, Record<string, string>]>([
  ['a Python tool', { 'server.py': python('') }],
  ['a Python tool with another argument', { 'server.py': python('title="Find"') }],
  ['a tool with a schema only', { 'server.ts': script(`tool('find', { name: z.string() }, ${run})`) }],
  ['a tool with a handler only', { 'server.ts': script(`tool('find', ${run})`) }],
  ['a registered tool', { 'server.ts': script(`registerTool('find', { inputSchema: {} }, ${run})`) }],
])('%s that says nothing of itself is named', async (_, files) => {
  const { drafts, population, bad } = await look(files)
  expect([population, bad]).toEqual([1, 1])
  expect(drafts).toMatchObject([{ anchor: 'mcp:tools-without-description', impact: 'quality' }])
  expect(drafts[0]?.title).toBe('1 of 1 MCP tools have no description: find')
})

test.each<[string, Record<string, string>]>([
  ['a docstring', { 'server.py': python('', '    """Finds by name."""\n') }],
  ['a raw docstring behind a comment', { 'server.py': python('', "    # slow\n    r'''Finds.'''\n") }],
  ['a description in the decorator', { 'server.py': python('description="Finds."') }],
  ['arguments that bring their own', { 'server.py': python('**FIND') }],
  ['a text before the schema', { 'server.ts': script(`tool('find', 'Finds by name.', { name: z.string() }, ${run})`) }],
  ['a constant before the schema', { 'server.ts': script(`tool('find', FIND, { name: z.string() }, ${run})`) }],
  ['a described registration', { 'server.ts': script(`registerTool('find', { description: 'Finds.' }, ${run})`) }],
  ['options made elsewhere', { 'server.ts': script(`registerTool('find', { ...options }, ${run})`) }],
])('%s is a description', async (_, files) => {
  expect((await look(files)).drafts).toEqual([])
})

test('a placeholder that only a comment admits is shown at the registration, with the comment beside it', async () => {
  const text =
    '@mcp.tool()\ndef guess(name: str) -> dict:\n    """Guesses."""\n    # Placeholder until the model is there\n    return {"likely": 0.1}\n'
  const { drafts } = await inspect(placeholderResult, mcpCollectors, { 'server.py': `import mcp\n\n${text}` })
  expect(drafts[0]?.evidence).toMatchObject([
    { startLine: 3, role: 'primary' },
    { startLine: 6, role: 'related' },
  ])
})
