import type { Collector } from './collector.ts'
import { callName, constantName } from './script-name.ts'
import { literalText } from './script-text.ts'
import type { Placed } from './store.ts'
import { Visitor } from './visitor.ts'

/** A BullMQ (or Bull) queue that something adds jobs to. */
export interface BullQueueFact extends Placed {
  readonly queue: string
  readonly reference: string
}

/** What takes jobs from a queue: a worker, a processor class, or `queue.process`. */
export interface BullWorkerFact extends Placed {
  readonly queue: string
  readonly reference: string
}

const libraries =
  /from\s+['"](?:bullmq|bull|@nestjs\/bullmq|@nestjs\/bull|bull\/[^'"]*)['"]|require\(['"](?:bullmq|bull)['"]\)/

export const bullCollector: Collector = {
  id: 'bullmq',
  wants: (file) => file.language === 'typescript' && libraries.test(file.text),
  collect: (file, trees, emit) => {
    const tree = trees.typescript()
    const queues = new Map<string, { queue: string; reference: string }>()
    const place = (offset: number) => ({ file: file.path, line: tree.line(offset) })
    new Visitor({
      VariableDeclarator: (node) => {
        if (node.init?.type !== 'NewExpression' || node.id.type !== 'Identifier') return
        if (callName(node.init.callee) === 'Queue') queues.set(node.id.name, named(node.init.arguments[0]))
      },
      NewExpression: (node) => {
        const name = callName(node.callee)
        if (name === 'Queue') emit('bullQueue', { ...place(node.start), ...named(node.arguments[0]) })
        if (name === 'Worker' || name === 'WorkerPro')
          emit('bullWorker', { ...place(node.start), ...named(node.arguments[0]) })
      },
      CallExpression: (node) => {
        if (/^registerQueue(?:Async)?$/.test(callName(node.callee))) {
          for (const given of node.arguments) emit('bullQueue', { ...place(given.start), ...processed(given) })
        }
        const owner = node.callee.type === 'MemberExpression' ? callName(node.callee.object) : ''
        const queue = queues.get(owner)
        if (callName(node.callee) === 'process' && queue !== undefined) {
          emit('bullWorker', { ...place(node.start), ...queue })
        }
        if (node.callee.type === 'Super' && node.arguments.length > 0)
          emit('bullWorker', { ...place(node.start), ...named(node.arguments[0]) })
      },
      Decorator: (node) => {
        if (node.expression.type !== 'CallExpression' || callName(node.expression.callee) !== 'Processor') return
        emit('bullWorker', { ...place(node.start), ...processed(node.expression.arguments[0]) })
      },
    }).visit(tree.program)
  },
}

function named(argument: Parameters<typeof literalText>[0]): { queue: string; reference: string } {
  return { queue: literalText(argument) ?? '', reference: constantName(argument) ?? '' }
}

/** `'x'` and `{ name: 'x' }`. */
function processed(argument: Parameters<typeof literalText>[0]): { queue: string; reference: string } {
  if (argument?.type !== 'ObjectExpression') return named(argument)
  const name = argument.properties.find(
    (property) => property.type === 'Property' && property.key.type === 'Identifier' && property.key.name === 'name',
  )
  return named(name?.type === 'Property' ? name.value : undefined)
}
