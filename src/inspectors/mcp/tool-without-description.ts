import type { McpToolFact } from '../facts/mcp-tools.ts'
import { isAside } from '../facts/source-kind.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'

/** Tools that tell an agent nothing but their name; one grouped note. */
export const toolWithoutDescription: Inspector = {
  id: 'mcp/tool-without-description',
  version: 1,
  layer: 'mcp',
  title: 'MCP tools without a description',
  inspect: (view) => {
    const tools = view.facts.all('mcpTool').filter((tool) => !isAside(tool.file))
    const bare = tools.filter((tool) => !tool.described)
    const drafts = bare.length === 0 ? [] : [draftOf(view, bare, tools.length)]
    return { population: tools.length, bad: bare.length, unit: 'MCP tools', drafts }
  },
}

function draftOf(view: View, bare: readonly McpToolFact[], population: number): Unfiled {
  const listed = bare
    .slice(0, 4)
    .map((tool) => tool.name)
    .join(', ')
  return {
    title: `${bare.length} of ${population} MCP tools have no description: ${listed}`.slice(0, 140),
    claim: 'absence',
    impact: 'quality',
    reach: 'reachable',
    reachWhy: 'the tools are registered; an agent chooses among them by what they say of themselves',
    confidence: 'high',
    anchor: 'mcp:tools-without-description',
    ...placesOf(view, bare, 12),
    fix: {
      advice:
        'Say in a docstring (or description) what the tool does, what it needs and when another is the better choice.',
      effort: 'S',
      doneWhen: 'each tool is registered with a description',
    },
  }
}
