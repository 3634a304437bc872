import { lockfiles, type Package, type PackageManager, parsePackage } from '../package-manager.ts'
import { inFolder, upwards } from '../paths.ts'
import type { ReadText } from '../read-text.ts'

/** Where the packages of a folder are installed, and by what. */
export interface Place {
  readonly folder: string
  /** The package.json that lies there. */
  readonly declared: Package | null
  /** The package that the folder belongs to: the same, or one of a workspace below. */
  readonly own: { readonly folder: string; readonly declared: Package }
  /** Null: nobody wrote down which versions. */
  readonly lock: Lock | null
}

export interface Lock {
  readonly name: string
  readonly manager: PackageManager
  readonly text: string
}

/** The place by the nearest package.json and the lockfile that counts for it. Null: there is nothing to install. */
export async function nodePlace(folder: string, read: ReadText): Promise<Place | null> {
  const own = await nearestPackage(folder, read)
  if (own === null) return null
  for (const place of upwards(own.folder)) {
    const declared = place === own.folder ? own.declared : await packageIn(place, read)
    const lock = await lockIn(place, read)
    const covers = place === own.folder || (await hasWorkspaces(place, declared, read))
    if (lock !== null && covers) return { folder: place, declared, own, lock }
  }
  return isEmpty(own.declared) ? null : { ...own, own, lock: null }
}

async function nearestPackage(folder: string, read: ReadText): Promise<Place['own'] | null> {
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

function isEmpty({ dependencies, devDependencies, workspaces }: Package): boolean {
  const named = Object.keys(dependencies).length + Object.keys(devDependencies).length
  return named === 0 && (workspaces === undefined || workspaces === null)
}
