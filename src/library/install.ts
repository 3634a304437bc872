import { constants } from 'node:fs'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EchelonError } from '../domain/errors.ts'
import { packageRoot } from './roots.ts'
import { didYouMean } from '../domain/suggest.ts'
import { findMarkdown } from './walk.ts'

/** What an installation did, as paths relative to the target folder. */
export interface Installed {
  readonly written: readonly string[]
  /** Files that were there before and stay as they are. */
  readonly kept: readonly string[]
}

const folders = ['agents', 'coordinators', 'missions'] as const

/** Definitions, settings and the register belong to the repository; ledgers and documents of runs do not. */
const ignore = `# Written by echelon init. Definitions, settings and the debt register are yours to commit; runs are not.
/*
!/.gitignore
!/agents/
!/coordinators/
!/missions/
!/settings.*
!/register.json
`

/**
 * Copies the package's definitions into a folder for editing, all of them or those named. Nothing that is there is
 * overwritten. Throws `input` for a name that no definition has.
 */
export async function installDefinitions(target: string, names?: readonly string[]): Promise<Installed> {
  const offered = await offer()
  const wanted = names === undefined ? offered : names.flatMap((name) => choose(offered, name))
  const written: string[] = []
  const kept: string[] = []
  for (const { from, path } of wanted) ((await copyNew(from, join(target, path))) ? written : kept).push(path)
  const ignored = await writeIgnore(join(target, '.gitignore'))
  ;(ignored ? written : kept).push('.gitignore')
  return { written, kept }
}

interface Offer {
  readonly from: string
  /** `agents/surveyor.md` */
  readonly path: string
  readonly name: string
}

async function offer(): Promise<readonly Offer[]> {
  const root = packageRoot()
  const lists = folders.map(async (folder) => {
    const { files } = await findMarkdown(join(root, folder), root)
    return files.map(({ path, name }) => ({ from: path, path: `${folder}/${name}`, name: name.replace(/\.md$/, '') }))
  })
  return (await Promise.all(lists)).flat()
}

function choose(offered: readonly Offer[], name: string): readonly Offer[] {
  const found = offered.filter((candidate) => candidate.name === name)
  if (found.length > 0) return found
  const hint =
    didYouMean(
      name,
      offered.map((candidate) => candidate.name),
    ) ?? 'see "echelon list"'
  throw new EchelonError('input', `the package has no definition "${name}"; ${hint}`)
}

async function copyNew(from: string, to: string): Promise<boolean> {
  await mkdir(dirname(to), { recursive: true })
  return isNew(copyFile(from, to, constants.COPYFILE_EXCL))
}

/** A run that came before `init` hid the whole folder from git; only that file of ours is replaced. */
async function writeIgnore(path: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true })
  if (await isNew(writeFile(path, ignore, { flag: 'wx' }))) return true
  if ((await readFile(path, 'utf8')).trim() !== '*') return false
  await writeFile(path, ignore)
  return true
}

async function isNew(written: Promise<void>): Promise<boolean> {
  try {
    await written
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
