import type { SyntaxNode } from '@lezer/common'
import type { Collector } from './collector.ts'
import { partsOf, textOf } from './python-node.ts'
import { isForeign } from './source-kind.ts'
import type { Placed } from './store.ts'
import type { PythonTree } from './trees.ts'

/** A query parameter without which a FastAPI socket endpoint refuses the handshake. */
export interface SocketQueryFact extends Placed {
  readonly handler: string
  readonly name: string
}

const decorated = /^@[\w.]+\.websocket\(/

/** Required query parameters of WebSocket handlers: `token: str`, `Query()`, `Query(...)`, `Annotated[str, Query()]`. */
export const socketQueries: Collector = {
  id: 'socket-queries',
  wants: (file) => file.language === 'python' && !isForeign(file.path) && file.text.includes('.websocket('),
  collect: (file, trees, emit) => {
    const tree = trees.python()
    tree.tree.iterate({
      enter: ({ name, node }) => {
        if (name !== 'DecoratedStatement') return
        const route = node
          .getChildren('Decorator')
          .map((one) => textOf(one, tree))
          .find((one) => decorated.test(one))
        const definition = node.getChild('FunctionDefinition')
        const [named, list] = [definition?.getChild('VariableName'), definition?.getChild('ParamList')]
        if (route === undefined || named == null || list == null) return
        const handler = textOf(named, tree)
        for (const parameter of parametersOf(list, tree)) {
          if (!isRequired(parameter.text) || route.includes(`{${parameter.name}`)) continue
          emit('socketQuery', { file: file.path, line: parameter.line, handler, name: parameter.name })
        }
      },
    })
  },
}

interface Parameter {
  readonly name: string
  readonly text: string
  readonly line: number
}

/** Parameters as written, split at the commas of the list itself. */
function parametersOf(list: SyntaxNode, tree: PythonTree): readonly Parameter[] {
  const parts = partsOf(list)
  const bounds = parts.filter((part) => part.name === ',' || part.name === '(' || part.name === ')')
  return bounds.slice(0, -1).flatMap((bound, index) => {
    const raw = tree.slice(bound.to, bounds[index + 1]?.from ?? bound.to)
    const text = raw.trim()
    const name = /^\w+/.exec(text)?.[0]
    const line = tree.line(bound.to + raw.length - raw.trimStart().length)
    return name === undefined ? [] : [{ name, text, line }]
  })
}

const plain = /^\w+\s*:\s*(?:str|int|float|UUID)$/

/** Another name on the wire counts as optional: which one the client should send is not told here. */
function isRequired(text: string): boolean {
  if (text.length > 300 || /\bNone\b|Optional/.test(text)) return false
  const given = /\bQuery\(([\s\S]*)\)/.exec(text)?.[1]?.trim()
  if (given === undefined) return plain.test(text)
  if (/\b(?:default|default_factory|alias)\b/.test(given)) return false
  if (/^\w+\s*:\s*(?:\w+\.)?Annotated\[/.test(text)) return text.endsWith(']')
  return given === '' || /^(?:\.\.\.|\w+\s*=)/.test(given)
}
