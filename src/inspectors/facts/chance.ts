import { isWritten } from './written.ts'
import type { Collector } from './collector.ts'
import { isRandom } from './invention.ts'
import { partsOf, pythonSymbol, textOf, visitPython } from './python-node.ts'
import type { Placed } from './store.ts'
import { dotted, keyName, type Node, symbolAt, walk } from './syntax.ts'

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
    if (file.language === 'typescript') {
      const tree = trees.typescript()
      walk(tree.program, (node, above) => {
        const name = namedRandom(node)
        if (name !== null)
          emit('chance', {
            file: file.path,
            line: tree.line(node.start),
            name,
            symbol: symbolAt(above),
            call: 'Math.random()',
            isLocal: node.type === 'VariableDeclarator',
          })
        return undefined
      })
      return
    }
    const tree = trees.python()
    visitPython(tree, (node) => {
      if (node.name !== 'CallExpression') return
      const call = node.firstChild === null ? '' : textOf(tree, node.firstChild)
      if (!pythonRandom.test(`${call}(`)) return
      let at = node
      while (
        at.parent !== null &&
        /^(?:BinaryExpression|CallExpression|ArgList|ParenthesizedExpression|ConditionalExpression|AwaitExpression)$/.test(
          at.parent.name,
        )
      ) {
        const up = at.parent
        if (up.name === 'ArgList') {
          const parts = partsOf(up)
          const index = parts.findIndex((part) => part.from === at.from)
          if (parts[index - 1]?.name === 'AssignOp') break
          const callee = up.parent?.firstChild
          if (
            callee === null ||
            callee === undefined ||
            !/^(?:round|int|float|min|max|abs|str|Decimal)$/.test(textOf(tree, callee))
          )
            return
        }
        at = up
      }
      const siblings = at.parent === null ? [] : partsOf(at.parent)
      const index = siblings.findIndex((part) => part.from === at.from)
      const [name, mark] = [siblings[index - 2], siblings[index - 1]]
      if (name === undefined || (mark?.name !== 'AssignOp' && mark?.name !== ':')) return
      emit('chance', {
        file: file.path,
        line: tree.line(node.from),
        name: textOf(tree, name).replace(/^["']|["']$/g, ''),
        symbol: pythonSymbol(tree, node),
        call: `${call}()`,
        isLocal: at.parent?.name === 'AssignStatement',
      })
    })
  },
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
