import type { SyntaxNode } from '@lezer/common'
import type { SourceFile } from '../snapshot.ts'
import type { Collector, Emit } from './collector.ts'
import { argument, argumentsOf } from './python-arguments.ts'
import { partsOf, textOf } from './python-node.ts'
import { isForeign } from './source-kind.ts'
import type { Placed } from './store.ts'
import type { PythonTree } from './trees.ts'

/** A switch that belongs on a developer's machine, in the position in which it hurts elsewhere. */
export interface SwitchFact extends Placed {
  readonly kind: 'debug' | 'reload' | 'auth-off' | 'dev-server'
  /** `FastAPI(debug=True)`, `DISABLE_AUTH`, `--reload`. */
  readonly name: string
  /** It stands under `if __name__ == "__main__"`: on only when the file itself is run. */
  readonly mainOnly: boolean
}

const authOff =
  /^(?:DISABLE_AUTH\w*|AUTH_DISABLED|SKIP_AUTH\w*|BYPASS_AUTH\w*|AUTH_BYPASS\w*|NO_AUTH|ALLOW_ANONYMOUS_ADMIN|SKIP_(?:TOKEN_|JWT_)?VERIFICATION|DISABLE_(?:PERMISSION|TOKEN)\w*)$/i

/** Debug flags and auth bypasses written into Python applications. */
export const pythonSwitches: Collector = {
  id: 'switches-python',
  wants: (file) =>
    file.language === 'python' && !isForeign(file.path) && /debug|reload|auth|skip_|bypass/i.test(file.text),
  collect: (file, trees, emit) => {
    const tree = trees.python()
    tree.tree.iterate({
      enter: ({ name, node }) => {
        if (name === 'CallExpression') calledSwitch(node, tree, file.path, emit)
        if (name === 'AssignStatement') assignedSwitch(node, tree, file.path, emit)
      },
    })
  },
}

function calledSwitch(node: SyntaxNode, tree: PythonTree, file: string, emit: Emit): void {
  const callee = textOf(node.firstChild, tree)
  if (!/^(?:FastAPI|Starlette|Flask|uvicorn\.run|\w*app\.run)$/.test(callee)) return
  const list = argumentsOf(node.getChild('ArgList'), tree)
  for (const kind of ['debug', 'reload'] as const) {
    const value = argument(list, kind)
    if (value === null || textOf(value, tree) !== 'True') continue
    const name = `${callee}(${kind}=True)`
    emit('devSwitch', { file, line: tree.line(value.from), kind, name, mainOnly: isMainOnly(node, tree) })
  }
}

function assignedSwitch(node: SyntaxNode, tree: PythonTree, file: string, emit: Emit): void {
  const parts = partsOf(node)
  const [target, value] = [parts[0], parts.at(-1)]
  if (target?.name !== 'VariableName' || value === undefined) return
  const name = textOf(target, tree)
  const text = textOf(value, tree)
  const on = /^True$|(?:getenv|environ\.get|config|Field)\(.{0,80}(?:["']true["']|["']1["']|\bTrue\b)/i.test(text)
  if (authOff.test(name) && on)
    emit('devSwitch', { file, line: tree.line(node.from), kind: 'auth-off', name, mainOnly: false })
}

function isMainOnly(node: SyntaxNode, tree: PythonTree): boolean {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (
      at.name === 'IfStatement' &&
      /__name__|debug|DEBUG|dev|DEV|local/.test(tree.slice(at.from, Math.min(at.to, at.from + 120)))
    )
      return true
    if (at.name === 'FunctionDefinition') return true
  }
  return false
}

/** Auth bypasses that are on by default in TypeScript. */
export const typescriptSwitches: Collector = {
  id: 'switches-typescript',
  wants: (file) => file.language === 'typescript' && !isForeign(file.path) && /auth|skip_|bypass/i.test(file.text),
  collect: (file, _trees, emit) => {
    for (const [index, line] of file.text.split(/\r?\n/).entries()) {
      const match =
        /^\s*(?:export\s+)?(?:const|let|var)\s+([A-Za-z_]\w*)\s*(?::\s*boolean\s*)?=\s*true\s*;?\s*(?:\/\/.*)?$/.exec(
          line,
        )
      const name = match?.[1] ?? ''
      if (!authOff.test(name.replace(/([a-z])([A-Z])/g, '$1_$2'))) continue
      emit('devSwitch', { file: file.path, line: index + 1, kind: 'auth-off', name, mainOnly: false })
    }
  },
}

/** Development servers as the command of an image that is not named for development. */
export const imageSwitches: Collector = {
  id: 'switches-image',
  wants: (file) => file.language === 'dockerfile' && !isForeign(file.path) && !/dev|local|test/i.test(file.path),
  collect: (file, _trees, emit) => {
    const command = lastCommand(file)
    if (command === null) return
    const name =
      /--reload\b|\bflask\b.{0,40}--debug\b|\b(?:npm|yarn|pnpm|bun)(?: run)? (?:dev|start:dev)\b|\bnodemon\b|\bts-node-dev\b|\bnext dev\b|\bfastapi dev\b/.exec(
        command.text.replace(/["',[\]]+/g, ' ').replace(/\s+/g, ' '),
      )?.[0]
    if (name === undefined) return
    const kind = name === '--reload' ? 'reload' : 'dev-server'
    emit('devSwitch', { file: file.path, line: command.line, kind, name, mainOnly: false })
  },
}

/** The CMD or ENTRYPOINT that the built image runs: the last of the last stage, if that stage is not a dev stage. */
function lastCommand(file: SourceFile): { line: number; text: string } | null {
  let found: { line: number; text: string } | null = null
  let stage = ''
  for (const [index, line] of file.text.split(/\r?\n/).entries()) {
    const from = /^\s*FROM\s+\S+(?:\s+AS\s+(\S+))?/i.exec(line)
    if (from !== null) {
      stage = from[1] ?? ''
      found = null
    }
    if (/^\s*(?:CMD|ENTRYPOINT)\b/i.test(line)) found = { line: index + 1, text: line }
  }
  return /dev|local|test/i.test(stage) ? null : found
}
