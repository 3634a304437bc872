import type { SyntaxNode } from '@lezer/common'
import { guardName, guardWord } from './http.ts'
import { partsOf, textOf } from './python-node.ts'
import type { PythonTree } from './trees.ts'

/** What a route wants to know about the function behind it. */
export interface PythonHandler {
  readonly name: string
  readonly endLine: number
  readonly guard: string | null
  readonly guarded: boolean
  readonly returns: string | null
  /** It builds its own response: a response model would not apply. */
  readonly ownResponse: boolean
  readonly body: string | null
}

interface Parameter {
  readonly name: string
  readonly type: string
  readonly fallback: string
}

const framework = /^(?:Request|Response|WebSocket|BackgroundTasks|HTTPConnection|UploadFile|SecurityScopes)$/
const plain =
  /^(?:str|int|float|bool|bytes|dict|list|set|tuple|date|datetime|Decimal|Any|UUID|UUID4|EmailStr|Path|None)$/

export function handlerOf(
  definition: SyntaxNode,
  decorators: readonly SyntaxNode[],
  source: { readonly tree: PythonTree },
): PythonHandler {
  const { tree } = source
  const parameters = parametersOf(definition.getChild('ParamList'), tree)
  const body = definition.getChild('Body')
  const bodyText = textOf(body, tree)
  const returns = definition.getChild('TypeDef')
  const returned = returns === null ? null : textOf(returns, tree).replace(/^->\s*/, '')
  const name = definition.getChild('VariableName')
  const rest = `${parameters.map((one) => `${one.name} ${one.type} ${one.fallback}`).join(' ')} ${bodyText}`
  return {
    name: textOf(name, tree),
    endLine: tree.line(definition.to - 1),
    guard: guardOf(parameters, decorators, tree),
    guarded: guardWord.test(rest) || decorators.some((decorator) => guardWord.test(textOf(decorator, tree))),
    returns: returned === null || /^(?:None|Any|dict|Dict(?:\[.*\])?)$/.test(returned) ? null : returned,
    ownResponse: /\b\w*Response\b|\brender_template\b|\bsend_file\b|\bredirect\s*\(/.test(
      `${returned ?? ''} ${bodyText}`,
    ),
    body: bodyOf(parameters),
  }
}

function parametersOf(list: SyntaxNode | null, tree: PythonTree): readonly Parameter[] {
  if (list === null) return []
  const found: { name: string; type: string; fallback: string }[] = []
  let awaitsDefault = false
  for (const child of partsOf(list)) {
    const text = textOf(child, tree)
    const current = found.at(-1)
    if (child.name === 'AssignOp') awaitsDefault = true
    else if (awaitsDefault && current !== undefined) {
      current.fallback = text
      awaitsDefault = false
    } else if (child.name === 'VariableName') found.push({ name: text, type: '', fallback: '' })
    else if (child.name === 'TypeDef' && current !== undefined) current.type = text.replace(/^:\s*/, '')
  }
  return found
}

function guardOf(parameters: readonly Parameter[], decorators: readonly SyntaxNode[], tree: PythonTree): string | null {
  for (const { type, fallback } of parameters) {
    const named = /(?:Depends|Security)\s*\(\s*([\w.]+)/.exec(`${fallback} ${type}`)?.[1]
    if (named !== undefined && guardName.test(named)) return named
    if (
      /^[A-Z]\w*$/.test(type) &&
      fallback === '' &&
      guardName.test(type) &&
      !/(?:Request|Create|Update|In|Form|Schema|Body)$/.test(type)
    )
      return type
  }
  for (const decorator of decorators) {
    const head = textOf(decorator, tree).split('(')[0] ?? ''
    if (!/\.(?:get|post|put|patch|delete|route)$/.test(head) && guardName.test(head)) return head.slice(1)
  }
  return null
}

/** Types of the parameters that can be a body model, joined by commas: which of them are models is known later. */
function bodyOf(parameters: readonly Parameter[]): string | null {
  const candidates = parameters.filter(({ type, fallback }) => {
    if (!/^[A-Z][\w.]*$/.test(type.replace(/^[\w.]+\./, ''))) return false
    const bare = type.slice(type.lastIndexOf('.') + 1)
    return (
      !framework.test(bare) && !plain.test(bare) && (fallback === '' || /^Body\(\s*(?:\.\.\.)?\s*\)$/.test(fallback))
    )
  })
  return candidates.length === 0 ? null : candidates.map((candidate) => candidate.type).join(',')
}
