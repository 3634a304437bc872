import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unlessMissing } from '../archive/unless-missing.ts'
import { unlessThere } from '../archive/unless-there.ts'
import { detectChecks } from '../checks/detect.ts'
import { openChecks } from '../checks/open-checks.ts'
import { noSettings, readSettings, type Settings, settingsFile } from '../checks/settings.ts'
import { git } from '../git/read-git.ts'
import type { Grounds } from '../ports/site.ts'
import { endOrphans } from '../processes/orphans.ts'
import { layoutOf } from '../workspaces/layout.ts'
import { openWorkspaces } from '../workspaces/open.ts'
import { systemClock } from './clock.ts'
import type { OpenedRepository } from './repository.ts'

export interface GroundsOptions {
  readonly repository: OpenedRepository
  /** Our work folder for this repository, outside of it. */
  readonly folder: string
  readonly run: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
}

export interface OpenedGrounds extends Grounds {
  /** The bare repository in which every commit of the run can be read. */
  readonly mirror: string
  close(): Promise<void>
}

/** Workspaces, mission branch and checks of one run. What a killed process left is put right first. */
export async function openGrounds(options: GroundsOptions): Promise<OpenedGrounds> {
  const { repository, folder, run, env, signal } = options
  const settings = await settingsOf(repository.root)
  const { root: source, commit: base } = repository
  const { workspaces, trunk } = await openWorkspaces({
    source,
    base,
    folder,
    run,
    wall: () => systemClock.wall(),
    signal,
  })
  await endOrphans()
  await workspaces.prepare(signal)
  const list = settings.checks ?? (await detectChecks((path) => readAt(repository, path, signal), repository.files))
  const checks = openChecks({
    list,
    checkout: (commit, keep, until) => workspaces.checkout(commit, keep, until),
    files: repository.files,
    read: (path) => readAt(repository, path, signal),
    setup: settings.setup,
    env: settings.env,
    variables: env,
    secret: await secretIn(layoutOf(folder).own),
  })
  return { workspaces, trunk, checks, mirror: layoutOf(folder).mirror, close: () => workspaces.close() }
}

/** Marks installed dependencies over the runs of one work folder. Agents are not told of the place. */
async function secretIn(folder: string): Promise<Buffer> {
  const file = join(folder, 'installed.key')
  await writeFile(file, randomBytes(32), { flag: 'wx', mode: 0o600 }).catch(unlessThere)
  return readFile(file)
}

/** Settings are the user's: they are read from the user's own checkout, never from a workspace. */
async function settingsOf(root: string): Promise<Settings> {
  const text = await readFile(join(root, settingsFile), 'utf8').catch(unlessMissing(null))
  return text === null ? noSettings : readSettings(text)
}

async function readAt({ root, commit }: OpenedRepository, path: string, signal: AbortSignal): Promise<string | null> {
  const { code, stdout } = await git(root, ['cat-file', 'blob', `${commit}:${path}`], signal)
  return code === 0 ? stdout.toString('utf8') : null
}
