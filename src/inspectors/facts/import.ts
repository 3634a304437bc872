import type { Collector } from './collector.ts'
import { regionOf } from './region.ts'
import { dotted } from './script-name.ts'
import { type Node, walk } from './script-node.ts'
import { literalText } from './script-text.ts'
import type { Placed } from './store.ts'

/** How one module asks for another: the last three name many modules at once or name one without loading it. */
export type ImportForm = 'static' | 'reexport' | 'dynamic' | 'require' | 'mock' | 'glob' | 'prefix'

export interface ImportFact extends Placed {
  readonly specifier: string
  readonly form: ImportForm
  /** Erased before run time: written as a type import, or every name is used as a type only. */
  readonly typeOnly: boolean
  /** In a try block or followed by `.catch`: may fail on purpose. */
  readonly guarded: boolean
  /** Imported names joined by commas; `*` for all, `default` for the default. */
  readonly names: string
  /** Those of the names that are used as types only, joined by commas. */
  readonly erasedNames: string
}

/** A string that reads like the path of a module, outside of imports. */
export interface PathMentionFact extends Placed {
  readonly text: string
}

/** `declare module 'name'`. */
export interface AmbientModuleFact extends Placed {
  readonly name: string
}

/** A module that loads others by names computed at run time. */
export interface OpaqueLoadFact extends Placed {
  readonly call: string
}

interface Found {
  readonly node: Node
  readonly specifier: string
  readonly form: ImportForm
  readonly typeOnly: boolean
  readonly guarded: boolean
  readonly names: readonly string[]
  /** Local names, when the import binds any. */
  readonly locals: readonly string[]
  /** Local name of each imported name, in the order of `names`. */
  readonly bindings: readonly string[]
}

const pathLike = /^(?:\.{1,2}\/|@\/|~\/)|[\w-]\.[cm]?[jt]sx?$|\/.*\*|^src\//
const keptTypes = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion'])
const valueNodes =
  /^TS(?:Enum|Module|ParameterProperty|ExportAssignment|Instantiation|ImportEquals|External|Abstract|Empty)/

/** Imports, re-exports, dynamic loads and path-like strings of a TypeScript or JavaScript file. */
export const importCollector: Collector = {
  id: 'imports',
  wants: (file) => file.language === 'typescript' && regionOf(file.path) !== 'vendored',
  collect(file, trees, emit) {
    const tree = trees.typescript()
    const found: Found[] = []
    const used = new Set<string>()
    walk(tree.program, (node, above) => {
      if (isTypeNode(node)) {
        found.push(...importTypes(node))
        return 'skip'
      }
      if (node.type === 'ImportDeclaration') {
        found.push(fromDeclaration(node))
        return 'skip'
      }
      if (node.type === 'Identifier' || node.type === 'JSXIdentifier') used.add(node.name)
      const ambient = ambientName(node)
      if (ambient !== null) emit('ambientModule', { file: file.path, line: tree.line(node.start), name: ambient })
      const opaque = opaqueLoad(node)
      if (opaque !== null) emit('opaqueLoad', { file: file.path, line: tree.line(node.start), call: opaque })
      const other = fromReexport(node) ?? fromCall(node, above)
      if (other !== null) found.push(other)
      const mention = mentionOf(node, above)
      if (mention !== null) emit('pathMention', { file: file.path, line: tree.line(node.start), text: mention })
      return undefined
    })
    for (const one of found) {
      const isTyped = one.bindings.length > 0 && /\.[cm]?tsx?$/.test(file.path)
      const erased = one.locals.length > 0 && one.locals.every((local) => !used.has(local))
      emit('import', {
        file: file.path,
        line: tree.line(one.node.start),
        specifier: one.specifier,
        form: one.form,
        typeOnly: one.typeOnly || (erased && isTyped),
        guarded: one.guarded,
        names: one.names.join(','),
        erasedNames: isTyped ? one.names.filter((_, index) => !used.has(one.bindings[index] ?? '')).join(',') : '',
      })
    }
  },
}

function isTypeNode(node: Node): boolean {
  return node.type.startsWith('TS') && !keptTypes.has(node.type) && !valueNodes.test(node.type)
}

function importTypes(node: Node): Found[] {
  const found: Found[] = []
  walk(node, (inner) => {
    if (inner.type !== 'TSImportType') return undefined
    const specifier = literalText(inner.source)
    if (specifier !== null) found.push(plain(inner, specifier, { form: 'static', typeOnly: true }))
    return undefined
  })
  return found
}

function plain(
  node: Node,
  specifier: string,
  more: Pick<Found, 'form'> & Partial<Pick<Found, 'typeOnly' | 'guarded' | 'names' | 'locals' | 'bindings'>>,
): Found {
  return { typeOnly: false, guarded: false, names: [], locals: [], bindings: [], ...more, node, specifier }
}

function fromDeclaration(node: Extract<Node, { type: 'ImportDeclaration' }>): Found {
  const values = node.specifiers.filter((part) => part.type !== 'ImportSpecifier' || part.importKind !== 'type')
  return plain(node, node.source.value, {
    form: 'static',
    typeOnly: node.importKind === 'type' || (node.specifiers.length > 0 && values.length === 0),
    names: node.specifiers.map((part) => {
      if (part.type === 'ImportDefaultSpecifier') return 'default'
      if (part.type === 'ImportNamespaceSpecifier') return '*'
      return exportedName(part.imported)
    }),
    locals: values.map((part) => part.local.name),
    bindings: node.specifiers.map((part) => part.local.name),
  })
}

function exportedName(node: Node): string {
  return node.type === 'Identifier' ? node.name : (literalText(node) ?? '')
}

function fromReexport(node: Node): Found | null {
  if (node.type === 'ExportAllDeclaration')
    return plain(node, node.source.value, {
      form: 'reexport',
      typeOnly: node.exportKind === 'type',
      names: [node.exported === null ? '*' : '* as'],
    })
  if (node.type === 'ExportNamedDeclaration' && node.source !== null)
    return plain(node, node.source.value, {
      form: 'reexport',
      typeOnly:
        node.exportKind === 'type' ||
        (node.specifiers.length > 0 && node.specifiers.every((part) => part.exportKind === 'type')),
      names: node.specifiers.map((part) => exportedName(part.local)),
    })
  if (node.type === 'TSImportEqualsDeclaration' && node.moduleReference.type === 'TSExternalModuleReference')
    return plain(node, node.moduleReference.expression.value, { form: 'require' })
  return null
}

function fromCall(node: Node, above: readonly Node[]): Found | null {
  const guarded = mayFail(node, above)
  if (node.type === 'ImportExpression') {
    const specifier = literalText(node.source)
    if (specifier !== null) return plain(node, specifier, { form: 'dynamic', guarded })
    const prefix = literalPrefix(node.source)
    return prefix === null ? null : plain(node, prefix, { form: 'prefix', guarded })
  }
  if (node.type === 'NewExpression' && dotted(node.callee) === 'URL') {
    const specifier = literalText(node.arguments[0])
    if (specifier === null || !/\.[cm]?[jt]sx?$/.test(specifier)) return null
    return plain(node, specifier, { form: 'dynamic', guarded: true })
  }
  return node.type === 'CallExpression' ? fromLoader(node, guarded) : null
}

function fromLoader(node: Extract<Node, { type: 'CallExpression' }>, guarded: boolean): Found | null {
  const name = dotted(node.callee) ?? ''
  const first = node.arguments[0]
  const text = literalText(first)
  if (name === 'require' || name === 'require.resolve') {
    const prefix = text === null && first !== undefined ? literalPrefix(first) : null
    if (prefix !== null) return plain(node, prefix, { form: 'prefix', guarded })
    return text === null ? null : plain(node, text, { form: 'require', guarded: guarded || name !== 'require' })
  }
  if (text === null && first?.type !== 'ArrayExpression') return null
  if (/^(?:jest|vi)\.(?:mock|doMock|unmock|requireActual|importActual|requireMock|importMock)$/.test(name))
    return text === null ? null : plain(node, text, { form: 'mock', guarded: true })
  if (/^import\.meta\.glob(?:Eager)?$/.test(name)) return plain(node, text ?? '**', { form: 'glob' })
  if (name === 'require.context' && text !== null) return plain(node, `${text}/`, { form: 'prefix' })
  return null
}

/** The literal start of a template or a concatenation, when it names a folder. */
function literalPrefix(node: Node): string | null {
  if (node.type === 'TemplateLiteral') {
    const start = node.quasis[0]?.value.cooked ?? ''
    return start.includes('/') ? start : null
  }
  if (node.type === 'BinaryExpression' && node.operator === '+')
    return literalPrefix(node.left) ?? literalText(node.left)
  return null
}

function mayFail(node: Node, above: readonly Node[]): boolean {
  const child = (index: number): Node | undefined => above[index + 1] ?? node
  return above.some(
    (one, index) =>
      (one.type === 'TryStatement' && one.handler !== null && child(index) === one.block) ||
      (one.type === 'MemberExpression' && one.property.type === 'Identifier' && one.property.name === 'catch'),
  )
}

function ambientName(node: Node): string | null {
  return node.type === 'TSModuleDeclaration' ? literalText(node.id) : null
}

function opaqueLoad(node: Node): string | null {
  if (node.type === 'ImportExpression' && literalText(node.source) === null && literalPrefix(node.source) === null)
    return 'import()'
  if (node.type !== 'CallExpression' || node.arguments[0] === undefined) return null
  const name = dotted(node.callee)
  if (name !== 'require' || literalText(node.arguments[0]) !== null) return null
  return literalPrefix(node.arguments[0]) === null ? 'require()' : null
}

function mentionOf(node: Node, above: readonly Node[]): string | null {
  const text = node.type === 'TemplateElement' ? node.value.cooked : node.type === 'Literal' ? node.value : null
  if (typeof text !== 'string' || text.length > 200 || !pathLike.test(text)) return null
  const parent = above.at(-1)
  if (parent === undefined || parent.type === 'ExportAllDeclaration' || parent.type === 'ImportExpression') return null
  if (parent.type === 'ExportNamedDeclaration' || parent.type === 'TSExternalModuleReference') return null
  if (parent.type === 'CallExpression' && dotted(parent.callee) === 'require') return null
  return text
}
