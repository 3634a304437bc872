import type { SyntaxNode } from '@lezer/common'
import type { SourceFile } from '../snapshot.ts'
import type { Emit } from './collector.ts'
import { keptDefault } from './secret-name.ts'
import type { Placed } from './store.ts'
import type { PythonTree } from './trees.ts'

/** A field of a pydantic settings class: a declaration and a read of an environment variable at once. */
export interface SettingsFieldFact extends Placed {
  readonly owner: string
  readonly field: string
  /** The variable that fills the field. */
  readonly name: string
  readonly defaultText: string | null
  readonly required: boolean
}

const readers = /^(?:os\.getenv|getenv|os\.environ\.get|environ\.get|os\.environ\.pop)$/
/** `environ.Env(NAME=(type, default), …)`: every name is declared with its type. */
const schemes = /^(?:environ\.)?(?:FileAware)?Env$/
const libraries = /^(?:config|env(?:\.(?:str|int|bool|float|list|url|db|json))?)$/

export function pythonEnvReads(file: SourceFile, tree: PythonTree, emit: Emit): void {
  const source = new PythonSource(file, tree, emit)
  tree.tree.iterate({
    enter: ({ name, node }) => {
      if (name === 'CallExpression') source.call(node)
      if (name === 'MemberExpression') source.subscript(node)
      if (name === 'ClassDefinition') source.settings(node)
    },
  })
}

class PythonSource {
  readonly #file: SourceFile
  readonly #tree: PythonTree
  readonly #emit: Emit
  readonly #settings = new Set<string>()
  /** `config(…)` and `env(…)` read the environment only where decouple or environs is imported. */
  readonly #hasLibrary: boolean
  /** A bare `environ` is the process's own where it comes from `os`; in a WSGI application it is the request. */
  readonly #hasEnviron: boolean

  constructor(file: SourceFile, tree: PythonTree, emit: Emit) {
    this.#file = file
    this.#tree = tree
    this.#emit = emit
    this.#hasLibrary = /^\s*(?:from|import)\s+(?:decouple|environs?|starlette\.config)\b/m.test(file.text)
    this.#hasEnviron = /^\s*from os import [^\n#]*\benviron\b/m.test(file.text)
  }

  call(node: SyntaxNode): void {
    const callee = this.#text(node.firstChild)
    if (schemes.test(callee)) this.#scheme(node)
    if (!readers.test(callee) && !(this.#hasLibrary && libraries.test(callee))) return
    if (callee.startsWith('environ.') && !this.#hasEnviron) return
    const [first, second] = this.#arguments(node)
    const name = first === undefined ? null : this.#literal(first)
    if (name === null) return
    const hasFallback = second !== undefined || this.#isLeftOfOr(node)
    const defaultText = keptDefault(name, second === undefined ? null : this.#literal(second))
    this.#emit('envRead', { ...this.#place(node), name, via: 'os.environ', defaultText, hasFallback })
  }

  #scheme(call: SyntaxNode): void {
    for (let child = call.getChild('ArgList')?.firstChild ?? null; child !== null; child = child.nextSibling) {
      if (child.name !== 'VariableName' || child.nextSibling?.name !== 'AssignOp') continue
      this.#emit('envDeclaration', { ...this.#place(child), name: this.#text(child), where: 'config' })
    }
  }

  subscript(node: SyntaxNode): void {
    const text = this.#text(node).slice(0, 11)
    if (!text.startsWith('os.environ[') && !(this.#hasEnviron && text.startsWith('environ['))) return
    const name = this.#literal(node.getChild('String'))
    if (name === null || this.#isTarget(node)) return
    this.#emit('envRead', { ...this.#place(node), name, via: 'os.environ', defaultText: null, hasFallback: false })
  }

  settings(node: SyntaxNode): void {
    const owner = this.#text(node.getChild('VariableName'))
    const bases = this.#text(node.getChild('ArgList')).match(/\w+/g) ?? []
    if (!bases.some((base) => base === 'BaseSettings' || this.#settings.has(base))) return
    this.#settings.add(owner)
    const body = node.getChild('Body')
    if (body === null) return
    const prefix = /env_prefix\s*=\s*['"]([^'"]*)['"]/.exec(this.#text(body))?.[1] ?? ''
    for (const statement of body.getChildren('AssignStatement')) this.#field(statement, owner, prefix)
  }

  #field(statement: SyntaxNode, owner: string, prefix: string): void {
    const target = statement.getChild('VariableName')
    const type = statement.getChild('TypeDef')
    if (target === null || type === null || this.#text(type).includes('ClassVar')) return
    const field = this.#text(target)
    const value = statement.getChild('AssignOp') === null ? null : statement.lastChild
    if (field === 'model_config') return
    const alias = /(?:alias|env)\s*=\s*['"](\w+)['"]/.exec(this.#text(value))?.[1]
    const name = alias ?? `${prefix}${field}`.toUpperCase()
    const required = value === null || /^Field\(\s*\.\.\./.test(this.#text(value))
    const defaultText = keptDefault(field, value === null ? null : this.#fieldDefault(value))
    const place = this.#place(statement)
    this.#emit('settingsField', { ...place, owner, field, name, defaultText, required })
    this.#emit('envRead', { ...place, name, via: 'settings', defaultText, hasFallback: !required })
  }

  #fieldDefault(value: SyntaxNode): string | null {
    if (value.name !== 'CallExpression') return this.#literal(value)
    const first = this.#arguments(value)[0]
    return this.#text(value.firstChild) !== 'Field' || first === undefined ? null : this.#literal(first)
  }

  /** Positional arguments, and the value of a `default=`. */
  #arguments(call: SyntaxNode): SyntaxNode[] {
    const found: SyntaxNode[] = []
    let keyword: string | null = null
    for (let child = call.getChild('ArgList')?.firstChild ?? null; child !== null; child = child.nextSibling) {
      if (child.nextSibling?.name === 'AssignOp') keyword = this.#text(child)
      else if (!/^(?:[(),]|AssignOp|Comment)$/.test(child.name)) {
        if (keyword === null || keyword === 'default') found.push(child)
        keyword = null
      }
    }
    return found
  }

  #literal(node: SyntaxNode | null): string | null {
    if (node === null) return null
    const text = this.#text(node)
    if (node.name === 'String') return /^[uU]?(['"])((?:(?!\1).)*)\1$/.exec(text)?.[2] ?? null
    return node.name === 'Number' || node.name === 'Boolean' ? text : null
  }

  /** `os.getenv("X") or fallback`, or compared with a value: not being set is one of the answers. */
  #isLeftOfOr(node: SyntaxNode): boolean {
    for (let at = node; at.parent?.name === 'BinaryExpression'; at = at.parent) {
      if (at.nextSibling?.name === 'or' || at.nextSibling?.name === 'CompareOp') return true
    }
    return false
  }

  #isTarget(node: SyntaxNode): boolean {
    return node.parent?.name === 'DeleteStatement' || node.nextSibling?.name === 'AssignOp'
  }

  #text(node: SyntaxNode | null): string {
    return node === null ? '' : this.#tree.slice(node.from, node.to)
  }

  #place(node: SyntaxNode): Placed {
    return { file: this.#file.path, line: this.#tree.line(node.from) }
  }
}
