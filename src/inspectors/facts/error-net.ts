import type { Collector } from './collector.ts'
import { dotted } from './script-name.ts'
import { isFunction, type Node, walk } from './script-node.ts'
import type { Placed } from './store.ts'
import { isWritten } from './written.ts'

/** An Express application, by the variable that holds it. */
export interface ExpressAppFact extends Placed {
  readonly name: string
}

/** Something that answers errors for a whole application or page. */
export interface ErrorNetFact extends Placed {
  readonly kind: 'express' | 'react'
}

/** The place where a React page is mounted. */
export interface ReactRootFact extends Placed {
  readonly call: string
}

const boundary =
  /componentDidCatch|getDerivedStateFromError|ErrorBoundary|errorElement|errorComponent|onUncaughtError|defaultErrorComponent/

/** Express applications, React roots, and what catches the errors of each. */
export const errorNetCollector: Collector = {
  id: 'error-nets',
  wants: (file) => isWritten(file) && file.language === 'typescript',
  collect(file, trees, emit) {
    const tree = trees.typescript()
    const at = (node: Node): Placed => ({ file: file.path, line: tree.line(node.start) })
    if (boundary.test(file.text)) emit('errorNet', { file: file.path, line: 1, kind: 'react' })
    walk(tree.program, (node) => {
      if (
        node.type === 'VariableDeclarator' &&
        node.id.type === 'Identifier' &&
        node.init?.type === 'CallExpression' &&
        dotted(node.init.callee) === 'express'
      )
        emit('expressApp', { ...at(node), name: node.id.name })
      if (isErrorMiddleware(node)) emit('errorNet', { ...at(node), kind: 'express' })
      if (node.type === 'CallExpression') {
        const name = dotted(node.callee) ?? ''
        if (/^(?:ReactDOM\.|ReactDOMClient\.)?(?:createRoot|hydrateRoot)$|^ReactDOM\.render$/.test(name))
          emit('reactRoot', { ...at(node), call: name })
        if (/setupExpressErrorHandler|errorHandler\b/i.test(name)) emit('errorNet', { ...at(node), kind: 'express' })
      }
      return undefined
    })
  },
}

/** Four parameters, the first of them an error; or something named for errors handed to `use`. */
function isErrorMiddleware(node: Node): boolean {
  if (isFunction(node) && node.params.length === 4) {
    const [first] = node.params
    return first?.type === 'Identifier' && /err|^e$|^ex$|exception/i.test(first.name)
  }
  if (node.type !== 'CallExpression' || !/\.use$/.test(dotted(node.callee) ?? '')) return false
  return node.arguments.some((argument) =>
    /err/i.test(dotted(argument.type === 'CallExpression' ? argument.callee : argument) ?? ''),
  )
}
