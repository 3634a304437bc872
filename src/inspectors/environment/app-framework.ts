import { folderOf } from '../facts/path.ts'
import type { View } from '../inspector.ts'

/** A browser application and the framework that decides which variables its code may see. */
export interface App {
  readonly folder: string
  readonly framework: 'next' | 'vite' | 'react-scripts'
  /** The text of its framework configuration, where names can be passed on by hand. */
  readonly configuration: string
}

/** Frameworks on top of Vite with rules of their own, and plugins that change the rules. */
const otherRules =
  /^(?:astro|nuxt|@sveltejs\/kit|@remix-run\/|@react-router\/dev|@tanstack\/(?:react-)?start|@solidjs\/start|vike|electron-vite|wxt|vite-plugin-environment|vite-plugin-env-compatible|@import-meta-env\/|expo$|@quasar\/|@storybook\/builder|@redwoodjs\/)/

/** The application a file belongs to by its nearest manifest, or null where no framework's rule is sure to hold. */
export function appOf(view: View, file: string): App | null {
  const apps = view.facts.derived('environment:apps', () => appsOf(view))
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    const app = apps.get(folder)
    if (app !== undefined) return app
    if (folder === '') return null
  }
}

/** Every JavaScript package by folder; null for one whose framework is unknown or mixed. */
function appsOf(view: View): ReadonlyMap<string, App | null> {
  const apps = new Map<string, App | null>()
  for (const fact of view.facts.all('package')) {
    if (fact.language !== 'javascript') continue
    const names = view.facts
      .all('packageDependency')
      .filter((dependency) => dependency.folder === fact.folder && dependency.language === 'javascript')
      .map((dependency) => dependency.name)
    apps.set(fact.folder, appIn(view, fact.folder, new Set(names)))
  }
  return apps
}

function appIn(view: View, folder: string, names: ReadonlySet<string>): App | null {
  if ([...names].some((name) => otherRules.test(name))) return null
  const next = configurationIn(view, folder, 'next')
  const vite = configurationIn(view, folder, 'vite')
  const framework = names.has('next')
    ? ('next' as const)
    : names.has('react-scripts')
      ? ('react-scripts' as const)
      : ('vite' as const)
  if (framework === 'vite' && (!names.has('vite') || vite === null)) return null
  if (framework === 'react-scripts' && names.has('vite')) return null
  return { folder, framework, configuration: `${next ?? ''}\n${vite ?? ''}` }
}

function configurationIn(view: View, folder: string, name: 'next' | 'vite'): string | null {
  const prefix = folder === '' ? `${name}.config.` : `${folder}/${name}.config.`
  const extensions = ['ts', 'mts', 'js', 'mjs', 'cjs']
  const texts = extensions.map((extension) => view.snapshot.byPath.get(`${prefix}${extension}`)?.text)
  const found = texts.filter((text) => text !== undefined)
  return found.length === 0 ? null : found.join('\n')
}
