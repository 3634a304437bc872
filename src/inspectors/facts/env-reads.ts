import type { Argument, Expression, ObjectPattern } from 'oxc-parser'
import type { Collector, Emit } from './collector.ts'
import { pythonEnvReads } from './env-reads-python.ts'
import { keptDefault } from './secret-name.ts'
import type { Placed } from './store.ts'
import type { TypeScriptTree } from './trees.ts'
import { Visitor } from './visitor.ts'

/** One place where code reads an environment variable. */
export interface EnvReadFact extends Placed {
  readonly name: string
  readonly via: 'process.env' | 'import.meta.env' | 'runtime' | 'os.environ' | 'settings'
  /** The fallback when it is a literal; never kept for names that look like secrets. */
  readonly defaultText: string | null
  /** Some fallback exists, literal or not. */
  readonly hasFallback: boolean
}

export const envReadCollector: Collector = {
  id: 'env-reads',
  wants: (file) =>
    (file.language === 'typescript' && /\benv\b/.test(file.text)) ||
    (file.language === 'python' && /environ|getenv|BaseSettings|\benv\(|\bconfig\(/.test(file.text)),
  collect(file, trees, emit) {
    if (file.language === 'python') pythonEnvReads(file, trees.python(), emit)
    else typeScriptEnvReads(file.path, trees.typescript(), emit)
  },
}

interface Fallback {
  readonly text: string | null
}

/** Parents are visited before children, so a `||` leaves its fallback for the read on its left. */
function typeScriptEnvReads(file: string, tree: TypeScriptTree, emit: Emit): void {
  const fallbacks = new Map<number, Fallback>()
  const written = new Set<number>()
  const note = (name: string, via: EnvReadFact['via'], start: number) => {
    const fallback = fallbacks.get(start)
    const defaultText = keptDefault(name, fallback?.text ?? null)
    emit('envRead', { file, line: tree.line(start), name, via, defaultText, hasFallback: fallback !== undefined })
  }
  new Visitor({
    LogicalExpression(node) {
      if (node.operator === '&&') return
      for (const left of lastChoices(node.left)) fallbacks.set(left.start, { text: valueText(node.right) })
    },
    BinaryExpression(node) {
      // Compared with a value: not being set is one of the answers.
      for (const side of [node.left, node.right]) fallbacks.set(side.start, { text: null })
    },
    AssignmentExpression(node) {
      if (node.operator === '=') written.add(node.left.start)
    },
    UnaryExpression(node) {
      if (node.operator === 'delete') written.add(node.argument.start)
    },
    MemberExpression(node) {
      if (written.has(node.start)) return
      const via = environmentOf(node.object)
      const name = propertyName(node)
      if (via !== null && name !== null && isVariableName(name)) note(name, via, node.start)
    },
    VariableDeclarator(node) {
      const via = node.init === null ? null : environmentOf(node.init)
      if (via === null || node.id.type !== 'ObjectPattern') return
      for (const { name, start, fallback } of picked(node.id)) {
        if (fallback !== null) fallbacks.set(start, fallback)
        note(name, via, start)
      }
    },
    CallExpression(node) {
      if (node.callee.type !== 'MemberExpression' || propertyName(node.callee) !== 'get') return
      const [first] = node.arguments
      const name = first === undefined ? null : valueText(first)
      if (name !== null && environmentOf(node.callee.object) === 'runtime') note(name, 'runtime', node.start)
    },
  }).visit(tree.program)
}

/** What the fallback stands in for: in `a ?? b ?? fallback` that is `b`. */
function lastChoices(node: Expression): readonly Expression[] {
  if (node.type === 'ChainExpression') return [node.expression]
  if (node.type === 'LogicalExpression') return [node, ...lastChoices(node.right)]
  return [node]
}

/** Which environment an expression is: `process.env`, `import.meta.env`, `Bun.env`, `Deno.env`. */
function environmentOf(node: Expression | Argument): EnvReadFact['via'] | null {
  if (node.type === 'TSNonNullExpression' || node.type === 'TSAsExpression') return environmentOf(node.expression)
  if (node.type !== 'MemberExpression' || propertyName(node) !== 'env') return null
  if (node.object.type === 'MetaProperty') return 'import.meta.env'
  if (node.object.type === 'MemberExpression' && propertyName(node.object) === 'process') return 'process.env'
  if (node.object.type !== 'Identifier') return null
  if (node.object.name === 'process') return 'process.env'
  return node.object.name === 'Bun' || node.object.name === 'Deno' ? 'runtime' : null
}

function propertyName(node: Expression | Argument): string | null {
  if (node.type !== 'MemberExpression') return null
  if (node.computed) return valueText(node.property)
  return node.property.type === 'Identifier' ? node.property.name : null
}

function picked(pattern: ObjectPattern): { name: string; start: number; fallback: Fallback | null }[] {
  return pattern.properties.flatMap((property) => {
    if (property.type !== 'Property' || property.key.type !== 'Identifier') return []
    const fallback = property.value.type === 'AssignmentPattern' ? { text: valueText(property.value.right) } : null
    return [{ name: property.key.name, start: property.start, fallback }]
  })
}

function valueText(node: Expression | Argument | { readonly type: string }): string | null {
  if (!('type' in node) || node.type !== 'Literal' || !('value' in node)) return null
  return node.value === null || typeof node.value === 'object' ? null : String(node.value)
}

function isVariableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name !== 'hasOwnProperty'
}
