import { cite, linesOf } from '../cite.ts'
import type { McpToolFact } from '../facts/mcp-tools.ts'
import { isAside } from '../facts/source-kind.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'

/** A tool answers with an invented result, and the agent that asked believes it. */
export const placeholderResult: Inspector = {
  id: 'mcp/placeholder-result',
  version: 1,
  layer: 'mcp',
  title: 'An MCP tool returns a placeholder or invented result',
  inspect: (view) => {
    const tools = view.facts.all('mcpTool').filter((tool) => !isAside(tool.file))
    const bad = tools.filter((tool) => tool.placeholderLine > 0)
    const groups = Map.groupBy(bad, (tool) => `tool:${tool.name}@${tool.file}`)
    const drafts = [...groups].map(([anchor, group]) => draftOf(view, anchor, group))
    return { population: tools.length, bad: bad.length, unit: 'MCP tools', drafts }
  },
}

function draftOf(view: View, anchor: string, group: readonly McpToolFact[]): Unfiled {
  const [tool] = group
  const idle = group.some((one) => !one.works)
  return {
    title:
      `MCP tool "${tool?.name}" ${idle ? 'does nothing and answers with a placeholder' : 'admits to a placeholder in its result'}`.slice(
        0,
        140,
      ),
    claim: 'behaviour',
    impact: 'feature-broken',
    reach: 'reachable',
    reachWhy: 'the tool is registered, so any connected agent may call it',
    confidence: idle ? 'high' : 'medium',
    anchor: anchor.slice(0, 300),
    evidence: group
      .slice(0, 4)
      .flatMap((one, index) => [
        cite(view.snapshot, one.file, shownLine(view, one), { role: index === 0 ? 'primary' : 'related' }),
        ...linesOfTool(view, one).map((line) => cite(view.snapshot, one.file, line, { role: 'related' })),
      ]),
    instances: group.map((one) => ({ file: one.file, line: one.placeholderLine })),
    fix: {
      advice:
        'Do the work, or answer with an error that says the tool is not available; do not register what does nothing.',
      effort: 'M',
      doneWhen: 'the result comes from real work, or the call fails openly',
    },
  }
}

/** The line that admits it; where that is only a comment, the registration: a comment proves nothing about the code. */
function shownLine(view: View, tool: McpToolFact): number {
  const text = linesOf(view.snapshot, tool.file)[tool.placeholderLine - 1]?.trimStart() ?? ''
  return /^(?:#|\/[/*]|\*|"""|''')/.test(text) ? tool.line : tool.placeholderLine
}

function linesOfTool(view: View, tool: McpToolFact): readonly number[] {
  const shown = shownLine(view, tool)
  return [...new Set([tool.placeholderLine, tool.line])].filter((line) => line !== shown)
}
