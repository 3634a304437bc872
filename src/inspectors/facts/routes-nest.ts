import type { Class, Decorator } from 'oxc-parser'
import type { Collector, Emit } from './collector.ts'
import { guardWord } from './http.ts'
import { dotted } from './script-name.ts'
import { propertyOf } from './script-object.ts'
import { scriptText } from './script-text.ts'
import { isForeign } from './source-kind.ts'
import type { TypeScriptTree } from './trees.ts'
import { Visitor } from './visitor.ts'

const verbs: Readonly<Record<string, string>> = {
  Get: 'GET',
  Post: 'POST',
  Put: 'PUT',
  Patch: 'PATCH',
  Delete: 'DELETE',
  All: 'ANY',
  Sse: 'GET',
}

/** Controllers of Nest: each class is a router, each decorated method a route. */
export const nestRoutes: Collector = {
  id: 'routes-nest',
  wants: (file) => file.language === 'typescript' && !isForeign(file.path) && file.text.includes('@Controller'),
  collect: (file, trees, emit) => {
    const tree = trees.typescript()
    const visit = (node: Class): void => controllerOf(node, { file: file.path, text: file.text, tree, emit })
    new Visitor({ ClassDeclaration: visit }).visit(tree.program)
  },
}

interface Source {
  readonly file: string
  readonly text: string
  readonly tree: TypeScriptTree
  readonly emit: Emit
}

function controllerOf(node: Class, source: Source): void {
  const controller = node.decorators.find((one) => nameOf(one) === 'Controller')
  if (controller === undefined) return
  const name = node.id?.name ?? 'default'
  const guard = guardOf(node.decorators, source)
  source.emit('router', {
    file: source.file,
    line: source.tree.line(controller.start),
    name,
    kind: 'app',
    framework: 'nest',
    prefix: pathOf(controller),
    auth: guard,
  })
  for (const member of node.body.body) {
    if (member.type !== 'MethodDefinition') continue
    for (const decorator of member.decorators) {
      const method = verbs[nameOf(decorator)]
      if (method === undefined) continue
      const text = source.text.slice(member.start, member.end)
      source.emit('route', {
        file: source.file,
        line: source.tree.line(decorator.start),
        endLine: source.tree.line(member.end),
        router: name,
        method,
        path: pathOf(decorator),
        handler: member.key.type === 'Identifier' ? member.key.name : '',
        framework: 'nest',
        auth: guardOf(member.decorators, source),
        guarded: guardWord.test(text) || text.includes('@Public'),
        response: null,
        responseExempt: true,
        body: null,
        conditional: false,
        inline: true,
      })
    }
  }
}

function nameOf(decorator: Decorator): string {
  const { expression } = decorator
  return (expression.type === 'CallExpression' ? dotted(expression.callee) : dotted(expression)) ?? ''
}

function pathOf(decorator: Decorator): string {
  if (decorator.expression.type !== 'CallExpression') return ''
  const [first] = decorator.expression.arguments
  if (first === undefined) return ''
  const version = propertyOf(first, 'version') === null ? '' : '{**}/'
  return (
    version +
    (scriptText(first) ?? scriptText(propertyOf(first, 'path')) ?? (first.type === 'ObjectExpression' ? '' : '{**}'))
  )
}

function guardOf(decorators: readonly Decorator[], source: Source): string | null {
  const guard = decorators.find((one) => /UseGuards|Auth|Roles|Permission|Authorized|ApiBearer/.test(nameOf(one)))
  return guard === undefined ? null : source.text.slice(guard.start, guard.end).slice(0, 60)
}
