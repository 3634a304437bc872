import type { Collector } from './collector.ts'
import { dotted, keyName } from './script-name.ts'
import { type Node, walk } from './script-node.ts'
import { scriptSymbol } from './script-symbol.ts'
import { literalText } from './script-text.ts'
import type { Placed } from './store.ts'
import { isWritten } from './written.ts'

/** A use of the browser's storage. */
export interface StorageFact extends Placed {
  readonly area: 'local' | 'session'
  readonly access: 'read' | 'write' | 'remove'
  /** The key, or null when only a run can tell it. */
  readonly key: string | null
  /** The constant that holds the key, when it is not written in place: `KEYS.token`. */
  readonly constant: string | null
  readonly symbol: string
}

/** A constant text, `NAME` or `OBJECT.member`. */
export interface KeyConstantFact extends Placed {
  readonly name: string
  readonly value: string
}

const accesses: Readonly<Record<string, StorageFact['access']>> = {
  getItem: 'read',
  setItem: 'write',
  removeItem: 'remove',
}
const members = new Set(['getItem', 'setItem', 'removeItem', 'clear', 'length', 'key'])

/** Reads and writes of localStorage and sessionStorage. */
export const storageCollector: Collector = {
  id: 'storage',
  wants: (file) => isWritten(file) && file.language === 'typescript' && /(?:local|session)Storage/.test(file.text),
  collect(file, trees, emit) {
    const tree = trees.typescript()
    walk(tree.program, (node, above) => {
      const use = fromCall(node) ?? fromMember(node, above)
      if (use !== null)
        emit('storage', { file: file.path, line: tree.line(node.start), symbol: scriptSymbol(above), ...use })
      return undefined
    })
  },
}

/** Constant texts, so that a key held by a constant of another file can be told. */
export const keyConstantCollector: Collector = {
  id: 'key-constants',
  wants: (file) => isWritten(file) && file.language === 'typescript' && /\bconst\b/.test(file.text),
  collect(file, trees, emit) {
    const tree = trees.typescript()
    for (const statement of tree.program.body) {
      const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
      if (declaration?.type !== 'VariableDeclaration') continue
      for (const one of declaration.declarations) {
        if (one.id.type !== 'Identifier' || one.init === null) continue
        for (const [name, value] of constantsOf(one.id.name, one.init)) {
          emit('keyConstant', { file: file.path, line: tree.line(one.start), name, value })
        }
      }
    }
  },
}

type Use = Pick<StorageFact, 'area' | 'access' | 'key' | 'constant'>

function fromCall(node: Node): Use | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return null
  const area = areaOf(node.callee.object)
  const method = keyName(node.callee.property, node.callee.computed)
  const access = method === null ? undefined : accesses[method]
  const first = node.arguments[0]
  if (area === null || access === undefined || first === undefined) return null
  return { area, access, key: literalText(first), constant: dotted(first) }
}

/** `localStorage.key` and `localStorage['key']`. */
function fromMember(node: Node, above: readonly Node[]): Use | null {
  if (node.type !== 'MemberExpression') return null
  const area = areaOf(node.object)
  const key = node.computed ? literalText(node.property) : keyName(node.property, false)
  if (area === null || key === null || members.has(key)) return null
  const parent = above.at(-1)
  const isWrite = parent?.type === 'AssignmentExpression' && parent.left === node
  const isRemoval = parent?.type === 'UnaryExpression' && parent.operator === 'delete'
  return { area, access: isWrite ? 'write' : isRemoval ? 'remove' : 'read', key, constant: null }
}

function areaOf(node: Node): StorageFact['area'] | null {
  const name = dotted(node)?.replace(/^(?:window|globalThis|self|global)\./, '')
  if (name === 'localStorage') return 'local'
  return name === 'sessionStorage' ? 'session' : null
}

function constantsOf(name: string, init: Node): [string, string][] {
  if (init.type === 'TSAsExpression' || init.type === 'TSSatisfiesExpression') return constantsOf(name, init.expression)
  if (init.type === 'CallExpression' && dotted(init.callee) === 'Object.freeze' && init.arguments[0] !== undefined)
    return constantsOf(name, init.arguments[0])
  const text = literalText(init)
  if (text !== null) return text.length <= 100 ? [[name, text]] : []
  if (init.type !== 'ObjectExpression' || !/^[A-Z_0-9]+$|key|storage/i.test(name)) return []
  return init.properties.flatMap((part) => {
    const key = part.type === 'Property' ? keyName(part.key, part.computed) : null
    const value = part.type === 'Property' ? literalText(part.value) : null
    return key !== null && value !== null && value.length <= 100
      ? [[`${name}.${key}`, value] satisfies [string, string]]
      : []
  })
}
