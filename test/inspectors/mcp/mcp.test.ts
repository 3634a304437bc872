import { expect, test } from 'vitest'
import { mcpCollectors } from '../../../src/inspectors/mcp/mcp.ts'
import { placeholderResult } from '../../../src/inspectors/mcp/placeholder-result.ts'
import { toolWithoutTest } from '../../../src/inspectors/mcp/tool-without-test.ts'
import { inspect } from '../../support/inspect.ts'

const python = (body: string) => ({
  'server/tools.py': `from fastmcp import FastMCP\nmcp = FastMCP("shop")\n@mcp.tool()\ndef price_of(item: str) -> dict:\n${body}`,
})
const script = (handler: string) => ({
  'src/mcp/tools.ts': `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'\nconst server = new McpServer({ name: 'a', version: '1' })\nserver.registerTool('price_of', { description: 'd' }, ${handler})`,
})

test.each([
  [
    'an invented price',
    python('    # placeholder until the shop has an interface\n    return {"price": 12.5}\n'),
    'server/tools.py',
    5,
    'high',
  ],
  ['a random price', python('    return {"price": random.uniform(1, 9)}\n'), 'server/tools.py', 5, 'high'],
  [
    'a handler that admits a mock',
    script('async () => {\n  // mock data\n  return { content: [] }\n}'),
    'src/mcp/tools.ts',
    4,
    'high',
  ],
  [
    'work with an invented part',
    python('    row = load(item)\n    return {"price": row.price, "rating": 5}  # hardcoded\n'),
    'server/tools.py',
    6,
    'medium',
  ],
])('%s is a placeholder result', async (_, files, file, line, confidence) => {
  const { population, bad, drafts } = await inspect(placeholderResult, mcpCollectors, files)
  expect({ population, bad }).toEqual({ population: 1, bad: 1 })
  expect(drafts[0]).toMatchObject({ anchor: `tool:price_of@${file}`, confidence, instances: [{ file, line }] })
})

test.each([
  ['a tool that works', python('    return {"price": load(item).price}\n')],
  ['a random identifier', python('    return {"id": random.randint(1, 9), "price": load(item)}\n')],
  ['a handler by name', script('readPrice')],
  ['a tool in a test', { 'tests/test_tools.py': python('    # placeholder\n    return {}\n')['server/tools.py'] }],
])('%s is fine', async (_, files) => {
  expect((await inspect(placeholderResult, mcpCollectors, files)).drafts).toEqual([])
})

test('tools that no test names are one note', async () => {
  const two = `${python('    return load(item)\n')['server/tools.py']}@mcp.tool(name="stock_of")\ndef read_stock(item: str) -> int:\n    return count(item)\n`
  const { population, bad, drafts } = await inspect(toolWithoutTest, mcpCollectors, {
    'server/tools.py': two,
    'tests/test_tools.py': 'def test_price(): assert price_of("a")',
  })
  expect({ population, bad, count: drafts.length }).toEqual({ population: 2, bad: 1, count: 1 })
  expect(drafts[0]?.title).toContain('stock_of')
  expect(await inspect(toolWithoutTest, mcpCollectors, { 'a.py': 'print(1)' })).toMatchObject({ population: 0 })
})
