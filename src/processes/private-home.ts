import { readlinkSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withoutCredentials } from './environment.ts'
import { startOf } from './process-table.ts'

/** A home and a temporary folder for one command, that nobody else uses. */
export interface PrivateHome {
  /** Holds both. */
  readonly folder: string
  readonly home: string
  readonly temporary: string
  remove(): Promise<void>
}

/** Makes them. Of the user's own home only the addresses of npm's registries come along: the rest may hold tokens. */
export async function openPrivateHome(userHome: string | null): Promise<PrivateHome> {
  const folder = await mkdtemp(join(tmpdir(), prefixOf(process.pid, startOf(process.pid) ?? 0)))
  const [home, temporary] = [join(folder, 'home'), join(folder, 'tmp')]
  await Promise.all([mkdir(home), mkdir(temporary)])
  const registries = userHome === null ? '' : registryLines(await textOf(join(userHome, '.npmrc')))
  await writeFile(join(home, '.npmrc'), registries, { mode: 0o600 })
  return { folder, home, temporary, remove: () => removeAll(folder) }
}

/** Removes homes whose owner is dead. `living` tells who is there now, each as `pid.start`. Linux only. */
export async function removeOrphanedHomes(living: () => Promise<ReadonlySet<string>>): Promise<void> {
  // First the homes, then their owners: whoever comes in between is not taken for dead.
  const names = await readdir(tmpdir())
  const owners = await living()
  for (const name of names) {
    const [, space, owner = ''] =
      /^echelon-check-(\d{1,20})\.(\d{1,10}\.[1-9]\d{0,20})-[A-Za-z0-9]{6}$/.exec(name) ?? []
    if (space !== pidSpace() || owners.has(owner)) continue
    // What we may not remove is somebody else's.
    await removeAll(join(tmpdir(), name)).catch(() => {})
  }
}

/** The name says whose it is. */
function prefixOf(pid: number, start: number): string {
  return `echelon-check-${pidSpace()}.${pid}.${start}-`
}

/** Containers that share a temporary folder count their processes apart. */
function pidSpace(): string {
  try {
    return /\d{1,20}/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0'
  } catch {
    // Systems without /proc count all processes in one space.
    return '0'
  }
}

/** `registry=…` and `@scope:registry=…`, unless the address itself carries a credential. */
export function registryLines(npmrc: string): string {
  const lines = npmrc.split(/\r?\n/).flatMap((line) => {
    const [, key = '', value = ''] = /^\s*((?:@[\w.-]{1,200}:)?registry)\s*=\s*(\S{1,2000})\s*$/.exec(line) ?? []
    const address = withoutCredentials(value)
    return address === null || address === '' ? [] : [`${key}=${address}\n`]
  })
  return lines.join('')
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR' || code === 'ENOTDIR') return ''
    throw error
  }
}

/** Go keeps its modules read-only, and a test may take its own rights away: they are given back where it is needed. */
async function removeAll(folder: string): Promise<void> {
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 })
  try {
    await remove()
  } catch {
    await openUp(folder)
    await remove()
  }
}

async function openUp(folder: string): Promise<void> {
  await chmod(folder, 0o700)
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await openUp(join(folder, entry.name))
}
