import { lockfiles, managerOf, type Package, type PackageManager, parsePackage } from '../package-manager.ts'
import { inFolder, upwards } from '../paths.ts'
import type { ReadText } from '../read-text.ts'
import type { Step } from './bring.ts'

/** Packages as the lockfile has them, without running their install scripts. Null: there is nothing to install. */
export async function nodeStep(folder: string, read: ReadText): Promise<Step | null> {
  const own = await nearestPackage(folder, read)
  if (own === null) return null
  for (const place of upwards(own.folder)) {
    const declared = place === own.folder ? own.declared : await packageIn(place, read)
    const lock = await lockIn(place, read)
    const covers = place === own.folder || (await hasWorkspaces(place, declared, read))
    if (lock !== null && covers) return locked({ place, declared, lock }, read)
  }
  return isEmpty(own.declared) ? null : unlocked(own)
}

interface Place {
  readonly folder: string
  readonly declared: Package
}

async function nearestPackage(folder: string, read: ReadText): Promise<Place | null> {
  for (const place of upwards(folder)) {
    const declared = await packageIn(place, read)
    if (declared !== null) return { folder: place, declared }
  }
  return null
}

async function packageIn(folder: string, read: ReadText): Promise<Package | null> {
  const text = await read(inFolder(folder, 'package.json'))
  return text === null ? null : parsePackage(text)
}

interface Lock {
  readonly name: string
  readonly manager: PackageManager
  readonly text: string
}

async function lockIn(folder: string, read: ReadText): Promise<Lock | null> {
  for (const [name, manager] of lockfiles) {
    const text = await read(inFolder(folder, name))
    if (text !== null) return { name, manager, text }
  }
  return null
}

/** A lockfile above a package counts for it only where the packages below are declared. */
async function hasWorkspaces(folder: string, declared: Package | null, read: ReadText): Promise<boolean> {
  if (declared?.workspaces !== undefined && declared.workspaces !== null) return true
  return (await read(inFolder(folder, 'pnpm-workspace.yaml'))) !== null
}

interface Locked {
  readonly place: string
  readonly declared: Package | null
  readonly lock: Lock
}

async function locked({ place, declared, lock }: Locked, read: ReadText): Promise<Step> {
  const manager = managerOf(declared, (name) => name === lock.name) ?? lock.manager
  const rules = await read(inFolder(place, manager === 'yarn' ? '.yarnrc.yml' : '.npmrc'))
  const berry = manager === 'yarn' && (rules !== null || lock.text.includes('\n__metadata:'))
  // Without a node_modules folder yarn keeps its map of packages beside package.json, where a clean checkout drops it.
  const plugAndPlay = berry && !/^nodeLinker: *["']?(?:node-modules|pnpm)/m.test(rules ?? '')
  return {
    folder: place,
    unless: null,
    commands: [waysOf(manager, berry)],
    into: plugAndPlay ? null : 'node_modules',
    key: JSON.stringify([manager, lock.text, declared, rules]),
  }
}

function waysOf(manager: PackageManager, berry: boolean): readonly (readonly string[])[] {
  switch (manager) {
    case 'npm':
      return [['npm', 'ci', '--ignore-scripts', '--prefer-offline']]
    case 'pnpm': {
      const install = ['pnpm', 'install', '--frozen-lockfile', '--ignore-scripts']
      return [
        [...install, '--offline'],
        [...install, '--prefer-offline'],
      ]
    }
    case 'yarn':
      return [berry ? ['yarn', 'install', '--immutable'] : ['yarn', 'install', '--frozen-lockfile', '--ignore-scripts']]
    case 'bun':
      return [['bun', 'install', '--frozen-lockfile', '--ignore-scripts']]
  }
}

function isEmpty({ dependencies, devDependencies, workspaces }: Package): boolean {
  const named = Object.keys(dependencies).length + Object.keys(devDependencies).length
  return named === 0 && (workspaces === undefined || workspaces === null)
}

/** Nobody wrote down which versions: what the registry has today, and no lockfile left behind. */
function unlocked({ folder, declared }: Place): Step {
  const install = ['npm', 'install', '--no-package-lock', '--ignore-scripts', '--prefer-offline']
  return { folder, unless: null, commands: [[install]], into: 'node_modules', key: JSON.stringify(['npm', declared]) }
}
