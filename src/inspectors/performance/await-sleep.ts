import type { Edit } from '../../domain/edit.ts'
import { linesOf } from '../cite.ts'
import { nodesOf, textOf } from '../facts/python-node.ts'
import { type RuffFact, ruffCollector } from '../facts/ruff.ts'
import { treesOf } from '../facts/trees.ts'
import type { View } from '../inspector.ts'
import { changeImports } from '../python/change-imports.ts'
import { repair, replaceLine } from '../repair.ts'
import { comesOut } from '../reread.ts'

/** Writes `await asyncio.sleep(…)` where an async function sleeps in a statement of its own. */
export function awaitSleeps(view: View, calls: readonly RuffFact[]): ReturnType<typeof repair> {
  if (calls.some(({ code }) => code !== 'ASYNC251')) return {}
  const edits = [...Map.groupBy(calls, ({ file }) => file)].flatMap(([file, own]) => awaited(view, file, own))
  const isMeant = comesOut(view, edits, {
    collector: ruffCollector,
    fact: 'ruff',
    change: (before) => before.filter((fact) => !calls.includes(fact)),
  })
  return isMeant ? repair(view.snapshot, edits) : {}
}

function awaited(view: View, file: string, calls: readonly RuffFact[]): readonly (Edit | null)[] {
  // Another event loop has a sleep of its own.
  if (
    linesOf(view.snapshot, file).some((line) =>
      /^\s*(?:from|import)\s+(?:trio|anyio|gevent|eventlet|curio)\b/.test(line),
    )
  )
    return [null]
  const sleeps = calls.map(({ line }) =>
    replaceLine(view.snapshot, file, line, (text) => {
      const isStatement = /^\s+time\.sleep\([^#"']*\)$/.test(text) && balances(text)
      return isStatement ? text.replace('time.sleep(', 'await asyncio.sleep(') : null
    }),
  )
  const add = [{ module: 'asyncio', name: null }]
  const drop = isUsedElse(view, file, calls.length) ? [] : ['time']
  return [...sleeps, ...(changeImports(view, file, { add, drop }) ?? [null])]
}

/** The whole call stands on the line. */
function balances(text: string): boolean {
  return text.split('(').length === text.split(')').length
}

/** Whether the file names `time` more often than in its import and in these calls. */
function isUsedElse({ snapshot }: View, file: string, calls: number): boolean {
  const source = snapshot.byPath.get(file)
  if (source === undefined) return true
  const python = treesOf(source).python()
  const named = nodesOf(python, ['VariableName']).filter((node) => textOf(node, python) === 'time')
  return named.length !== calls + 1
}
