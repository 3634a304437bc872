import picomatch from 'picomatch'
import type { View } from '../inspector.ts'
import type { Snapshot } from '../snapshot.ts'
import { aliasesFor, matched } from './alias.ts'
import { field, stringsIn } from './jsonc.ts'
import { type Manifest, manifestOf, manifestsOf } from './manifest.ts'
import { type ModuleGraph, moduleGraph } from './module-graph.ts'
import { folderOf, joinPattern, nameOf } from './path.ts'
import { regionOf } from './region.ts'
import { fromSource } from './resolver.ts'

/** Which modules something starts or loads by itself, and what that reaches. */
export interface Reached {
  readonly entries: ReadonlySet<string>
  readonly files: ReadonlySet<string>
  /** Folders of packages whose entries are not understood: nothing is said about their files. */
  readonly unclear: ReadonlySet<string>
}

/** Frameworks that load files by rules not told here. */
const opaque =
  /^(?:@?nuxt|nuxt3|gatsby|@strapi\/strapi|@medusajs\/medusa|@adonisjs\/core|ember-cli|@angular\/core|@redwoodjs\/core|meteor|@keystone-6\/core|payload|@docusaurus\/core|vitepress|sails|@feathersjs\/feathers|@electron-forge\/cli|electron-vite|wxt|plasmo|serverless|sst|aws-cdk-lib|firebase-functions|@tarojs\/taro|umi|@umijs\/max|hexo|eleventy|@11ty\/eleventy|probot|moleculer|loopback|@loopback\/core|egg|midway|vike|vite-plugin-pages|unplugin-vue-router|@builder\.io\/qwik|solid-start|@solidjs\/start|@tanstack\/start|expo-router|lerna|turbo-gen|plop|@modern-js\/runtime|rakkasjs|@fastify\/autoload|glob|fast-glob|require-all|require-dir|awilix)$/

const conventions: readonly RegExp[] = [
  /(?:^|\/)app\/(?:.*\/)?(?:page|layout|route|loading|error|not-found|global-error|global-not-found|template|default|forbidden|unauthorized|sitemap|robots|manifest|opengraph-image|twitter-image|icon|apple-icon)\d*\.[jt]sx?$/,
  /(?:^|\/)pages\/.*\.[jt]sx?$/,
  /(?:^|\/)(?:middleware|proxy|instrumentation|instrumentation-client|next-env|mdx-components|sentry\.\w+\.config|service-worker|sw|env|register\w*|polyfills?|setup\w*|bootstrap|globals?)(?:\.d)?\.[cm]?[jt]sx?$/i,
  /(?:^|\/)(?:src\/)?routes\/.*\.[jt]sx?$/,
  /(?:^|\/)app\/(?:root|entry\.\w+|routes|client|ssr|router)\.[jt]sx?$/,
  /(?:^|\/)(?:src\/)?(?:hooks(?:\.\w+)?|entry-\w+|entry\.\w+|routeTree\.gen)\.[jt]sx?$/,
  /(?:^|\/)\+[^/]*\.[jt]sx?$/,
  /\.d\.[cm]?ts$|\.(?:config|setup|conf)\.[cm]?[jt]sx?$|(?:^|\/)\.[^/]+\.[cm]?[jt]s$|rc\.[cm]?js$/,
  /(?:^|\/)(?:main|server|index|app|cli|worker|start)\.[cm]?[jt]sx?$/,
  /(?:^|\/)(?:vitest|jest|playwright|cypress|karma)\.[\w.-]+\.[cm]?[jt]s$/,
  /(?:^|\/)(?:migrations?|seeds?|seeders?|migrate|prisma|drizzle|public|static|emails?|locales?|i18n|lang|content|stories|\.storybook|k6)\/.*\.[cm]?[jt]sx?$/,
  /\.(?:entity|migration|seed|seeder|subscriber|processor|module|gen|generated|worker|stories|story|test-d|bench)\.[cm]?[jt]sx?$/,
]

const longestName = 80

/** Folders at the root of a package whose files are started or loaded one by one. */
const rootFolders =
  /^(?:api|functions|netlify|supabase|plugins?|types?|typings|assets|workers?|jobs|cron|bin|scripts?|tools?)\//

export function reachedFrom(view: View): Reached {
  return view.facts.derived('reached-modules', () => compute(view))
}

function compute(view: View): Reached {
  const graph = moduleGraph(view)
  const modules = view.facts.all('module').map((fact) => fact.file)
  const mentions = mentionsOf(view)
  const exporting = new Set(view.facts.all('export').map((fact) => fact.file))
  const isScript = (file: string): boolean => !exporting.has(file) && !graph.incoming.has(file)
  const entries = new Set(modules.filter((file) => isEntry(view.snapshot, file, mentions) || isScript(file)))
  for (const file of manifestEntries(view.snapshot)) entries.add(file)
  for (const file of globbed(view, modules)) entries.add(file)
  const files = reach(graph, entries)
  return { entries, files, unclear: unclearPackages(view) }
}

function isEntry(snapshot: Snapshot, file: string, mentions: ReadonlySet<string>): boolean {
  const region = regionOf(file)
  if (region !== 'source') return true
  const folder = manifestOf(snapshot, file)?.folder ?? ''
  if (rootFolders.test(folder === '' ? file : file.slice(folder.length + 1))) return true
  return (
    conventions.some((pattern) => pattern.test(file)) ||
    mentions.has(nameOf(file)) ||
    snapshot.byPath.get(file)?.text.startsWith('#!') === true
  )
}

function manifestEntries(snapshot: Snapshot): string[] {
  const folders = new Set([...snapshot.paths].map(folderOf))
  return manifestsOf(snapshot).flatMap((manifest) => {
    const wanted = [
      'main',
      'module',
      'browser',
      'source',
      'types',
      'typings',
      'bin',
      'exports',
      'unpkg',
      'jsdelivr',
      'workspaces',
      'jest',
      'imports',
      'prisma',
      'sideEffects',
    ].flatMap((key) => stringsIn(field(manifest.content, key)))
    return wanted.flatMap((text) => entryOf(snapshot, folders, manifest, text))
  })
}

function entryOf(snapshot: Snapshot, folders: ReadonlySet<string>, manifest: Manifest, text: string): string[] {
  const target = joinPattern(manifest.folder, text)
  if (target === null) return []
  if (target.includes('*')) {
    const test = picomatch([
      target,
      target.replace(/\b(?:dist|build|lib)\//, 'src/').replace(/\.(?:d\.ts|[cm]?js)$/, '.*'),
    ])
    return [...snapshot.paths].filter((path) => test(path))
  }
  if (snapshot.paths.has(target)) return [target]
  const hit = fromSource({ paths: snapshot.paths, folders }, manifest, target)
  return hit?.kind === 'file' ? [hit.path] : []
}

/** Names of script files that anything but an import names: commands, pages, compose files, strings. */
function mentionsOf({ facts, snapshot }: View): ReadonlySet<string> {
  const names = new Set<string>()
  const note = (name: string): void => {
    names.add(name)
    if (/\.[cm]?jsx?$/.test(name))
      for (const ending of ['.ts', '.tsx', '.mts']) names.add(name.replace(/\.[cm]?jsx?$/, ending))
    if (!/\.[cm]?[jt]sx?$/.test(name))
      for (const ending of ['.ts', '.tsx', '.js', '.mjs', '.jsx']) names.add(name + ending)
  }
  for (const fact of facts.all('pathMention')) note(nameOf(fact.text))
  for (const file of snapshot.files) {
    if (
      file.language === 'typescript' ||
      file.language === 'markdown' ||
      file.language === 'css' ||
      /(?:lock|-lock)\.(?:json|yaml)$/.test(file.path)
    )
      continue
    for (const name of scriptNames(file.text)) note(name)
    if (/\.(?:vue|svelte|astro|mdx|html)$/.test(file.path))
      for (const found of file.text.matchAll(/['"][^'"\n]{0,200}\/([\w.-]+)['"]/g)) note(found[1] ?? '')
  }
  return names
}

/** Words that end like a script file; each is read backwards from its ending, so that a long line costs no more than a short one. */
function scriptNames(text: string): string[] {
  return [...text.matchAll(/\.[cm]?[jt]sx?\b/g)].flatMap((found) => {
    const start = text.slice(Math.max(0, found.index - longestName), found.index)
    const stem = /[\w@.-]{1,80}$/.exec(start)?.[0]
    return stem === undefined ? [] : [stem + found[0]]
  })
}

/** Settings whose globs say what is tested, styled or linted, not what is loaded. */
const looksOnly = /^(?:vitest|jest|playwright|cypress|tailwind|postcss|eslint|prettier|stylelint)[\w.-]*\.[cm]?[jt]s$/

/** Files that a glob or a computed import may load. */
function globbed(view: View, modules: readonly string[]): string[] {
  const prefixes = view.facts.all('import').filter((fact) => fact.form === 'prefix' || fact.form === 'glob')
  const mentions = view.facts
    .all('pathMention')
    .filter((fact) => fact.text.includes('*') && !looksOnly.test(nameOf(fact.file)))
  const folders = [
    ...prefixes.map((fact) => [fact.file, fact.specifier] as const),
    ...mentions.map((fact) => [fact.file, fact.text] as const),
  ].flatMap(([file, text]) => foldersMeant(view.snapshot, file, text))
  return modules.filter((file) => folders.some((folder) => folder !== '' && file.startsWith(folder)))
}

function foldersMeant(snapshot: Snapshot, file: string, text: string): string[] {
  const stem = text.replace(/[*{].*$/, '').replace(/[^/]*$/, '')
  if (stem === '' || stem === '/') return []
  const bases = [folderOf(file), manifestOf(snapshot, file)?.folder ?? '']
  const viaAlias = aliasesFor(snapshot, file, stem).flatMap((alias) =>
    alias.targets.map((target) => target.replace('*', matched(alias.pattern, stem) ?? '')),
  )
  return [
    ...bases.flatMap((base) => joinPattern(base, stem.replace(/^dist\//, 'src/').replace(/^\//, '')) ?? []),
    ...viaAlias,
  ].map((folder) => (folder.endsWith('/') ? folder : `${folder}/`))
}

function reach(graph: ModuleGraph, entries: ReadonlySet<string>): ReadonlySet<string> {
  const files = new Set(entries)
  const open = [...entries]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    for (const edge of graph.outgoing.get(file) ?? []) {
      if (files.has(edge.to)) continue
      files.add(edge.to)
      open.push(edge.to)
    }
  }
  return files
}

function unclearPackages(view: View): ReadonlySet<string> {
  const { facts, snapshot } = view
  const folderFor = (file: string): string => manifestOf(snapshot, file)?.folder ?? '(none)'
  const unclear = new Set<string>(['(none)'])
  for (const manifest of manifestsOf(snapshot))
    if ([...manifest.dependencies].some((name) => opaque.test(name))) unclear.add(manifest.folder)
  for (const fact of facts.all('opaqueLoad')) if (regionOf(fact.file) === 'source') unclear.add(folderFor(fact.file))
  for (const fact of facts.all('unparsable'))
    if (fact.language === 'typescript' && regionOf(fact.file) === 'source') unclear.add(folderFor(fact.file))
  for (const path of snapshot.paths) if (/\.(?:vue|svelte|astro)$/.test(path)) unclear.add(folderFor(path))
  return unclear
}
