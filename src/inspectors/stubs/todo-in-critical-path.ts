import { securityHoles } from '../auth/security-todo.ts'
import { unitOf } from '../facts/manifest.ts'
import { isProduct } from '../facts/source-kind.ts'
import type { TodoFact } from '../facts/todo.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { counted, titled } from '../wording.ts'

/** All TODO, FIXME and HACK comments of product code, as one item: how much is said to be left, and where most. */
export const todoInCriticalPath: Inspector = {
  id: 'stubs/todo-in-critical-path',
  version: 1,
  layer: 'errors',
  title: 'Comments say that work is left in product code',
  inspect(view) {
    const told = new Set(securityHoles(view).map(({ file, line }) => `${file}:${line}`))
    const todos = view.facts
      .all('todo')
      .filter((fact) => isProduct(fact.file) && !told.has(`${fact.file}:${fact.line}`))
    const files = view.snapshot.files.filter(
      (file) => (file.language === 'typescript' || file.language === 'python') && isProduct(file.path),
    )
    return {
      population: files.length,
      bad: new Set(todos.map((fact) => fact.file)).size,
      unit: 'product source files',
      drafts: todos.length === 0 ? [] : [draft(view, todos)],
    }
  },
}

function draft(view: View, todos: readonly TodoFact[]): Unfiled {
  const units = [...Map.groupBy(todos, (fact) => unitOf(view.snapshot, fact.file))].sort(
    ([, a], [, b]) => b.length - a.length,
  )
  const [most] = units
  const where = most === undefined || most[0] === '.' ? '' : `, ${most[1].length} of them in ${most[0]}`
  const urgent = [...todos].sort((a, b) => rank(a) - rank(b))
  return {
    title: titled(
      `${counted(todos.length, 'comment')} ${todos.length === 1 ? 'says' : 'say'} that work is left (TODO, FIXME, HACK)${where}`,
    ),
    claim: 'count',
    impact: 'hygiene',
    reach: 'reachable',
    reachWhy: 'the comments stand in product code',
    confidence: 'proven',
    anchor: 'todo:product',
    ...placesOf(view, urgent),
    fix: {
      advice: 'Do what is small, turn the rest into issues with an owner, and delete what no longer holds.',
      effort: 'M',
      doneWhen: 'the count falls',
    },
  }
}

function rank(fact: TodoFact): number {
  return ['FIXME', 'HACK', 'TODO', 'XXX'].indexOf(fact.tag)
}
