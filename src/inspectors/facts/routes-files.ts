import type { Collector, Emit } from './collector.ts'
import { type Framework, guardName, guardWord } from './http.ts'
import { isForeign } from './source-kind.ts'
import type { TypeScriptTree } from './trees.ts'
import { Visitor } from './visitor.ts'

const methods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])

interface Place {
  readonly framework: Framework
  readonly path: string
  /** Named exports per method, or one handler for all of them. */
  readonly each: boolean
  readonly method: string | null
}

/** Routes that a framework takes from the file tree: Next.js, SvelteKit, Nuxt. */
export const fileRoutes: Collector = {
  id: 'routes-files',
  wants: (file) => file.language === 'typescript' && !isForeign(file.path) && placeOf(file.path) !== null,
  collect: (file, trees, emit) => {
    const place = placeOf(file.path)
    if (place === null) return
    const tree = trees.typescript()
    const names = exportedNames(tree)
    if (!place.each) {
      emitRoute(file, place, { method: place.method ?? 'ANY', line: 1, handler: 'default' }, emit)
      return
    }
    for (const [name, offset] of names) {
      if (methods.has(name)) emitRoute(file, place, { method: name, line: tree.line(offset), handler: name }, emit)
      if (name === 'fallback' || name === '*') {
        emitRoute(file, place, { method: 'ANY', line: tree.line(offset), handler: name }, emit)
      }
    }
  },
}

function emitRoute(
  file: { readonly path: string; readonly text: string },
  place: Place,
  entry: { method: string; line: number; handler: string },
  emit: Emit,
): void {
  emit('route', {
    file: file.path,
    line: entry.line,
    endLine: entry.line,
    router: '(files)',
    method: entry.method,
    path: place.path,
    handler: entry.handler,
    framework: place.framework,
    auth: guardName.exec(file.text)?.[0] ?? null,
    guarded: guardWord.test(file.text),
    response: null,
    responseExempt: true,
    body: null,
    conditional: false,
    inline: true,
  })
}

function exportedNames(tree: TypeScriptTree): readonly (readonly [string, number])[] {
  const found: (readonly [string, number])[] = []
  for (const entry of tree.module.staticExports.flatMap((one) => one.entries)) {
    found.push([entry.exportName.name ?? '*', entry.start])
  }
  new Visitor({
    ExportNamedDeclaration: (node) => {
      const declared = node.declaration
      if (declared?.type !== 'VariableDeclaration') return
      for (const one of declared.declarations) {
        if (one.id.type !== 'ObjectPattern') continue
        for (const property of one.id.properties) {
          if (property.type === 'Property' && property.value.type === 'Identifier')
            found.push([property.value.name, node.start])
        }
      }
    },
  }).visit(tree.program)
  return [...new Map(found).entries()]
}

function placeOf(path: string): Place | null {
  const next = /(?:^|\/)app\/((?:.*\/)?)route\.[cm]?[jt]sx?$/.exec(path)
  if (next !== null) return { framework: 'next', path: cleaned(next[1] ?? ''), each: true, method: null }
  const pages = /(?:^|\/)pages\/(api\/.*?)(?:\/index)?\.[cm]?[jt]sx?$/.exec(path)
  if (pages !== null) return { framework: 'next', path: cleaned(pages[1] ?? ''), each: false, method: null }
  const svelte = /(?:^|\/)routes\/((?:.*\/)?)\+server\.[cm]?[jt]s$/.exec(path)
  if (svelte !== null) return { framework: 'sveltekit', path: cleaned(svelte[1] ?? ''), each: true, method: null }
  const nuxt = /(?:^|\/)server\/((?:api|routes)\/.*?)(?:\/index)?(?:\.(get|post|put|patch|delete))?\.[cm]?[jt]s$/.exec(
    path,
  )
  if (nuxt === null || /(?:^|\/)src\/server\//.test(path)) return null
  const method = nuxt[2]?.toUpperCase() ?? null
  return { framework: 'nuxt', path: cleaned((nuxt[1] ?? '').replace(/^routes\//, '')), each: false, method }
}

/** Drops route groups `(auth)` and slots `@modal`, and opens optional catch-alls. */
function cleaned(folder: string): string {
  return `/${folder
    .split('/')
    .filter((segment) => segment !== '' && !/^\(.*\)$|^@/.test(segment))
    .map((segment) => (/^\[\[?\.\.\./.test(segment) ? '{**}' : segment))
    .join('/')}`
}
