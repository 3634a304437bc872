import type { SourceFile } from '../snapshot.ts'
import type { Collector, Emit } from './collector.ts'
import { assignmentsOf } from './python-assignment.ts'
import { importsIn, type PythonImport } from './python-import.ts'
import { nodesOf, textOf } from './python-node.ts'
import { stringValue } from './python-value.ts'
import type { Placed } from './store.ts'
import type { PythonTree } from './trees.ts'

/** A Python file under the dotted path from the repository root. */
export interface PythonModuleFact extends Placed {
  readonly module: string
  readonly isPackage: boolean
}

/** One path under which a Python file can be imported, depending on which folder is the root: `app.tasks`. */
export interface PythonPathFact extends Placed {
  readonly path: string
}

/** One name (or a whole module) that a Python file imports. */
export interface PythonImportFact extends Placed {
  /** Absolute when relative dots could be resolved: `backend.app.tasks`; otherwise as written. */
  readonly module: string
  /** The imported name, `*`, or empty for `import module`. */
  readonly name: string
  /** The name that the file uses for it. */
  readonly alias: string
  readonly relative: boolean
}

/** A name bound to a fixed string at the top of a module or of a class: `Queues.MAIL`. */
export interface TextConstantFact extends Placed {
  readonly name: string
  readonly value: string
  readonly language: 'python' | 'typescript'
}

export const pythonModuleCollector: Collector = {
  id: 'python-modules',
  wants: (file) => file.language === 'python',
  collect: (file, trees, emit) => {
    const isPackage = /(?:^|\/)__init__\.py$/.test(file.path)
    const module = moduleOf(file.path)
    emit('pythonModule', { file: file.path, line: 1, module, isPackage })
    for (const path of tailsOf(module)) emit('pythonPath', { file: file.path, line: 1, path })
    emitImports(file, trees.python(), emit)
    emitConstants(file, trees.python(), emit)
  },
}

/** A file's dotted module path from the repository root: `backend.app.tasks`. */
export function moduleOf(path: string): string {
  return path
    .replace(/\.py$/, '')
    .replace(/\/__init__$/, '')
    .replaceAll('/', '.')
}

/** A dotted path and every shorter one that is left when folders at its front are dropped. */
function tailsOf(module: string): readonly string[] {
  const parts = module.split('.')
  return parts.map((_, index) => parts.slice(index).join('.'))
}

/** Whether a Python text imports from a module that matches. */
export function importedFrom(text: string, module: RegExp): boolean {
  return text.split('\n').some((line) => {
    const found = /^\s*(?:from|import)\s+([\w.]+)/.exec(line)
    return found?.[1] !== undefined && module.test(found[1])
  })
}

/** Whether some line assigns, defines or imports the name, as far as single lines tell. */
export function bindsName(lines: readonly string[], name: string): boolean {
  const binding = new RegExp(
    `^\\s*(?:(?:class|def|async def) ${name}\\b|(?:[\\w.]{1,80},\\s*)?${name}\\s*(?::[^=]{1,120})?=(?!=)|${name},?\\s*$)|\\bimport\\b.*\\b${name}\\b`,
  )
  return lines.some((line) => binding.test(line))
}

function emitImports(file: SourceFile, python: PythonTree, emit: Emit): void {
  for (const node of nodesOf(python, ['ImportStatement'])) {
    const place = { file: file.path, line: python.line(node.from) }
    for (const one of importsIn(node, python)) {
      const relative = one.level > 0
      const module = relative ? relativeTo(file.path, one) : one.module
      if (one.names === null) emit('pythonImport', { ...place, module, name: '', alias: one.alias ?? module, relative })
      for (const { name, alias } of one.names ?? []) {
        emit('pythonImport', { ...place, module, name, alias: alias ?? name, relative })
      }
    }
  }
}

function relativeTo(path: string, { level, module }: PythonImport): string {
  const folder = path.split('/').slice(0, -level)
  return [...folder, ...(module === '' ? [] : [module])].join('.')
}

function emitConstants(file: SourceFile, python: PythonTree, emit: Emit): void {
  const top = python.tree.topNode
  const say = (name: string, line: number, value: string | null) => {
    if (value !== null) emit('textConstant', { file: file.path, line, name, value, language: 'python' })
  }
  for (const { target, value, line } of assignmentsOf(top, python)) say(target, line, stringValue(value ?? undefined))
  for (const node of top.getChildren('ClassDefinition')) {
    const body = node.getChild('Body')
    const name = node.getChild('VariableName')
    if (body === null || name === null) continue
    const owner = textOf(name, python)
    for (const { target, value, line } of assignmentsOf(body, python)) {
      say(`${owner}.${target}`, line, stringValue(value ?? undefined))
    }
  }
}
