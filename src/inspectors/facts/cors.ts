import type { SyntaxNode } from '@lezer/common'
import type { CallExpression, IfStatement, Node } from 'oxc-parser'
import type { Collector, Emit } from './collector.ts'
import { argument, argumentsOf, type PythonArgument } from './python-arguments.ts'
import { textOf } from './python-node.ts'
import { pythonText } from './python-text.ts'
import { dotted } from './script-name.ts'
import type { Operand } from './script-node.ts'
import { propertyOf } from './script-object.ts'
import { scriptText } from './script-text.ts'
import { isForeign } from './source-kind.ts'
import type { Placed } from './store.ts'
import type { PythonTree } from './trees.ts'
import { Visitor } from './visitor.ts'

/** A CORS setup: who may call, and whether with cookies. */
export interface CorsFact extends Placed {
  readonly framework: 'starlette' | 'flask-cors' | 'express' | 'hono' | 'fastify' | 'nest' | 'socket.io' | 'headers'
  /** `*`: the literal wildcard; `reflected`: whatever origin asks is allowed; `listed`: named or configured origins. */
  readonly origins: '*' | 'reflected' | 'listed'
  readonly credentials: boolean
}

export const pythonCors: Collector = {
  id: 'cors-python',
  wants: (file) =>
    file.language === 'python' && !isForeign(file.path) && /CORSMiddleware|flask_cors|CORS\(/.test(file.text),
  collect: (file, trees, emit) => {
    const tree = trees.python()
    tree.tree.iterate({
      enter: ({ name, node }) => {
        if (name !== 'CallExpression' || node.firstChild === null) return
        const callee = textOf(node.firstChild, tree)
        const list = argumentsOf(node.getChild('ArgList'), tree)
        if (/(?:^|\.)(?:add_middleware|Middleware|CORSMiddleware)$/.test(callee))
          starletteCors(node, callee, list, tree, file, emit)
        if (callee === 'CORS' && /flask_cors/.test(file.text)) flaskCors(node, list, tree, file.path, emit)
      },
    })
  },
}

interface Text {
  readonly path: string
  readonly text: string
}

function starletteCors(
  node: SyntaxNode,
  callee: string,
  list: readonly PythonArgument[],
  tree: PythonTree,
  file: Text,
  emit: Emit,
): void {
  const first = list[0]?.name === null ? textOf(list[0].node, tree) : ''
  if (!callee.endsWith('CORSMiddleware') && !first.endsWith('CORSMiddleware')) return
  const origins = argument(list, 'allow_origins')
  const pattern = pythonText(argument(list, 'allow_origin_regex'), tree)
  const credentials = argument(list, 'allow_credentials')
  const wild = origins !== null && isWildcardList(listText(origins, tree, file.text))
  const any = pattern !== null && /^\^?(?:\.\*|https?\??:\/\/\.\*|\(\.\*\))\$?$/.test(pattern)
  emit('cors', {
    file: file.path,
    line: tree.line((origins ?? node).from),
    framework: 'starlette',
    origins: wild ? '*' : any ? 'reflected' : 'listed',
    credentials: credentials !== null && textOf(credentials, tree) === 'True',
  })
}

/** A list, or the one list that the file assigns to the name. */
function listText(node: SyntaxNode, tree: PythonTree, text: string): string {
  const written = textOf(node, tree)
  if (node.name !== 'VariableName') return written
  const assigned = [
    ...text.matchAll(new RegExp(`^[ \\t]*${written}[ \\t]*(?::[^=\\n]*)?=[ \\t]*(\\[[^\\]]*\\])`, 'gm')),
  ]
  return assigned.length === 1 ? (assigned[0]?.[1] ?? written) : written
}

function isWildcardList(text: string): boolean {
  return /^[[(]\s*(?:["']\*["'],?\s*)+[\])]$/.test(text.trim()) || /^["']\*["']$/.test(text.trim())
}

function flaskCors(
  node: SyntaxNode,
  list: readonly PythonArgument[],
  tree: PythonTree,
  file: string,
  emit: Emit,
): void {
  const credentials = argument(list, 'supports_credentials')
  const origins = argument(list, 'origins')
  const limited = argument(list, 'resources') !== null
  const wild = origins === null ? !limited : isWildcardList(textOf(origins, tree))
  emit('cors', {
    file,
    line: tree.line(node.from),
    framework: 'flask-cors',
    origins: wild ? 'reflected' : 'listed',
    credentials: credentials !== null && textOf(credentials, tree) === 'True',
  })
}

export const typescriptCors: Collector = {
  id: 'cors-typescript',
  wants: (file) =>
    file.language === 'typescript' && !isForeign(file.path) && /\bcors\b|enableCors|Allow-Origin/i.test(file.text),
  collect: (file, trees, emit) => {
    const tree = trees.typescript()
    const asides: Node[] = []
    new Visitor({
      IfStatement: (node) => {
        const branch = developmentBranch(node, file.text)
        if (branch !== null) asides.push(branch)
      },
      CallExpression: (node) => {
        const options = corsOptions(node)
        if (options === null || asides.some((one) => one.start <= node.start && node.end <= one.end)) return
        const origin = propertyOf(options.node, 'origin')
        const credentials = propertyOf(options.node, 'credentials')
        emit('cors', {
          file: file.path,
          line: tree.line((origin ?? options.node).start),
          framework: options.framework,
          origins: originsOf(origin, options.framework),
          credentials: credentials?.type === 'Literal' && credentials.value === true,
        })
      },
    }).visit(tree.program)
  },
}

/** The branch that runs on a developer's machine alone, as far as the condition's own words say. */
function developmentBranch({ test, consequent, alternate }: IfStatement, text: string): Node | null {
  const words = text.slice(test.start, test.end)
  const isNegated = /!/.test(words)
  if (/prod/i.test(words)) return isNegated ? consequent : alternate
  if (/\bis_?(?:dev|local)|development/i.test(words)) return isNegated ? alternate : consequent
  return null
}

function corsOptions(
  node: CallExpression,
): { node: Operand; framework: 'express' | 'hono' | 'fastify' | 'nest' } | null {
  const callee = dotted(node.callee) ?? ''
  const [first, second] = node.arguments
  if (callee === 'cors' && first?.type === 'ObjectExpression') return { node: first, framework: 'express' }
  if (callee.endsWith('.enableCors') && first?.type === 'ObjectExpression') return { node: first, framework: 'nest' }
  const registers = callee.endsWith('.register') && /cors/i.test(dotted(first) ?? '')
  return registers && second?.type === 'ObjectExpression' ? { node: second, framework: 'fastify' } : null
}

/** An absent origin is `*` in the cors package; `true` and a function that always agrees reflect whoever asks. */
function originsOf(origin: Operand | null, framework: string): CorsFact['origins'] {
  if (origin === null) return framework === 'fastify' ? 'listed' : '*'
  if (scriptText(origin) === '*') return '*'
  if (origin.type === 'Literal' && origin.value === true) return 'reflected'
  if (origin.type !== 'ArrowFunctionExpression') return 'listed'
  const agrees = origin.body.type === 'CallExpression' && origin.params.length === 2 && agreesAlways(origin.body)
  const echoes =
    origin.body.type === 'Identifier' &&
    origin.params[0]?.type === 'Identifier' &&
    origin.body.name === origin.params[0].name
  return agrees || echoes ? 'reflected' : 'listed'
}

/** `callback(null, true)`. */
function agreesAlways(call: CallExpression): boolean {
  const [, verdict] = call.arguments
  return verdict?.type === 'Literal' && verdict.value === true
}
