import { type PythonImport, importsIn } from '../facts/python-import.ts'
import { partsOf, type SyntaxNode, textOf } from '../facts/python-node.ts'
import { type PythonTree, treesOf } from '../facts/trees.ts'

/** An import statement at the top level of a module that names one module. */
export interface ImportStatement extends PythonImport {
  readonly first: number
  readonly last: number
}

/** The import statements of a module's top level, wherever they stand; those that share a line are left out. */
export function topImports(lines: readonly string[]): readonly ImportStatement[] {
  const python = parsed(lines)
  return statementsAt(partsOf(python.tree.topNode), python, lines)
}

/** The imports that a module begins with, by blocks between blank lines, without those from the future. */
export function importBlocks(lines: readonly string[]): readonly (readonly ImportStatement[])[] {
  const python = parsed(lines)
  const own = statementsAt(headOf(python), python, lines).filter(({ module }) => module !== '__future__')
  const blocks: ImportStatement[][] = []
  for (const one of own) {
    const last = blocks.at(-1)?.at(-1)
    const isSame = last !== undefined && lines.slice(last.last, one.first - 1).every((text) => text.trim() !== '')
    if (isSame) blocks.at(-1)?.push(one)
    else blocks.push([one])
  }
  return blocks
}

/** Whether nothing else stands on the lines of a statement, not even a comment. */
export function isWholeImport(lines: readonly string[], { first, last }: ImportStatement): boolean {
  return !lines.slice(first - 1, last).some((text) => /[#;\\]/.test(text))
}

function parsed(lines: readonly string[]): PythonTree {
  return treesOf({ path: 'head.py', language: 'python', text: lines.join('\n') }).python()
}

/** The first run of imports, behind a docstring and names such as `__version__`. */
function headOf(python: PythonTree): readonly SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (const node of partsOf(python.tree.topNode)) {
    if (node.name === 'Comment') continue
    if (node.name === 'ImportStatement') found.push(node)
    else if (found.length > 0 || !isPreface(node, python)) return found
  }
  return found
}

function isPreface(node: SyntaxNode, python: PythonTree): boolean {
  if (node.name === 'ExpressionStatement') return /String$/.test(node.firstChild?.name ?? '')
  return node.name === 'AssignStatement' && /^__\w+__\s*=/.test(textOf(node, python))
}

function statementsAt(
  nodes: readonly SyntaxNode[],
  python: PythonTree,
  lines: readonly string[],
): readonly ImportStatement[] {
  return nodes.flatMap((node) => {
    if (node.name !== 'ImportStatement') return []
    const [one, ...others] = importsIn(node, python)
    const [first, last] = [python.line(node.from), python.line(Math.max(node.from, node.to - 1))]
    const isShared = lines.slice(first - 1, last).some((text) => text.replace(/#.*$/, '').includes(';'))
    return one === undefined || others.length > 0 || isShared ? [] : [{ ...one, first, last }]
  })
}
