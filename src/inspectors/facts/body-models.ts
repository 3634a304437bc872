import type { SyntaxNode } from '@lezer/common'
import type { Expression } from 'oxc-parser'
import type { Collector, Emit } from './collector.ts'
import { argumentsOf } from './python-arguments.ts'
import { partsOf, textOf } from './python-node.ts'
import { dotted } from './script-name.ts'
import { asCall } from './script-node.ts'
import { keysOf, propertyOf } from './script-object.ts'
import { isForeign } from './source-kind.ts'
import type { Placed } from './store.ts'
import type { PythonTree, TypeScriptTree } from './trees.ts'
import { Visitor } from './visitor.ts'

/** A model that a request body is parsed with: a pydantic class or a zod object. */
export interface BodyModelFact extends Placed {
  readonly name: string
  readonly language: 'python' | 'typescript'
  /** Base classes, joined by commas. */
  readonly bases: string
  /** Keys that a request must have, joined by commas. */
  readonly required: string
  /** Keys that it may have. */
  readonly optional: string
  /** Keys may be renamed or filled in before validation, so nothing is certain. */
  readonly open: boolean
}

/** Classes with annotated fields. Whether one is a pydantic model is decided by its bases, later. */
export const pythonModels: Collector = {
  id: 'body-models-python',
  wants: (file) =>
    file.language === 'python' &&
    !isForeign(file.path) &&
    /pydantic|sqlmodel|BaseModel|SQLModel|Schema|Base/.test(file.text),
  collect: (file, trees, emit) => {
    const tree = trees.python()
    tree.tree.iterate({
      enter: ({ name, node }) => {
        if (name === 'ClassDefinition') classOf(node, tree, file.path, emit)
        return name !== 'FunctionDefinition'
      },
    })
  },
}

function classOf(node: SyntaxNode, tree: PythonTree, file: string, emit: Emit): void {
  const name = node.getChild('VariableName')
  const body = node.getChild('Body')
  if (name === null || body === null) return
  const bases = argumentsOf(node.getChild('ArgList'), tree).filter((entry) => entry.name === null)
  const [required, optional]: [string[], string[]] = [[], []]
  for (const statement of partsOf(body)) {
    const field =
      statement.name === 'AssignStatement' || statement.name === 'ExpressionStatement' ? fieldOf(statement, tree) : null
    if (field !== null) (field.required ? required : optional).push(field.name)
  }
  const text = textOf(body, tree)
  emit('bodyModel', {
    file,
    line: tree.line(node.from),
    name: textOf(name, tree),
    language: 'python',
    bases: bases.map((entry) => textOf(entry.node, tree)).join(','),
    required: required.join(','),
    optional: optional.join(','),
    open: /alias|mode\s*=\s*["']before|pre\s*=\s*True|root_validator|model_validator|__init__|create_model|validate_by_name/.test(
      text,
    ),
  })
}

function fieldOf(statement: SyntaxNode, tree: PythonTree): { name: string; required: boolean } | null {
  const annotated = /^([A-Za-z]\w*)\s*:\s*([\s\S]+)$/.exec(textOf(statement, tree))
  if (annotated === null) return null
  const [, name = '', rest = ''] = annotated
  if (name === 'model_config' || /^(?:ClassVar|InitVar)\b/.test(rest)) return null
  const equals = partsOf(statement).find((child) => child.name === 'AssignOp')
  if (equals === undefined) {
    const typed = statement.name === 'AssignStatement' || /^[\w.]+(?:\[[\s\S]*\])?(?:\s*\|[\s\S]*)?$/.test(rest)
    return typed ? { name, required: !/default/.test(rest) } : null
  }
  const value = tree.slice(equals.to, statement.to).trim()
  const must = /^\.\.\.|^(?:\w+\.)?Field\(\s*(?:\.\.\.|(?!.*\bdefault)(?:\w+\s*=|\)))/s.test(value)
  return { name, required: must && !/default/.test(value) }
}

/** `z.object({…})` under a name. */
export const zodModels: Collector = {
  id: 'body-models-zod',
  wants: (file) => file.language === 'typescript' && !isForeign(file.path) && /\bz\.object\s*\(/.test(file.text),
  collect: (file, trees, emit) => {
    const tree = trees.typescript()
    new Visitor({
      VariableDeclarator: (node) => {
        if (node.id.type === 'Identifier' && node.init !== null)
          schemaOf(node.id.name, node.init, tree, file.path, emit)
      },
    }).visit(tree.program)
  },
}

function schemaOf(name: string, init: Expression, tree: TypeScriptTree, file: string, emit: Emit): void {
  const root = objectCall(init)
  const shape = root?.call.arguments[0]
  if (root === null || shape?.type !== 'ObjectExpression') return
  const keys = keysOf(shape)
  const required = (keys ?? []).filter((key) => isRequired(propertyOf(shape, key)))
  emit('bodyModel', {
    file,
    line: tree.line(init.start),
    name,
    language: 'typescript',
    bases: '',
    required: required.join(','),
    optional: (keys ?? []).filter((key) => !required.includes(key)).join(','),
    open: keys === null || root.changed,
  })
}

/** The `z.object` at the root of a chain, and whether the chain changes the keys on its way. */
function objectCall(node: Expression): { call: NonNullable<ReturnType<typeof asCall>>; changed: boolean } | null {
  const call = asCall(node)
  if (call === null) return null
  if (dotted(call.callee) === 'z.object') return { call, changed: false }
  if (call.callee.type !== 'MemberExpression' || call.callee.property.type !== 'Identifier') return null
  const inner = objectCall(call.callee.object)
  const harmless = /^(?:strict|refine|superRefine|describe|openapi|readonly|brand|meta)$/.test(
    call.callee.property.name,
  )
  return inner === null ? null : { call: inner.call, changed: inner.changed || !harmless }
}

/** A field that no step of its chain makes optional. Fields built elsewhere may be anything. */
function isRequired(node: Expression | null): boolean {
  const call = asCall(node)
  if (call === null || call.callee.type !== 'MemberExpression' || call.callee.property.type !== 'Identifier')
    return false
  const name = call.callee.property.name
  if (
    /^(?:optional|nullish|default|catch|any|unknown|preprocess|undefined|void|coerce|prefault|lazy|custom)$/.test(name)
  )
    return false
  const inner = call.callee.object
  if (inner.type === 'Identifier') return inner.name === 'z' && !/^(?:union|pipe|transform)$/.test(name)
  return asCall(inner) === null ? dotted(inner) === 'z.coerce' : isRequired(inner)
}
