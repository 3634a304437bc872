import { existsSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { EchelonError } from '../domain/errors.ts'
import { Lock } from '../runtimes/embedded/lock.ts'
import { type Cleaned, cleanWorkspaces } from '../workspaces/clean.ts'
import { layoutOf } from '../workspaces/layout.ts'
import { systemClock } from './clock.ts'
import { type Folders, runsIn } from './folders.ts'
import { locate } from './locate.ts'
import { type Place, workFolder } from './prepare.ts'
import { readManifest } from './manifest.ts'
import { lookAtRun } from './run-look.ts'

export interface WorkCleaned extends Cleaned {
  /** The work folder. */
  readonly folder: string
  /** Our bare repository in it. */
  readonly mirror: string
}

export interface CleanWorkOptions extends Pick<Place, 'repo' | 'state' | 'work' | 'env'> {
  /** Rescue refs and installed dependencies go as well. */
  readonly all: boolean
}

/**
 * Removes from the work folder of a repository what is safe to remove. No run may be at work, here or with another state
 * folder. Null: there is no work folder.
 */
export async function cleanWork(options: CleanWorkOptions): Promise<WorkCleaned | null> {
  const { signal } = new AbortController()
  const { root, folders } = await locate(options, signal)
  const given =
    options.work === undefined
      ? await lastUsed(folders, workFolder(root, options.env ?? process.env))
      : resolve(options.work)
  if (given === null || !isWorkFolder(given)) return null
  const folder = await realpath(given)
  const { own, mirror } = layoutOf(folder)
  const holder = `process ${process.pid}, the cleaning`
  const locks: Lock[] = []
  try {
    // A state folder that is not there has no run, and is not made for this.
    for (const one of [folders.state, own]) if (existsSync(one)) locks.push(Lock.take(one, holder))
    const isOver = await endings(folders)
    const wall = (): number => systemClock.wall()
    const cleaned = await cleanWorkspaces({ source: root, folder, all: options.all, isOver, wall, signal })
    return { ...cleaned, folder, mirror }
  } finally {
    for (const lock of locks) lock.release()
  }
}

/** The usual place; else where the latest run that left something worked, as `resume` takes it. */
async function lastUsed(folders: Folders, usual: string): Promise<string | null> {
  if (isWorkFolder(usual)) return usual
  for (const run of (await runsIn(folders)).toReversed()) {
    const work = await workOf(join(folders.runs, run))
    if (work !== null && isWorkFolder(work)) return work
  }
  return null
}

/** Null: the run never began, or its notes are of another version. */
async function workOf(run: string): Promise<string | null> {
  try {
    return (await readManifest(run)).work
  } catch (cause) {
    if (cause instanceof EchelonError) return null
    throw cause
  }
}

function isWorkFolder(folder: string): boolean {
  return existsSync(join(layoutOf(folder).own, 'registry.db'))
}

/** Whether a run can never go on, by its ledger. Null: this state folder does not know it. */
async function endings(folders: Folders): Promise<(run: string) => Promise<boolean | null>> {
  const known = new Set(await runsIn(folders))
  return async (run) => {
    if (!known.has(run)) return null
    const { standing } = await lookAtRun(folders, run)
    return standing === 'finished' || standing === 'empty'
  }
}
