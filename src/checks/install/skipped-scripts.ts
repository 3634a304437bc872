import { z } from 'zod'
import { hintMark } from '../../domain/complaint.ts'
import type { Package } from '../package-manager.ts'
import { inFolder } from '../paths.ts'
import type { ReadText } from '../read-text.ts'
import { parseYaml } from '../yaml.ts'
import { type Lock, nodePlace, type Place } from './node-place.ts'

/**
 * Packages with install scripts among those that a folder needs, as far as lockfile and settings tell: our installation
 * does not run them. The repository's own come first, then what it asks for by name.
 */
export async function skippedScripts(folder: string, read: ReadText): Promise<readonly string[]> {
  const place = await nodePlace(folder, read)
  if (place === null) return []
  const { declared, own, lock } = place
  const named = [...inLock(lock), ...allowed(declared), ...(await allowedByPnpm(place, read))]
  const foreign = [...new Set(named)].filter((name) => packageName.test(name)).toSorted()
  const asked = new Set([declared, own.declared].flatMap((one) => Object.keys(wantedBy(one))))
  return [
    ...new Set([...ownScripts(place), ...membersIn(lock)].filter((path) => plainPath.test(path))),
    ...foreign.filter((name) => asked.has(name)),
    ...foreign.filter((name) => !asked.has(name)),
  ]
}

const shown = 3

/** One sentence about them, with the remedy; empty when there are none. */
export function noteOf(packages: readonly string[]): string {
  if (packages.length === 0) return ''
  const first = packages.slice(0, shown).map((name) => name.slice(0, 60))
  const more = packages.length - first.length
  const names = `${first.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  return `${hintMark}without the install scripts of ${names}; if that is why, name your commands under setup: in .echelon/settings.yaml]`
}

/** What stands in a sentence of ours for people and models: nothing but names. */
const plainPath = /^[\w@./-]{1,200}$/
const packageName = /^(?:@[\w.-]{1,100}\/)?\w[\w.-]{0,200}$/

function wantedBy(declared: Package | null): Readonly<Record<string, unknown>> {
  return { ...declared?.dependencies, ...declared?.devDependencies }
}

function ownScripts({ folder, declared, own }: Place): readonly string[] {
  return [{ folder, declared }, own].flatMap((one) =>
    ['preinstall', 'install', 'postinstall'].some((script) => typeof one.declared?.scripts[script] === 'string')
      ? [inFolder(one.folder, 'package.json')]
      : [],
  )
}

const Words = z.array(z.unknown()).transform((all) => all.filter((one) => typeof one === 'string'))
const Allowed = z.looseObject({
  pnpm: z.looseObject({ onlyBuiltDependencies: Words.catch([]) }).catch({ onlyBuiltDependencies: [] }),
  trustedDependencies: Words.catch([]),
  dependenciesMeta: z.record(z.string(), z.looseObject({ built: z.unknown() })).catch({}),
})

/** Where a lockfile says nothing: packages that package.json lets run their scripts. */
function allowed(declared: Package | null): readonly string[] {
  const { pnpm, trustedDependencies, dependenciesMeta } = Allowed.parse(declared ?? {})
  const built = Object.entries(dependenciesMeta).flatMap(([name, { built }]) => (built === true ? [name] : []))
  return [...pnpm.onlyBuiltDependencies, ...trustedDependencies, ...built]
}

const Workspace = z.looseObject({
  onlyBuiltDependencies: Words.catch([]),
  allowBuilds: z.record(z.string(), z.unknown()).catch({}),
})

async function allowedByPnpm({ folder, lock }: Place, read: ReadText): Promise<readonly string[]> {
  const file = inFolder(folder, 'pnpm-workspace.yaml')
  const text = lock?.manager === 'pnpm' ? await read(file) : null
  const yaml = text === null ? null : parseYaml(file, text)
  const { data } = Workspace.safeParse(yaml?.ok === true ? yaml.values : null)
  if (data === undefined) return []
  const built = Object.entries(data.allowBuilds).flatMap(([name, may]) => (may === true ? [name] : []))
  return [...data.onlyBuiltDependencies, ...built]
}

function inLock(lock: Lock | null): readonly string[] {
  if (lock?.manager === 'pnpm') return inPnpmLock(lock.text)
  return entriesOf(lock).flatMap(([path]) => {
    const at = path.lastIndexOf('node_modules/')
    return at === -1 ? [] : [path.slice(at + 'node_modules/'.length)]
  })
}

/** The repository's own packages of which the lockfile of npm says it. */
function membersIn(lock: Lock | null): readonly string[] {
  return entriesOf(lock).flatMap(([path]) => (path.includes('node_modules/') ? [] : [inFolder(path, 'package.json')]))
}

const Entry = z.looseObject({
  hasInstallScript: z.unknown(),
  os: z.array(z.string()).catch([]),
  cpu: z.array(z.string()).catch([]),
})
const NpmLock = z.looseObject({
  packages: z.record(z.string(), Entry.catch({ hasInstallScript: false, os: [], cpu: [] })),
})

function entriesOf(lock: Lock | null): readonly (readonly [path: string, entry: z.infer<typeof Entry>])[] {
  if (lock?.manager !== 'npm') return []
  const entries = Object.entries(parsedLock(lock.text)?.packages ?? {})
  return entries.filter(
    ([, { hasInstallScript, os, cpu }]) =>
      hasInstallScript === true && isFor(os, process.platform) && isFor(cpu, process.arch),
  )
}

function parsedLock(text: string): z.infer<typeof NpmLock> | null {
  try {
    return NpmLock.safeParse(JSON.parse(text)).data ?? null
  } catch {
    // A broken lockfile tells nothing; npm itself refused it.
    return null
  }
}

/** What is for another system is not installed here. */
function isFor(wanted: readonly string[], here: string): boolean {
  const refused = wanted.flatMap((one) => (one.startsWith('!') ? [one.slice(1)] : []))
  return !refused.includes(here) && (wanted.length === refused.length || wanted.includes(here))
}

/** Up to version 6 it says so of each package; later ones say nothing. */
function inPnpmLock(text: string): readonly string[] {
  let name = ''
  return text.split('\n').flatMap((line) => {
    name = /^ {2}['"]?\/?((?:@[\w.-]{1,100}\/)?[\w.-]{1,200})[@/]\d/.exec(line)?.[1] ?? name
    return line === '    requiresBuild: true' ? [name] : []
  })
}
