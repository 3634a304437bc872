import type { Collector, Emit } from './collector.ts'
import { isRandom } from './invention.ts'
import { partsOf, type SyntaxNode, textOf, visitPython } from './python-node.ts'
import { pythonSymbol } from './python-symbol.ts'
import { dotted, keyName } from './script-name.ts'
import { type Node, walk } from './script-node.ts'
import { scriptSymbol } from './script-symbol.ts'
import type { Placed } from './store.ts'
import type { PythonTree, TypeScriptTree } from './trees.ts'
import { isWritten } from './written.ts'

/** A value with a name of its own that a random number decides. */
export interface ChanceFact extends Placed {
  readonly name: string
  readonly symbol: string
  readonly call: string
  /** A variable of its own, not a field or an argument. */
  readonly isLocal: boolean
}

const pythonRandom =
  /\b(?:random|np\.random|numpy\.random)\.(?:random|uniform|randint|gauss|normal|randrange|triangular|betavariate)\(/

/** Properties, variables and arguments whose value comes from `Math.random()` or Python's `random`. */
export const chanceCollector: Collector = {
  id: 'chances',
  wants: (file) =>
    isWritten(file) &&
    (file.language === 'typescript'
      ? file.text.includes('Math.random')
      : file.language === 'python' && pythonRandom.test(file.text)),
  collect(file, trees, emit) {
    if (file.language === 'typescript') collectScript(file.path, trees.typescript(), emit)
    else collectPython(file.path, trees.python(), emit)
  },
}

function collectScript(file: string, tree: TypeScriptTree, emit: Emit): void {
  walk(tree.program, (node, above) => {
    const name = namedRandom(node)
    if (name === null) return undefined
    const isLocal = node.type === 'VariableDeclarator'
    emit('chance', {
      file,
      line: tree.line(node.start),
      name,
      symbol: scriptSymbol(above),
      call: 'Math.random()',
      isLocal,
    })
    return undefined
  })
}

function collectPython(file: string, tree: PythonTree, emit: Emit): void {
  visitPython(tree, (node) => {
    const call = node.name === 'CallExpression' && node.firstChild !== null ? textOf(node.firstChild, tree) : ''
    const value = pythonRandom.test(`${call}(`) ? wholeValue(tree, node) : null
    const name = value === null ? null : nameBefore(tree, value)
    if (value === null || name === null) return
    const isLocal = value.parent?.name === 'AssignStatement'
    emit('chance', {
      file,
      line: tree.line(node.from),
      name,
      symbol: pythonSymbol(node, tree),
      call: `${call}()`,
      isLocal,
    })
  })
}

const arithmetic =
  /^(?:BinaryExpression|CallExpression|ArgList|ParenthesizedExpression|ConditionalExpression|AwaitExpression)$/
const numeric = /^(?:round|int|float|min|max|abs|str|Decimal)$/

/** The whole expression that a random number decides; null when it is handed to something that may do anything with it. */
function wholeValue(tree: PythonTree, call: SyntaxNode): SyntaxNode | null {
  let at = call
  for (let up = at.parent; up !== null && arithmetic.test(up.name); up = at.parent) {
    if (up.name === 'ArgList' && isKeyword(up, at)) return at
    const callee = up.name === 'ArgList' ? up.parent?.firstChild : null
    if (callee !== null && (callee === undefined || !numeric.test(textOf(callee, tree)))) return null
    at = up
  }
  return at
}

function isKeyword(list: SyntaxNode, argument: SyntaxNode): boolean {
  const parts = partsOf(list)
  return parts[parts.findIndex((part) => part.from === argument.from) - 1]?.name === 'AssignOp'
}

/** The name that `=` or `:` gives to a value. */
function nameBefore(tree: PythonTree, value: SyntaxNode): string | null {
  const siblings = value.parent === null ? [] : partsOf(value.parent)
  const index = siblings.findIndex((part) => part.from === value.from)
  const [name, mark] = [siblings[index - 2], siblings[index - 1]]
  if (name === undefined || (mark?.name !== 'AssignOp' && mark?.name !== ':')) return null
  return textOf(name, tree).replace(/^["']|["']$/g, '')
}

function namedRandom(node: Node): string | null {
  if (node.type === 'Property') return isNumeric(node.value) ? keyName(node.key, node.computed) : null
  if (node.type === 'VariableDeclarator')
    return node.id.type === 'Identifier' && node.init !== null && isNumeric(node.init) ? node.id.name : null
  if (node.type !== 'AssignmentExpression' || node.operator !== '=' || !isNumeric(node.right)) return null
  return dotted(node.left)?.split('.').at(-1) ?? null
}

/** Arithmetic over a random number; a comparison, a pick from a list or a string is no figure. */
function isNumeric(node: Node): boolean {
  switch (node.type) {
    case 'BinaryExpression':
      return /^[-+*/%]$/.test(node.operator) && (isNumeric(node.left) || isNumeric(node.right))
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
      return isNumeric(node.expression)
    case 'UnaryExpression':
      return isNumeric(node.argument)
    case 'CallExpression': {
      const callee = dotted(node.callee) ?? ''
      if (callee === 'Math.random') return true
      if (/^(?:Math\.(?:floor|round|ceil|min|max|abs|trunc)|Number|parseInt|parseFloat)$/.test(callee))
        return node.arguments.some(isNumeric)
      return (
        node.callee.type === 'MemberExpression' &&
        keyName(node.callee.property, false) === 'toFixed' &&
        isRandom(node.callee.object)
      )
    }
    default:
      return false
  }
}
