import type { SyntaxNode } from '@lezer/common'
import type { View } from '../inspector.ts'
import type { Collector } from './collector.ts'
import { guardName, type RouteFact } from './http.ts'
import { modulesOf } from './modules.ts'
import { textOf } from './python-node.ts'
import { isForeign } from './source-kind.ts'
import type { Placed } from './store.ts'
import type { PythonTree } from './trees.ts'

/** What FastAPI injects into a function, or what stands behind the name of an annotation (`CurrentUser = Annotated[…]`). */
export interface PythonDependencyFact extends Placed {
  readonly name: string
  /** Functions named by `Depends`, joined by commas. */
  readonly calls: string
  /** Bare annotations, joined by commas: each may be a name of that kind. */
  readonly types: string
}

const injected = /(?:Depends|Security)\s*\(\s*([\w.]+)/g

/** Functions with injected parameters, and annotations that have a name. */
export const pythonDependencies: Collector = {
  id: 'python-dependencies',
  wants: (file) => file.language === 'python' && !isForeign(file.path) && /fastapi|Depends|Annotated/.test(file.text),
  collect: (file, trees, emit) => {
    const tree = trees.python()
    tree.tree.iterate({
      enter: ({ name, node }) => {
        const found =
          name === 'AssignStatement' ? named(node, tree) : name === 'FunctionDefinition' ? taken(node, tree) : null
        if (found !== null) emit('pythonDependency', { file: file.path, line: tree.line(node.from), ...found })
      },
    })
  },
}

type Found = Pick<PythonDependencyFact, 'name' | 'calls' | 'types'>

function named(node: SyntaxNode, tree: PythonTree): Found | null {
  const text = tree.slice(node.from, Math.min(node.to, node.from + 1_000))
  const name = /^(\w+)\s*(?::\s*[\w.]+\s*)?=\s*(?:\w+\.)?Annotated\[/.exec(text)?.[1]
  const calls = callsIn(text)
  return name === undefined || calls === '' ? null : { name, calls, types: '' }
}

function taken(node: SyntaxNode, tree: PythonTree): Found | null {
  const [name, list] = [node.getChild('VariableName'), node.getChild('ParamList')]
  if (name === null || list === null) return null
  const text = textOf(list, tree)
  const types = [...text.matchAll(/:\s*([A-Z]\w*)\s*(?=[,)=\n])/g)].map((match) => match[1] ?? '')
  const calls = callsIn(text)
  return calls === '' && types.length === 0 ? null : { name: textOf(name, tree), calls, types: types.join(',') }
}

function callsIn(text: string): string {
  return [...text.matchAll(injected)].map((match) => match[1] ?? '').join(',')
}

const depthLimit = 5

/** The guard that a Python handler passes through the functions it depends on, or null. */
export function guardBehind(view: View, { file, handler }: RouteFact): string | null {
  const known = view.facts.derived('http:dependencies', () =>
    Map.groupBy(view.facts.all('pythonDependency'), (fact) => `${fact.file}#${fact.name}`),
  )
  const search = (from: string, name: string, depth: number): string | null => {
    for (const symbol of depth > depthLimit ? [] : modulesOf(view.facts, view.snapshot).resolve(from, name)) {
      for (const fact of known.get(`${symbol.file}#${symbol.name}`) ?? []) {
        const guard = listed(fact.calls).find((call) => guardName.test(call))
        if (guard !== undefined) return guard
        for (const next of [...listed(fact.calls), ...listed(fact.types)]) {
          const found = search(fact.file, next, depth + 1)
          if (found !== null) return found
        }
      }
    }
    return null
  }
  return file.endsWith('.py') && handler !== '' ? search(file, handler, 0) : null
}

function listed(text: string): readonly string[] {
  return text.split(',').filter((part) => part !== '')
}
