import type { Collector } from './collector.ts'
import { textOf, visitPython } from './python-node.ts'
import type { Placed } from './store.ts'
import { isWritten } from './written.ts'

/** A comment that says work is left. */
export interface TodoFact extends Placed {
  readonly tag: 'TODO' | 'FIXME' | 'HACK' | 'XXX'
  readonly text: string
}

const tagged = /^[\s*/#!-]*(?:@)?(TODO|FIXME|HACK|XXX)(?=[:(\s-]|$)[:(\s-]?(.*)/
const wanted = /TODO|FIXME|HACK|XXX/

/** TODO, FIXME, HACK and XXX comments of TypeScript and Python. */
export const todoCollector: Collector = {
  id: 'todos',
  wants: (file) =>
    isWritten(file) && (file.language === 'typescript' || file.language === 'python') && wanted.test(file.text),
  collect(file, trees, emit) {
    const note = (text: string, firstLine: number): void => {
      for (const [index, line] of text.split('\n').entries()) {
        const found = tagged.exec(line)
        if (found === null) continue
        const tag = found[1] === 'TODO' || found[1] === 'FIXME' || found[1] === 'HACK' ? found[1] : 'XXX'
        emit('todo', { file: file.path, line: firstLine + index, tag, text: (found[2] ?? '').trim().slice(0, 160) })
      }
    }
    if (file.language === 'python') {
      const tree = trees.python()
      visitPython(tree, (node) => {
        if (node.name === 'Comment') note(textOf(node, tree), tree.line(node.from))
      })
      return
    }
    const tree = trees.typescript()
    for (const comment of tree.comments) note(comment.value, tree.line(comment.start))
  },
}
