import { linesOf } from '../cite.ts'
import type { EnvReadFact } from '../facts/env-reads.ts'
import { citeWithoutValues } from '../facts/quote.ts'
import { regionOf } from '../facts/region.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { repair } from '../repair.ts'
import { type App, appOf } from './app-framework.ts'
import { type AppRead, rename } from './rename.ts'

const titles: Readonly<Record<App['framework'], string>> = {
  next: 'a Next.js app, which passes only NEXT_PUBLIC_ names to the browser',
  vite: 'a Vite app, which passes only VITE_ names on import.meta.env',
  'react-scripts': 'a Create React App app, which passes only REACT_APP_ names on process.env',
}
const advices: Readonly<Record<App['framework'], string>> = {
  next: 'Rename the variable to NEXT_PUBLIC_… and read it as process.env.NEXT_PUBLIC_…, here and where it is set.',
  vite: 'Rename the variable to VITE_… and read it as import.meta.env.VITE_…, here and where it is set.',
  'react-scripts':
    'Rename the variable to REACT_APP_… and read it as process.env.REACT_APP_…, here and where it is set.',
}
const builtIn = /^(?:MODE|DEV|PROD|SSR|BASE_URL|VITEST|LEGACY)$/

export const wrongPrefix: Inspector = {
  id: 'environment/wrong-prefix',
  version: 1,
  layer: 'environment',
  title: 'A variable is read with the prefix or the accessor of another framework and is undefined in the browser',
  inspect(view): Inspection {
    const reads = readsInApps(view)
    const bad = wrongReads(view)
    const groups = Map.groupBy(bad, ({ read, app }) => `${read.name}@${app.folder || '.'}`)
    return {
      population: reads.length,
      bad: bad.length,
      unit: 'reads of variables in browser applications',
      drafts: [...groups].map(([key, group]) => draftOf(view, key, group)),
    }
  },
}

/** The reads that the framework of their application leaves undefined. */
export function wrongReads(view: View): readonly AppRead[] {
  return readsInApps(view).filter(({ read, app }) => isWrong(view, read, app))
}

function readsInApps(view: View): readonly AppRead[] {
  return view.facts.all('envRead').flatMap((read) => {
    if (read.via !== 'process.env' && read.via !== 'import.meta.env') return []
    if (regionOf(read.file) !== 'source' || read.file.endsWith('.d.ts') || !/^[A-Z]/.test(read.name)) return []
    const app = appOf(view, read.file)
    return app === null ? [] : [{ read, app }]
  })
}

function isWrong(view: View, read: EnvReadFact, app: App): boolean {
  if (app.configuration.includes(read.name) || hasOwnPrefixNearby(view, read, app)) return false
  switch (app.framework) {
    case 'next':
      return read.via === 'process.env'
        ? /^(?:REACT_APP_|VITE_|VUE_APP_|GATSBY_)/.test(read.name)
        : read.name.startsWith('VITE_')
    case 'react-scripts':
      return read.via === 'process.env' ? /^(?:NEXT_PUBLIC_|VITE_)/.test(read.name) : read.name.startsWith('VITE_')
    case 'vite':
      return isWrongInVite(view, read, app)
  }
}

function isWrongInVite(view: View, read: EnvReadFact, app: App): boolean {
  if (/envPrefix|loadEnv|['"]process\.env['"]|environment\(/i.test(app.configuration)) return false
  if (read.via === 'import.meta.env') return !/^(?:VITE|STORYBOOK)_/.test(read.name) && !builtIn.test(read.name)
  const inside = read.file.slice(app.folder === '' ? 0 : app.folder.length + 1)
  if (
    !inside.startsWith('src/') ||
    /(?:^|\/)(?:server|api|ssr|node|cli|main|electron|preload)[/.]|\.server\./.test(inside)
  )
    return false
  if (/typeof process\b|from ['"]node:|globalThis\.process/.test(view.snapshot.byPath.get(read.file)?.text ?? ''))
    return false
  return /^(?:REACT_APP_|NEXT_PUBLIC_|VUE_APP_|VITE_)/.test(read.name)
}

/** A line that also reads the right name keeps the wrong one as a harmless second choice. */
function hasOwnPrefixNearby(view: View, read: EnvReadFact, app: App): boolean {
  const own = { next: /NEXT_PUBLIC_/, vite: /import\.meta\.env\.VITE_/, 'react-scripts': /REACT_APP_/ }[app.framework]
  return linesOf(view.snapshot, read.file)
    .slice(Math.max(0, read.line - 3), read.line + 2)
    .some((line) => own.test(line.replace(`process.env.${read.name}`, '')))
}

function draftOf(view: View, key: string, group: readonly AppRead[]): Unfiled {
  const [first] = group
  if (first === undefined) throw new Error('a group holds at least one read')
  const { read, app } = first
  const isBroken = group.some(
    (entry) => !entry.read.hasFallback || /localhost|127\.0\.0\.1/.test(entry.read.defaultText ?? ''),
  )
  return {
    title: `${read.name} is read in ${titles[app.framework]}`.slice(0, 140),
    claim: 'mismatch',
    impact: isBroken ? 'feature-broken' : 'quality',
    reach: 'reachable',
    reachWhy: `source of the application in ${app.folder || 'the root'}`,
    confidence: app.framework !== 'next' || group.some((entry) => isClient(view, entry.read.file)) ? 'high' : 'medium',
    anchor: `env:${key}`,
    evidence: group.slice(0, 5).map((entry) => citeWithoutValues(view.snapshot, entry.read.file, entry.read.line)),
    instances: group.slice(0, 500).map((entry) => ({ file: entry.read.file, line: entry.read.line })),
    fix: {
      advice:
        read.name === 'NODE_ENV'
          ? 'Compare import.meta.env.MODE, or use import.meta.env.DEV and import.meta.env.PROD.'
          : advices[app.framework],
      effort: 'S',
      doneWhen: `no source file of ${app.folder || 'the application'} reads ${read.name}`,
      ...repair(view.snapshot, rename(view, group)),
    },
  }
}

/** Code that only makes sense in a browser; on the server Next.js sees every variable. */
export function isClient(view: View, file: string): boolean {
  const text = view.snapshot.byPath.get(file)?.text ?? ''
  return /^\s*['"]use client['"]/m.test(text) || /\b(?:useState|useEffect|localStorage|window)\b/.test(text)
}
