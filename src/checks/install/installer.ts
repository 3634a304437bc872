import { createHmac } from 'node:crypto'
import { lstat, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ended } from '../../processes/run-process.ts'
import { excerpt } from '../excerpt.ts'
import { isMissing } from '../read-text.ts'
import { runAt, type Site } from '../site.ts'
import { bring, type Ready, type Step } from './bring.ts'
import { stepsFor } from './steps.ts'

interface Need {
  readonly argv: readonly string[]
  readonly folder: string
}

/** Brings what commands need before they run. */
export interface Installer {
  install(need: Need, site: Site): Promise<Ready>
  /** Installs, works, and takes away again what was not there before: the folder belongs to somebody else. */
  borrow(
    need: Need,
    site: Site,
    work: (tools: readonly string[]) => Promise<Ended>,
  ): Promise<Ended | Extract<Ready, { readonly ok: false }>>
}

const minutes = 15
/** The same installation is not begun more often than this when it fails: each can take minutes of network. */
const tries = 3

/** No script of a package runs while it is installed, whatever the package manager's own settings say. */
const careful = {
  npm_config_ignore_scripts: 'true',
  npm_config_fetch_retries: '1',
  YARN_ENABLE_SCRIPTS: 'false',
  POETRY_VIRTUALENVS_IN_PROJECT: 'true',
} as const

/** `secret` marks what we have installed: a stamp that lies in a commit, or that a test has written, must not keep us from installing. */
export function openInstaller(setup: readonly (readonly string[])[] | null, secret: Buffer): Installer {
  const failed = new Map<string, { readonly times: number; readonly reason: string }>()
  const install = async (steps: readonly Step[], site: Site): Promise<Ready> => {
    const tools: string[] = []
    for (const step of steps) {
      const stamp = createHmac('sha256', secret).update(step.key).digest('hex')
      const before = failed.get(stamp)
      if (before !== undefined && before.times >= tries) return { ok: false, reason: before.reason }
      const run = (argv: readonly string[], folder: string) => command(site, argv, folder)
      const ready = await bring(step, { root: site.root, stamp, run })
      if (ready.ok) tools.push(...ready.tools)
      if (ready.ok) continue
      if (failed.size < 1_000) failed.set(stamp, { times: (before?.times ?? 0) + 1, reason: ready.reason })
      return ready
    }
    return { ok: true, tools }
  }
  return {
    install: async (need, site) => install(await stepsFor(need, site.root, setup), site),
    borrow: async (need, site, work) => {
      const steps = await stepsFor(need, site.root, setup)
      const brought = await absent(steps, site.root)
      try {
        const ready = await install(steps, site)
        return ready.ok ? await work(ready.tools) : ready
      } finally {
        for (const path of brought) await rm(path, { recursive: true, force: true })
      }
    },
  }
}

async function command(site: Site, argv: readonly string[], folder: string): Promise<Ready> {
  const { ending, exitCode, output } = await runAt(site, { argv, folder, minutes, more: careful })
  if (ending === 'exited' && exitCode === 0) return { ok: true, tools: [] }
  const what = ending === 'exited' ? `ended with exit code ${exitCode ?? 'unknown'}` : said[ending]
  return {
    ok: false,
    reason: `the dependencies are not here: "${argv.join(' ').slice(0, 200)}" ${what}\n${excerpt(output, 2_000)}`,
  }
}

const said: Readonly<Record<Exclude<Ended['ending'], 'exited'>, string>> = {
  timeout: `did not end within ${minutes} minutes`,
  aborted: 'was stopped',
  flooded: 'printed without end',
  unstarted: 'could not be started',
}

/** Folders that the steps would make. */
async function absent(steps: readonly Step[], root: string): Promise<readonly string[]> {
  const paths = steps.flatMap(({ folder, into }) => (into === null ? [] : [join(root, folder, into)]))
  const looked = await Promise.all(paths.map((path) => isThere(path)))
  return paths.filter((_, index) => looked[index] === false)
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}
