import { randomBytes } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unlessMissing } from '../archive/unless-missing.ts'
import { unlessThere } from '../archive/unless-there.ts'
import { type Detected, detect } from '../checks/detect.ts'
import { openChecks } from '../checks/open-checks.ts'
import { noSettings, readSettings, type Settings, settingsFile } from '../checks/settings.ts'
import { EchelonError } from '../domain/errors.ts'
import { git } from '../git/read-git.ts'
import type { Checks } from '../ports/checks.ts'
import type { Clock } from '../ports/clock.ts'
import type { Grounds } from '../ports/site.ts'
import type { Trunk } from '../ports/trunk.ts'
import type { Workspaces } from '../ports/workspaces.ts'
import { endOrphans } from '../processes/orphans.ts'
import { Lock } from '../runtimes/embedded/lock.ts'
import { layoutOf } from '../workspaces/layout.ts'
import { openWorkspaces } from '../workspaces/open.ts'
import type { OpenedRepository } from './repository.ts'

export interface GroundsOptions {
  readonly repository: OpenedRepository
  /** Our work folder for this repository, outside of it. */
  readonly folder: string
  readonly run: string
  /** Who we are, for whoever else wants this folder. */
  readonly holder: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly signal: AbortSignal
}

export interface OpenedGrounds extends Grounds {
  /** The bare repository in which every commit of the run can be read. */
  readonly mirror: string
  close(): Promise<void>
}

/** Workspaces, mission branch and checks of one run. What a killed process left is put right first. */
export async function openGrounds(options: GroundsOptions): Promise<OpenedGrounds> {
  const { repository, folder, run, holder, clock, signal } = options
  const settings = await settingsOf(repository.root)
  const { root: source, commit: base } = repository
  await roomForBranches(source, signal)
  const wall = (): number => clock.wall()
  const opened = await openWorkspaces({ source, base, folder, run, wall, signal })
  let lock: Lock | null = null
  const close = async (): Promise<void> => {
    await opened.workspaces.close()
    lock?.release()
    lock = null
  }
  try {
    // Runs with other state folders share this one: the second is told who is here.
    lock = Lock.take(layoutOf(folder).own, holder)
    await endOrphans()
    await opened.workspaces.prepare(signal)
    const checks = await checksOn(options, settings, opened)
    return { ...opened, checks, mirror: layoutOf(folder).mirror, close }
  } catch (cause) {
    await close()
    throw cause
  }
}

/** Git keeps no branch below another one: all work would land where the user never sees it. */
async function roomForBranches(root: string, signal: AbortSignal): Promise<void> {
  const { code } = await git(root, ['show-ref', '--verify', '--quiet', 'refs/heads/echelon'], signal)
  if (code !== 0) return
  throw new EchelonError(
    'input',
    `${root} has a branch "echelon", which leaves no room for our branches echelon/<run>. Rename it: git branch -m echelon NAME`,
  )
}

async function checksOn(
  { repository, folder, env, signal }: GroundsOptions,
  settings: Settings,
  { workspaces, trunk }: { readonly workspaces: Workspaces; readonly trunk: Trunk },
): Promise<Checks> {
  const read = readerOf(repository, signal)
  return openChecks({
    list: (await declaredChecks(repository, settings, signal)).checks,
    checkout: (commit, keep, until) => workspaces.checkout(commit, keep, until),
    tree: (commit, until) => trunk.tree(commit, until),
    files: repository.files,
    read,
    setup: settings.setup,
    env: settings.env,
    variables: env,
    secret: await secretIn(layoutOf(folder).own),
  })
}

const secretBytes = 32

/** Marks installed dependencies over the runs of one work folder. Agents are not told of the place. */
async function secretIn(folder: string): Promise<Buffer> {
  const file = join(folder, 'installed.key')
  await writeFile(file, randomBytes(secretBytes), { flag: 'wx', mode: 0o600 }).catch(unlessThere)
  const secret = await readFile(file)
  if (secret.length === secretBytes) return secret
  // The process died while it wrote: nothing is marked with a part of it.
  await rm(file)
  return secretIn(folder)
}

/** The checks that a night on this commit runs: those of the settings, or else the detected ones. */
export async function declaredChecks(
  repository: OpenedRepository,
  { checks }: Settings,
  signal: AbortSignal,
): Promise<Detected> {
  if (checks !== null) return { checks, leftOut: [] }
  return detect(readerOf(repository, signal), repository.files)
}

/** Settings are the user's: they are read from the user's own checkout, never from a workspace. */
export async function settingsOf(root: string): Promise<Settings> {
  const text = await readFile(join(root, settingsFile), 'utf8').catch(unlessMissing(null))
  return text === null ? noSettings : readSettings(text)
}

/**
 * Texts of the commit that the run begins from. The same few files are asked for again and again, and many that are not
 * there.
 */
function readerOf(
  { root, commit, files }: OpenedRepository,
  signal: AbortSignal,
): (path: string) => Promise<string | null> {
  const there = new Set(files)
  const texts = new Map<string, string | null>()
  return async (path) => {
    if (!there.has(path)) return null
    const known = texts.get(path)
    if (known !== undefined) return known
    const { code, stdout } = await git(root, ['cat-file', 'blob', `${commit}:${path}`], signal)
    const text = code === 0 ? stdout.toString('utf8') : null
    texts.set(path, text)
    return text
  }
}
