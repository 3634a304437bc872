import { realpath } from 'node:fs/promises'
import { delimiter, sep } from 'node:path'
import { plainEnvironment, type Variables } from '../processes/environment.ts'
import { openPrivateHome } from '../processes/private-home.ts'
import { type Ended, runProcess } from '../processes/run-process.ts'
import { folderInside } from './folder-inside.ts'

/** A checkout to run commands in, and what they may see of the machine. */
export interface Site {
  readonly root: string
  readonly variables: Variables
  /** Variables that the settings let through. */
  readonly names: readonly string[]
  readonly signal: AbortSignal
}

interface Order {
  readonly argv: readonly string[]
  readonly folder: string
  readonly minutes: number
  /** Folders with the programs of its dependencies: they come before the user's own. */
  readonly tools?: readonly string[]
  readonly more?: Readonly<Record<string, string>>
}

/** Bytes of output that are kept for reading counts and failures. */
const outputBytes = 4 * 1024 * 1024

/** Runs a command in a folder of the checkout, in a home of its own. Rejects when the signal aborts. */
export async function runAt({ root, variables, names, signal }: Site, order: Order): Promise<Ended> {
  const cwd = await folderInside(root, order.folder)
  if (cwd === null) return unstarted(`the folder ${order.folder} is not in this checkout`)
  const home = await openPrivateHome(variables.HOME ?? null)
  try {
    const env = { ...plainEnvironment(variables, home, names), ...order.more }
    const path = [...(order.tools ?? []), env.PATH].join(delimiter)
    const { argv, minutes } = order
    const limits = { milliseconds: minutes * 60_000, outputBytes, signal }
    const ended = await runProcess({ argv, cwd, env: { ...env, PATH: path }, ...limits })
    if (ended.ending === 'aborted') throw signal.reason
    return { ...ended, output: withoutPlaces(ended.output, [await realpath(root), root], home.folder) }
  } finally {
    await home.remove()
  }
}

/** Each run has other folders: without them the same failure has the same name in every checkout. */
function withoutPlaces(output: string, roots: readonly string[], home: string): string {
  const bare = roots.reduce((text, root) => text.replaceAll(`${root}${sep}`, '').replaceAll(root, '.'), output)
  return bare.replaceAll(home, '~')
}

function unstarted(output: string): Ended {
  const never = { exitCode: null, signal: null, truncated: false, survivors: 0, milliseconds: 0 }
  return { ending: 'unstarted', output, ...never }
}
