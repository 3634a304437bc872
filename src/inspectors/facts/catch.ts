import type { Collector } from './collector.ts'
import { guardsDevelopment, invention } from './invention.ts'
import { callName } from './script-name.ts'
import { commentsWithin, isFunction, type Node, walk } from './script-node.ts'
import { scriptSymbol } from './script-symbol.ts'
import type { Placed } from './store.ts'
import type { TypeScriptTree } from './trees.ts'
import { isWritten } from './written.ts'

/** A place where an error is caught, in either language. */
export interface CatchFact extends Placed {
  readonly language: 'typescript' | 'python'
  /** `try` for a clause, `promise` for `.catch(…)`. */
  readonly form: 'try' | 'promise'
  /** `any` for everything; otherwise the named errors, as written. */
  readonly catches: string
  /** `empty` does nothing at all; `reasoned` does nothing and a comment says why. */
  readonly does: 'empty' | 'reasoned' | 'skips' | 'raises' | 'something'
  /** The guarded work is of a kind that may fail without harm: parsing, cleaning up, an optional feature. */
  readonly harmless: boolean
  readonly symbol: string
  /** What it makes up instead of the result; empty when nothing. */
  readonly invents: string
  readonly inventsLine: number
}

const harmlessCalls =
  /(?:^|\.)(?:parse|removeItem|getItem|setItem|clear|close|destroy|disconnect|end|kill|abort|cancel|unlink|unlinkSync|rm|rmSync|rmdir|stop|terminate|dispose|unsubscribe|releaseLock|release|play|pause|focus|scrollIntoView|vibrate|setPointerCapture|releasePointerCapture|writeText|URL|access|accessSync|stat|statSync|isDirectory|isFile|existsSync|mkdir|mkdirSync|decodeURIComponent|require|revokeObjectURL|removeChild|quit|cleanup|teardown|flush|exitFullscreen|requestFullscreen|prefetch|preload)$/

/** An ignored promise is a habit; it matters where something was to be fetched or changed. */
const consequential =
  /fetch|api|save|update|create|send|post|put|patch|load|sync|axios|mutate|upload|submit|charge|pay|enqueue|publish|notify/i

/** Catch clauses and `.catch` callbacks of TypeScript. */
export const catchCollector: Collector = {
  id: 'catches',
  wants: (file) => isWritten(file) && file.language === 'typescript' && file.text.includes('catch'),
  collect(file, trees, emit) {
    const tree = trees.typescript()
    walk(tree.program, (node, above) => {
      const found = fromTry(tree, node, above) ?? fromPromise(tree, node)
      if (found !== null)
        emit('catch', {
          file: file.path,
          line: tree.line(found.start),
          language: 'typescript',
          catches: 'any',
          symbol: scriptSymbol(above),
          ...found.fact,
        })
      return undefined
    })
  },
}

interface Found {
  readonly start: number
  readonly fact: Pick<CatchFact, 'form' | 'does' | 'harmless' | 'invents' | 'inventsLine'>
}

function fromTry(tree: TypeScriptTree, node: Node, above: readonly Node[]): Found | null {
  if (node.type !== 'TryStatement' || node.handler === null) return null
  const { handler, block } = node
  const made = isForDevelopers(above) ? null : invention(tree, handler.body)
  return {
    start: handler.start,
    fact: {
      form: 'try',
      does: doesOf(tree, handler.body),
      harmless: isHarmless(block),
      invents: made?.what ?? '',
      inventsLine: made?.line ?? tree.line(handler.start),
    },
  }
}

function fromPromise(tree: TypeScriptTree, node: Node): Found | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return null
  const { property, object } = node.callee
  const callback = node.arguments[0]
  if (property.type !== 'Identifier' || property.name !== 'catch' || callback === undefined || !isFunction(callback))
    return null
  if (callback.body === null) return null
  const made = invention(tree, callback.body)
  const harmless = !consequential.test(object.type === 'CallExpression' ? callName(object.callee) : '')
  return {
    start: property.start,
    fact: {
      form: 'promise',
      does: callback.body.type === 'BlockStatement' ? doesOf(tree, callback.body) : 'something',
      harmless,
      invents: made?.what ?? '',
      inventsLine: made?.line ?? tree.line(property.start),
    },
  }
}

function doesOf(tree: TypeScriptTree, body: Extract<Node, { type: 'BlockStatement' }>): CatchFact['does'] {
  const [only, ...rest] = body.body
  if (only === undefined) {
    const inside = commentsWithin(tree.comments, body.start, body.end).length > 0
    const behind = tree.comments.some(
      (one) => one.start >= body.end && tree.line(one.start) === tree.line(body.end - 1),
    )
    return inside || behind ? 'reasoned' : 'empty'
  }
  if (rest.length === 0 && only.type === 'ContinueStatement') return 'skips'
  return only.type === 'ThrowStatement' ? 'raises' : 'something'
}

/** One or two statements that only parse, probe or clean up. */
function isHarmless(block: Extract<Node, { type: 'BlockStatement' }>): boolean {
  if (block.body.length > 2) return false
  return block.body.every((statement) => {
    let harmless = false
    walk(statement, (node) => {
      if (node.type === 'CallExpression' || node.type === 'NewExpression')
        harmless ||= harmlessCalls.test(callName(node.callee))
      return isFunction(node) ? 'skip' : undefined
    })
    return harmless
  })
}

function isForDevelopers(above: readonly Node[]): boolean {
  return above.some((one) => one.type === 'IfStatement' && guardsDevelopment(one.test))
}
