import { access, constants, stat, statfs } from 'node:fs/promises'
import { dirname, sep } from 'node:path'
import { unlessMissing } from '../archive/unless-missing.ts'
import { settingsFile } from '../checks/settings.ts'
import type { Check as CheckCommand } from '../domain/check.ts'
import { DefinitionError } from '../domain/errors.ts'
import { git } from '../git/read-git.ts'
import { declaredChecks, settingsOf } from './grounds.ts'
import type { Check } from './health.ts'
import { findProgram } from './program-on-path.ts'
import { openRepository } from './repository.ts'

/** Below this much disc no workspace is made. */
const freeGib = 2

/** What a night wants beside an audit: a repository with a commit, room outside of it, and its own checks. Reads only. */
export async function checkNight(root: string, work: string): Promise<readonly Check[]> {
  const repository = await checkRepository(root)
  const room = await checkWork(work, root)
  const checks = repository.health === 'good' ? [await checkChecks(root)] : []
  return [repository, room, ...checks, checkOrphans()]
}

async function checkRepository(root: string): Promise<Check> {
  const name = 'Repository'
  const lacking = (found: string, remedy: string): Check => ({ name, health: 'lacking', found, remedy })
  if (findProgram('git') === null) return lacking('cannot be looked at without git', 'Install git.')
  const below = await answerOf(root, ['rev-parse', '--show-prefix'])
  if (below === null) return lacking('no git repository', 'A night lands commits: "git init" and commit first.')
  if (below !== '') return lacking(`${below} of a larger repository`, 'Give the root of the whole one with --repo.')
  const commit = await answerOf(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])
  if (commit === null) return lacking('has no commit yet', 'A night begins from a commit: make one.')
  if ((await answerOf(root, ['show-ref', '--verify', '--quiet', 'refs/heads/echelon'])) !== null)
    return lacking('its branch "echelon" leaves no room for branches below echelon/', 'Rename that branch.')
  const branch = await answerOf(root, ['symbolic-ref', '--short', '--quiet', 'HEAD'])
  return { name, health: 'good', found: `${commit.slice(0, 12)} on ${branch ?? 'no branch'}` }
}

async function answerOf(root: string, args: readonly string[]): Promise<string | null> {
  const { code, stdout } = await git(root, args, new AbortController().signal)
  return code === 0 ? stdout.toString('utf8').trim() : null
}

async function checkWork(work: string, root: string): Promise<Check> {
  const name = 'Work folder'
  const lacking = (found: string): Check => ({ name, health: 'lacking', found, remedy: 'Give another with --work.' })
  if (within(work, root) || within(root, work)) return lacking(`${work} and the repository are one within the other`)
  const there = await nearest(work)
  if (!(await stat(there)).isDirectory()) return lacking(`${work} cannot be made: ${there} is a file`)
  const isWritable = await access(there, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  if (!isWritable) return lacking(`${work} cannot be written`)
  const { bavail, bsize } = await statfs(there)
  const gib = (bavail * bsize) / 1024 ** 3
  const found = `${work}, ${gib.toFixed(1)} GiB free`
  return gib >= freeGib ? { name, health: 'good', found } : lacking(`${found} of the ${freeGib} that it takes`)
}

/** The folder itself or the first one above it that is there. */
async function nearest(folder: string): Promise<string> {
  let path = folder
  for (;;) {
    const found = await stat(path).catch(unlessMissing(null))
    if (found !== null || dirname(path) === path) return path
    path = dirname(path)
  }
}

function within(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}${sep}`)
}

/** What no installation of dependencies brings along. */
const toolchains = ['npm', 'pnpm', 'yarn', 'bun', 'cargo', 'go', 'make']

function missingPrograms(list: readonly CheckCommand[]): readonly string[] {
  const programs = new Set(list.map(({ argv: [program = ''] }) => program))
  return toolchains.filter((program) => programs.has(program) && findProgram(program) === null)
}

/** What stands between a change and the branch beside inspectors, guard and review. */
async function checkChecks(root: string): Promise<Check> {
  const name = 'Checks'
  const { signal } = new AbortController()
  try {
    const settings = await settingsOf(root)
    const { checks: list, leftOut } = await declaredChecks(await openRepository(root, signal), settings, signal)
    const from = settings.checks === null ? 'detected' : settingsFile
    if (list.length === 0) return { name, health: 'lacking', found: 'none', remedy: `Name them in ${settingsFile}.` }
    const more = leftOut.length === 0 ? '' : `; ${leftOut.length} more are not run`
    const found = `${list.map((check) => check.name).join(', ')} (${from})${more}`
    const missing = missingPrograms(list)
    if (missing.length === 0) return { name, health: 'good', found }
    const verb = missing.length === 1 ? 'is' : 'are'
    const remedy = `Install ${missing.length === 1 ? 'it' : 'them'}, or those checks prove nothing of what lands.`
    return { name, health: 'lacking', found: `${found}; ${missing.join(', ')} ${verb} not on PATH`, remedy }
  } catch (cause) {
    if (!(cause instanceof DefinitionError)) throw cause
    const found = `${settingsFile} has ${cause.problems.length === 1 ? 'a mistake' : 'mistakes'}`
    return { name, health: 'broken', found, remedy: '"echelon check" shows where.' }
  }
}

function checkOrphans(): Check {
  const name = 'Killed runs'
  if (process.platform === 'linux')
    return { name, health: 'good', found: 'what they leave running is found in /proc and ended by the next run' }
  const found = 'what they leave running is not found: that takes /proc of Linux'
  return { name, health: 'lacking', found, remedy: 'End it by hand when a run was killed.' }
}
