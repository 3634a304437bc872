import { type SyntaxNode, textOf } from './python-node.ts'
import type { PythonTree } from './trees.ts'

/** One module that an import statement names: `import a, b` names two. */
export interface PythonImport {
  /** Leading dots: 0 for an absolute import. */
  readonly level: number
  /** Dotted, without the leading dots. */
  readonly module: string
  /** What `import module as alias` calls the module, or null. */
  readonly alias: string | null
  /** What `from module import …` takes; null when the module itself is imported. */
  readonly names: readonly ImportedName[] | null
}

export interface ImportedName {
  /** `*` for everything. */
  readonly name: string
  readonly alias: string | null
}

/** Reads an `ImportStatement`; none when the statement is broken. */
export function importsIn(node: SyntaxNode, tree: PythonTree): readonly PythonImport[] {
  const text = folded(textOf(node, tree))
  const from = /^from ?(\.*) ?(?:([\w.]+) )?import (.+)$/.exec(text)
  if (from !== null) {
    const [, dots = '', module = '', names = ''] = from
    return [{ level: dots.length, module, alias: null, names: listed(names) }]
  }
  const whole = /^import (.+)$/.exec(text)?.[1] ?? ''
  return listed(whole)
    .filter(({ name }) => /^[\w.]+$/.test(name))
    .map(({ name, alias }) => ({ level: 0, module: name, alias, names: null }))
}

/** The module as the statement spells it: `..models`. */
export function spelledModule({ level, module }: PythonImport): string {
  return '.'.repeat(level) + module
}

/** One line without comments, brackets and continuations. */
function folded(text: string): string {
  return text
    .replace(/#[^\n]*/g, ' ')
    .replace(/[()\\\s]+/g, ' ')
    .trim()
}

function listed(names: string): readonly ImportedName[] {
  return names.split(',').flatMap((part) => {
    const [name = '', , alias = null] = part.trim().split(' ')
    return name === '' ? [] : [{ name, alias }]
  })
}
