import type { McpToolFact } from '../facts/mcp-tools.ts'
import { isAside, isTest } from '../facts/source-kind.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'

/** Tools that no test of the repository names; one grouped note. */
export const toolWithoutTest: Inspector = {
  id: 'mcp/tool-without-test',
  version: 1,
  layer: 'mcp',
  title: 'MCP tools that no test names',
  inspect: (view) => {
    const tools = view.facts.all('mcpTool').filter((tool) => !isAside(tool.file))
    const tests = view.snapshot.files.filter((file) => isTest(file.path))
    if (tools.length === 0) return { population: 0, bad: 0, unit: 'MCP tools', drafts: [] }
    const bare = tools.filter((tool) => !tests.some((test) => names(test.text, tool)))
    const drafts = bare.length === 0 ? [] : [draftOf(view, bare, tools.length)]
    return { population: tools.length, bad: bare.length, unit: 'MCP tools', drafts }
  },
}

function names(text: string, tool: McpToolFact): boolean {
  return text.includes(tool.name) || (tool.handler !== '' && text.includes(tool.handler))
}

function draftOf(view: View, bare: readonly McpToolFact[], population: number): Unfiled {
  const listed = bare
    .slice(0, 4)
    .map((tool) => tool.name)
    .join(', ')
  return {
    title: `${bare.length} of ${population} MCP tools are named by no test: ${listed}`.slice(0, 140),
    claim: 'count',
    impact: 'hygiene',
    reach: 'reachable',
    reachWhy: 'agents may call the tools; nothing checks what they answer',
    confidence: 'high',
    anchor: 'mcp:tools-without-test',
    ...placesOf(view, bare, 12),
    fix: {
      advice: 'Call each tool in a test, once with arguments it takes and once with arguments it must refuse.',
      effort: 'M',
      doneWhen: 'each tool is called by a test',
    },
  }
}
