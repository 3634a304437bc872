import type { Reach } from '../../domain/finding.ts'
import type { View } from '../inspector.ts'
import { importersOf } from '../facts/client-importers.ts'
import { isNamedElsewhere } from '../facts/client-text.ts'
import { reachedFrom } from '../facts/entry.ts'
import { manifestOf } from '../facts/manifest.ts'
import { isAside, isForeign } from '../facts/source-kind.ts'
import { standingOf } from '../facts/standing.ts'

/** Whether production gets to a place in a client file; `name` is what the file declares around it, or null. */
export function reachOfPlace(view: View, file: string, name: string | null): Reach {
  if (isAside(file) || isForeign(file)) return 'dev-or-test'
  const isEntry = reachedFrom(view).entries.has(file)
  if (name !== null && !isEntry && !isNamedElsewhere(view, name)) return 'unreachable'
  if (!/\.[cm]?[jt]sx?$/.test(file)) return pagesReach(view).has(file) ? 'reachable' : 'unknown'
  const { reach } = standingOf(view, file)
  if (reach === 'unknown' && pagesReach(view).has(file)) return 'reachable'
  return reach
}

/** Components that a framework loads by where they lie, with the packages that do so. */
const pages =
  /(?:^|\/)(?:pages|layouts)\/.*\.(?:vue|astro|svelte)$|(?:^|\/)(?:app|error)\.vue$|(?:^|\/)\+[\w@.-]+\.svelte$/
const loaders = /^(?:nuxt3?|nuxt-edge|astro|@sveltejs\/kit|vite-plugin-pages|unplugin-vue-router|vike)$/

/** Entries, pages and what they import, components included. */
function pagesReach(view: View): ReadonlySet<string> {
  return view.facts.derived('client-pages', () => {
    const imports = importsOf(view)
    const paged = [...view.snapshot.paths].filter((path) => pages.test(path) && !isAside(path) && isLoaded(view, path))
    const reached = new Set([...reachedFrom(view).files, ...paged])
    const open = [...reached]
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      for (const to of imports.get(file) ?? []) {
        if (reached.has(to)) continue
        reached.add(to)
        open.push(to)
      }
    }
    return reached
  })
}

function isLoaded(view: View, path: string): boolean {
  return [...(manifestOf(view.snapshot, path)?.dependencies ?? [])].some((name) => loaders.test(name))
}

function importsOf(view: View): ReadonlyMap<string, readonly string[]> {
  const imports = new Map<string, string[]>()
  for (const [to, importers] of importersOf(view)) {
    for (const { path } of importers) {
      const list = imports.get(path)
      if (list === undefined) imports.set(path, [to])
      else list.push(to)
    }
  }
  return imports
}
