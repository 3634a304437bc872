import { managerOf, type Package, type PackageManager } from '../package-manager.ts'
import { inFolder } from '../paths.ts'
import type { ReadText } from '../read-text.ts'
import type { Step } from './bring.ts'
import { type Lock, nodePlace, type Place } from './node-place.ts'

/** Packages as the lockfile has them, without running their install scripts. Null: there is nothing to install. */
export async function nodeStep(folder: string, read: ReadText): Promise<Step | null> {
  const place = await nodePlace(folder, read)
  if (place === null) return null
  const { lock } = place
  return lock === null ? unlocked(place) : locked({ place: place.folder, declared: place.declared, lock }, read)
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

/** Nobody wrote down which versions: what the registry has today, and no lockfile left behind. */
function unlocked({ own: { folder, declared } }: Place): Step {
  const install = ['npm', 'install', '--no-package-lock', '--ignore-scripts', '--prefer-offline']
  return { folder, unless: null, commands: [[install]], into: 'node_modules', key: JSON.stringify(['npm', declared]) }
}
