import { lstat, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { folderInside } from '../folder-inside.ts'
import { isMissing, readText } from '../read-text.ts'

/** Bringing the dependencies of one folder: the commands, and by what one knows that they need not run again. */
export interface Step {
  /** Folder in the checkout that they run in. */
  readonly folder: string
  /** A command whose success says that everything is here already and nothing is to be done. */
  readonly unless: readonly string[] | null
  /** Commands in order; each is a list of ways, the next of which is taken when the one before fails. */
  readonly commands: readonly (readonly (readonly string[])[])[]
  /** Folder below `folder` that holds the dependencies and the stamp. Null: nothing is kept, it runs every time. */
  readonly into: string | null
  /** Everything that decides what is installed. */
  readonly key: string
}

/** `tools`: folders with the programs of the dependencies. */
export type Ready =
  | { readonly ok: true; readonly tools: readonly string[] }
  | { readonly ok: false; readonly reason: string }

/** Where a step is done. */
export interface Place {
  readonly root: string
  /** What the stamp must say: nobody else can write it. */
  readonly stamp: string
  run(argv: readonly string[], folder: string): Promise<Ready>
}

const stampName = '.echelon-setup'

/** Runs a step unless its stamp says that exactly this was done here before. */
export async function bring(step: Step, place: Place): Promise<Ready> {
  const inside = await folderInside(place.root, step.folder)
  if (inside === null) return { ok: false, reason: `the folder ${step.folder} is not in this checkout` }
  if (step.into === null) return install(step, place)
  const into = join(inside, step.into)
  if (await isLink(into))
    return { ok: false, reason: `${step.into} is a link, and nothing is installed through a link` }
  const stamp = join(into, stampName)
  if ((await readText(stamp)) === place.stamp) return { ok: true, tools: toolsIn(into) }
  // What an installation that fails half-way leaves is no longer what the old stamp says.
  await rm(stamp, { force: true })
  if (step.unless !== null && (await place.run(step.unless, step.folder)).ok) return forget(into)
  const done = await install(step, place)
  if (!done.ok) return done
  await mkdir(into, { recursive: true })
  await writeFile(stamp, place.stamp)
  return { ok: true, tools: toolsIn(into) }
}

async function install({ commands, folder }: Step, { run }: Place): Promise<Ready> {
  for (const ways of commands) {
    const done = await firstThatWorks(ways, (argv) => run(argv, folder))
    if (!done.ok) return done
  }
  return { ok: true, tools: [] }
}

function toolsIn(into: string): readonly string[] {
  return [join(into, '.bin'), join(into, 'bin')]
}

/** What an earlier commit installed here must not be found by one that needs nothing. */
async function forget(into: string): Promise<Ready> {
  await rm(into, { recursive: true, force: true })
  return { ok: true, tools: [] }
}

async function firstThatWorks(
  ways: readonly (readonly string[])[],
  run: (argv: readonly string[]) => Promise<Ready>,
): Promise<Ready> {
  let last: Ready = { ok: false, reason: 'there is no way to install' }
  for (const argv of ways) {
    last = await run(argv)
    if (last.ok) return last
  }
  return last
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink()
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}
