import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { detect } from '../../src/checks/detect.ts'
import { type ChecksOptions, openChecks } from '../../src/checks/open-checks.ts'
import type { Check } from '../../src/domain/check.ts'
import type { Checks } from '../../src/ports/checks.ts'
import { type FixtureRepository, fixtureRepository } from '../../src/testing/fixture-repository.ts'

const execute = promisify(execFile)

/** A repository with its checks, and one slot in which its commits are checked out. */
export interface Bench {
  readonly repository: FixtureRepository
  readonly checks: Checks
  readonly slot: string
  /** How often something was checked out. */
  readonly checkouts: () => number
  check(kind: Check['kind']): Check
  run(kind: Check['kind'], commit?: string): ReturnType<Checks['run']>
  remove(): Promise<void>
}

export const never = new AbortController().signal

/** What is detected in these files, opened with the machine's PATH and nothing else of its environment. */
export async function benchOf(
  files: Readonly<Record<string, string>>,
  more: Partial<ChecksOptions> = {},
): Promise<Bench> {
  const repository = await fixtureRepository(files)
  const slot = await mkdtemp(join(tmpdir(), 'echelon-slot-'))
  await execute('git', ['clone', '--quiet', repository.root, slot], { env: gitEnvironment() })
  let checkouts = 0
  const read = async (path: string): Promise<string | null> => files[path] ?? null
  const checks = openChecks({
    list: (await detect(read, Object.keys(files))).checks,
    files: Object.keys(files),
    setup: null,
    env: [],
    variables: { PATH: process.env.PATH },
    tree: (commit) => repository.git('rev-parse', `${commit}^{tree}`),
    checkout: async (commit, keep) => {
      checkouts += 1
      return checkoutIn(slot, commit, keep)
    },
    ...more,
  })
  const check = (kind: Check['kind']): Check => {
    const found = checks.list.find((one) => one.kind === kind)
    if (found === undefined) throw new Error(`no ${kind} among ${checks.list.map(({ name }) => name).join(', ')}`)
    return found
  }
  return {
    repository,
    checks,
    slot,
    check,
    checkouts: () => checkouts,
    run: async (kind, commit) => checks.run(check(kind), commit ?? (await repository.git('rev-parse', 'HEAD')), never),
    remove: async () => {
      await Promise.all([repository.remove(), rm(slot, { recursive: true, force: true })])
    },
  }
}

/** The commit as it is, and of what lies about only the folders to keep. */
async function checkoutIn(slot: string, commit: string, keep: readonly string[]) {
  const git = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await execute('git', ['-C', slot, ...args], { env: gitEnvironment() })
    return stdout.trim()
  }
  await git('fetch', '--quiet', 'origin')
  await git('checkout', '--quiet', '--force', '--detach', commit)
  await git('clean', '--quiet', '-ffdx', ...keep.flatMap((folder) => ['--exclude', `/${folder}`]))
  return { path: slot, tree: await git('rev-parse', 'HEAD^{tree}'), close: async () => {} }
}

function gitEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
}
