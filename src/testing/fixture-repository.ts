import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** A real git repository in a temporary folder. */
export interface FixtureRepository {
  readonly root: string
  /** Writes files and commits them; returns the commit. */
  commit(files: Readonly<Record<string, string>>, message?: string): Promise<string>
  /** Runs git in it. */
  git(...args: readonly string[]): Promise<string>
  remove(): Promise<void>
}

/** Builds a repository with one commit of these files. The same files give the same commit: author and dates are fixed. */
export async function fixtureRepository(files: Readonly<Record<string, string>>): Promise<FixtureRepository> {
  const root = await mkdtemp(join(tmpdir(), 'echelon-fixture-'))
  const git = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await execute('git', ['-C', root, ...args], { env: environment() })
    return stdout.trim()
  }
  const commit = async (more: Readonly<Record<string, string>>, message = 'change'): Promise<string> => {
    for (const [path, text] of Object.entries(more)) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), text)
    }
    await git('add', '--all')
    await git('commit', '--quiet', '--allow-empty', '--message', message)
    return git('rev-parse', 'HEAD')
  }
  await git('init', '--quiet', '--initial-branch=main')
  await commit(files, 'first')
  return { root, commit, git, remove: () => rm(root, { recursive: true, force: true }) }
}

/** No configuration of the machine and no clock: only what the test says. */
function environment(): NodeJS.ProcessEnv {
  const who = { NAME: 'Fixture', EMAIL: 'fixture@example.invalid', DATE: '2026-01-01T00:00:00Z' }
  const identities = ['AUTHOR', 'COMMITTER'].flatMap((role) =>
    Object.entries(who).map(([key, value]) => [`GIT_${role}_${key}`, value]),
  )
  return {
    PATH: process.env.PATH,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...Object.fromEntries(identities),
  }
}
