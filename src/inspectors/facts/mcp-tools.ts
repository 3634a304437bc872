import type { SyntaxNode } from '@lezer/common'
import type { CallExpression, ObjectExpression } from 'oxc-parser'
import type { Collector, Emit } from './collector.ts'
import { argument, argumentsOf } from './python-arguments.ts'
import { textOf } from './python-node.ts'
import { pythonText } from './python-text.ts'
import { dotted } from './script-name.ts'
import { isFunction, type Operand } from './script-node.ts'
import { propertyOf } from './script-object.ts'
import { scriptText } from './script-text.ts'
import { isForeign } from './source-kind.ts'
import type { Placed } from './store.ts'
import type { PythonTree, TypeScriptTree } from './trees.ts'
import { Visitor } from './visitor.ts'

/** A tool that an MCP server offers to agents. */
export interface McpToolFact extends Placed {
  readonly endLine: number
  readonly name: string
  readonly handler: string
  /** First line of the body that admits to an invented or missing result; 0 when none does. */
  readonly placeholderLine: number
  /** Whether the body calls anything that could do real work. */
  readonly works: boolean
  /** Whether it says what it is for; true as well where that cannot be read. */
  readonly described: boolean
}

const admits =
  /\bplaceholder\b|\bnot (?:yet )?implemented\b|NotImplementedError|\bmock(?:ed)? (?:data|response|result|implementation|value)s?|\bdummy (?:data|response|result|value)s?|\bfake (?:data|response|result)s?|\bsimulated? (?:data|response|result|value|call|success)s?|\bhard-?coded\b|\bsample (?:data|response|result)s?|\bcoming soon\b|\bin a real (?:implementation|application|system|world)|\bin production,? this (?:would|should)|\bthis is a stub\b|\bstub(?:bed)? (?:implementation|response|result)|\bTODO:? (?:implement|connect|call|replace|wire|integrate)/i

/** Chance as a value; identifiers, delays and seeds may well be random. */
const chance = /\brandom\.(?:random|randint|uniform|choice)\(|\bMath\.random\(\)/
const fairChance =
  /id\b|Id\b|uuid|toString\(36\)|jitter|backoff|delay|sleep|timeout|seed|nonce|suffix|token|shuffle|sample/

/** Calls that shape a value without doing anything. */
const idle =
  /^(?:str|int|float|bool|len|dict|list|round|print|isinstance|json\.dumps|JSON\.stringify|datetime\.\w+|Date\.now|new Date|time\.\w+|asyncio\.sleep|sleep|random\.\w+|Math\.\w+|logg?(?:er|ing)?\.\w+|console\.\w+|uuid\w*|uuid\.\w+|.*\.(?:format|isoformat|join|get|upper|lower|strip|toISOString|toString|append|push|toFixed|items|map|info|debug|warning)|String|Number|range|enumerate|NotImplementedError|Error|setTimeout|resolve|Promise)$/

export const pythonTools: Collector = {
  id: 'mcp-tools-python',
  wants: (file) =>
    file.language === 'python' &&
    !isForeign(file.path) &&
    /\bmcp\b|fastmcp/i.test(file.text) &&
    /\.tool\b/.test(file.text),
  collect: (file, trees, emit) => {
    const tree = trees.python()
    tree.tree.iterate({
      enter: ({ name, node }) => {
        if (name === 'DecoratedStatement') toolOf(node, tree, file.path, emit)
      },
    })
  },
}

function toolOf(node: SyntaxNode, tree: PythonTree, file: string, emit: Emit): void {
  const definition = node.getChild('FunctionDefinition')
  const decorator = node.getChildren('Decorator').find((one) => /^@[\w.]+\.tool\b/.test(textOf(one, tree)))
  const body = definition?.getChild('Body') ?? null
  const named = definition?.getChild('VariableName') ?? null
  if (definition === null || decorator === undefined || body === null || named === null) return
  const handler = textOf(named, tree)
  const list = argumentsOf(decorator.getChild('ArgList'), tree)
  emit('mcpTool', {
    file,
    line: tree.line(decorator.from),
    endLine: tree.line(body.to - 1),
    name: pythonText(argument(list, 'name', 0), tree) ?? handler,
    handler,
    placeholderLine: admission(textOf(body, tree), tree.line(body.from)),
    works: pythonWorks(body, tree),
    described: isDescribed(decorator, body, tree),
  })
}

/** A docstring, a `description=`, or arguments that bring their own. */
function isDescribed(decorator: SyntaxNode, body: SyntaxNode, tree: PythonTree): boolean {
  const given = textOf(decorator, tree)
  const first = /^:\s*(?:#[^\n]*\s*)*[rRuU]?(["'])/.test(textOf(body, tree))
  return first || /\bdescription\s*=|\*\*/.test(given)
}

function admission(body: string, firstLine: number): number {
  const index = body.split('\n').findIndex((line) => admits.test(line) || (chance.test(line) && !fairChance.test(line)))
  return index === -1 ? 0 : firstLine + index
}

function pythonWorks(body: SyntaxNode, tree: PythonTree): boolean {
  let works = false
  body.cursor().iterate((ref) => {
    if (ref.name !== 'CallExpression') return !works
    const callee = ref.node.firstChild
    if (callee !== null && !idle.test(textOf(callee, tree))) works = true
    return !works
  })
  return works
}

export const typescriptTools: Collector = {
  id: 'mcp-tools-typescript',
  wants: (file) =>
    file.language === 'typescript' &&
    !isForeign(file.path) &&
    /mcp/i.test(file.text) &&
    /\.(?:tool|registerTool|addTool)\s*\(|\binputSchema\b/.test(file.text),
  collect: (file, trees, emit) => {
    const source = { file: file.path, text: file.text, tree: trees.typescript() }
    new Visitor({
      CallExpression: (node) => emitTool(node, registered(node), source, emit),
      ObjectExpression: (node) => emitTool(node, described(node), source, emit),
    }).visit(source.tree.program)
  },
}

interface Registered {
  readonly name: string
  readonly described: boolean
  readonly handler: Operand | null
}

function emitTool(
  node: { readonly start: number; readonly end: number },
  tool: Registered | null,
  { file, text, tree }: { readonly file: string; readonly text: string; readonly tree: TypeScriptTree },
  emit: Emit,
): void {
  if (tool === null) return
  const { name, handler, described } = tool
  const body = handler === null ? '' : text.slice(handler.start, handler.end)
  emit('mcpTool', {
    file,
    line: tree.line(node.start),
    endLine: tree.line(node.end),
    name,
    handler: handler === null ? '' : (dotted(handler) ?? ''),
    placeholderLine: handler === null ? 0 : admission(body, tree.line(handler.start)),
    works: !isFunction(handler) || textWorks(body),
    described,
  })
}

/** `{ name, inputSchema, handler }`: a tool in a table. */
function described(node: ObjectExpression): Registered | null {
  const name = scriptText(propertyOf(node, 'name'))
  const handler = propertyOf(node, 'handler') ?? propertyOf(node, 'execute')
  if (name === null || name.includes('${') || propertyOf(node, 'inputSchema') === null || handler === null) return null
  return { name, handler, described: speaks(node) }
}

/** An object with a description, or one that is not written out. */
function speaks(node: Operand | undefined): boolean {
  if (node?.type !== 'ObjectExpression') return node !== undefined
  return propertyOf(node, 'description') !== null || node.properties.some((one) => one.type === 'SpreadElement')
}

function registered(node: CallExpression): Registered | null {
  const verb = /\.(tool|registerTool|addTool)$/.exec(dotted(node.callee) ?? '')?.[1]
  if (verb === undefined) return null
  const [first] = node.arguments
  if (verb === 'addTool') {
    const name = scriptText(propertyOf(first, 'name'))
    return name === null ? null : { name, handler: propertyOf(first, 'execute'), described: speaks(first) }
  }
  const name = first?.type === 'Literal' || first?.type === 'TemplateLiteral' ? scriptText(first) : null
  const handler = node.arguments.length > 1 ? (node.arguments.at(-1) ?? null) : null
  const [, second] = node.arguments
  const described = verb === 'registerTool' ? speaks(second) : second !== undefined && !isSchema(second)
  return name === null || name.includes('${') ? null : { name, handler, described }
}

/** `tool(name, { … }, handler)` and `tool(name, handler)` leave the description out. */
function isSchema(node: Operand): boolean {
  return isFunction(node) || (node.type === 'ObjectExpression' && propertyOf(node, 'description') === null)
}

function textWorks(body: string): boolean {
  return [...body.matchAll(/([A-Za-z_$][\w$.]*)\s*\(/g)].some(
    (match) =>
      !idle.test(match[1] ?? '') && !/^(?:if|for|while|switch|return|async|function|catch|await)$/.test(match[1] ?? ''),
  )
}
