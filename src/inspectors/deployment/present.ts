import { nameOf } from '../facts/path.ts'
import type { View } from '../inspector.ts'
import type { Start } from './start.ts'

/** `missing` has a proof in the repository; `foreign` may come from an installed package; `unknown` cannot be told. */
export type Presence = 'present' | 'missing' | 'foreign' | 'unknown'

/** Whether what a command starts exists anywhere in the repository. */
export function presenceOf(view: View, start: Start): Presence {
  switch (start.kind) {
    case 'application':
      return applicationPresence(view, start.module, start.attribute)
    case 'module':
      return modulePresence(view, start.module)
    case 'file':
      return filePresence(view, start.path)
    case 'script':
      return scriptPresence(view, start.script)
  }
}

function applicationPresence(view: View, module: string, attribute: string): Presence {
  const presence = modulePresence(view, module)
  if (presence !== 'present') return presence
  const texts = moduleFiles(view, module).map((path) => view.snapshot.byPath.get(path)?.text)
  const word = new RegExp(`\\b${attribute}\\b`)
  const mayDefine = texts.some((text) => text === undefined || word.test(text) || /import \*|__getattr__/.test(text))
  return mayDefine ? 'present' : 'missing'
}

function modulePresence(view: View, module: string): Presence {
  if (moduleFiles(view, module).length > 0) return 'present'
  const [first = ''] = module.split('.')
  const isOurs =
    module.includes('.') &&
    (hasSuffix(view, `${first}/__init__.py`) || moduleFiles(view, first).length > 0 || hasFolder(view, first))
  return isOurs ? 'missing' : 'foreign'
}

function moduleFiles(view: View, module: string): readonly string[] {
  const path = module.replaceAll('.', '/')
  return [`${path}.py`, `${path}/__init__.py`, `${path}/__main__.py`].flatMap((suffix) => withSuffix(view, suffix))
}

function filePresence(view: View, path: string): Presence {
  if (
    /(?:^|\/)(?:dist|build|out|lib|\.next|\.output|standalone|node_modules|target|generated)\/|^server\.js$|^\/(?:usr|bin|opt|etc|docker)/.test(
      path.replace(/^\.\//, ''),
    )
  )
    return 'unknown'
  const name = nameOf(path)
  const names = /\.[cm]?js$/.test(name) ? [name, name.replace(/js$/, 'ts')] : [name]
  return names.some((one) => hasSuffix(view, one)) ? 'present' : 'missing'
}

function scriptPresence(view: View, script: string): Presence {
  const scripts = view.facts.all('packageScript')
  if (scripts.length === 0) return 'unknown'
  return scripts.some((fact) => fact.name === script) ? 'present' : 'missing'
}

function hasSuffix(view: View, suffix: string): boolean {
  return withSuffix(view, suffix).length > 0
}

function withSuffix(view: View, suffix: string): readonly string[] {
  const byName = view.facts.derived('deployment:by-name', () => Map.groupBy(view.snapshot.paths, nameOf))
  return (byName.get(nameOf(suffix)) ?? []).filter((path) => path === suffix || path.endsWith(`/${suffix}`))
}

/** A folder of that name with Python in it. */
function hasFolder(view: View, name: string): boolean {
  const folders = view.facts.derived('deployment:python-folders', () => {
    const python = [...view.snapshot.paths].filter((path) => path.endsWith('.py'))
    return new Set(python.flatMap((path) => path.split('/').slice(0, -1)))
  })
  return folders.has(name)
}
