import type { CallExpression, NewExpression } from 'oxc-parser'
import type { Collector, Emit } from './collector.ts'
import { dotted } from './script-name.ts'
import type { Operand } from './script-node.ts'
import { propertyOf } from './script-object.ts'
import { scriptText } from './script-text.ts'
import { isForeign } from './source-kind.ts'
import type { Placed } from './store.ts'
import type { TypeScriptTree } from './trees.ts'
import { Visitor } from './visitor.ts'

/** A socket that a client opens. */
export interface SocketClientFact extends Placed {
  readonly library: 'websocket' | 'socket.io'
  /** As written; null when it cannot be read. */
  readonly url: string | null
}

/** A socket server that is not a route: ws, socket.io, a Nest gateway. */
export interface SocketServerFact extends Placed {
  readonly library: 'ws' | 'socket.io'
  /** The one path it listens on; null when it takes any. */
  readonly path: string | null
}

const openers = /^(?:(?:window|globalThis|self)\.)?(?:WebSocket|ReconnectingWebSocket|RobustWebSocket|PartySocket)$/

/** Sockets opened and offered by TypeScript and JavaScript. */
export const sockets: Collector = {
  id: 'sockets',
  wants: (file) =>
    file.language === 'typescript' &&
    !isForeign(file.path) &&
    /WebSocket|socket\.io|\bio\(|WebSocketGateway/.test(file.text),
  collect: (file, trees, emit) => {
    const tree = trees.typescript()
    const usesWs = /from ['"]ws['"]|require\(['"]ws['"]\)/.test(file.text)
    const source = { file: file.path, text: file.text, tree, emit, usesWs }
    new Visitor({
      NewExpression: (node) => constructed(node, source),
      CallExpression: (node) => called(node, source),
      ClassDeclaration: (node) => {
        if (!node.decorators.some((one) => file.text.slice(one.start, one.end).startsWith('@WebSocketGateway'))) return
        emit('socketServer', { file: file.path, line: tree.line(node.start), library: 'socket.io', path: null })
      },
    }).visit(tree.program)
  },
}

interface Source {
  readonly file: string
  readonly text: string
  readonly tree: TypeScriptTree
  readonly emit: Emit
  readonly usesWs: boolean
}

function constructed(node: NewExpression, source: Source): void {
  const callee = dotted(node.callee) ?? ''
  const line = source.tree.line(node.start)
  if (/^(?:WebSocketServer|WebSocket\.Server|ws\.Server|WSServer)$/.test(callee)) {
    const path = scriptText(propertyOf(node.arguments[0], 'path'))
    source.emit('socketServer', { file: source.file, line, library: 'ws', path })
    return
  }
  if (/^(?:Server|SocketIOServer|IOServer|SocketServer)$/.test(callee) && source.text.includes('socket.io')) {
    source.emit('socketServer', { file: source.file, line, library: 'socket.io', path: null })
    return
  }
  if (!openers.test(callee)) return
  source.emit('socketClient', { file: source.file, line, library: 'websocket', url: urlOf(node.arguments[0]) })
}

function called(node: CallExpression, source: Source): void {
  const callee = dotted(node.callee) ?? ''
  const line = source.tree.line(node.start)
  if (callee === 'useWebSocket' && source.text.includes('react-use-websocket')) {
    source.emit('socketClient', { file: source.file, line, library: 'websocket', url: urlOf(node.arguments[0]) })
  }
  if (/^(?:io|io\.connect)$/.test(callee) && source.text.includes('socket.io-client')) {
    source.emit('socketClient', { file: source.file, line, library: 'socket.io', url: urlOf(node.arguments[0]) })
  }
}

function urlOf(node: Operand | undefined): string | null {
  if (node?.type === 'NewExpression' && dotted(node.callee) === 'URL') return scriptText(node.arguments[0])
  if (
    node?.type === 'CallExpression' &&
    node.callee.type === 'MemberExpression' &&
    /toString$/.test(dotted(node.callee) ?? '')
  ) {
    return scriptText(node.callee.object)
  }
  return scriptText(node)
}
