import { createInterface } from 'node:readline'
import type { Trunk } from '../../src/ports/trunk.ts'
import type { Workspace, Workspaces } from '../../src/ports/workspaces.ts'
import { openWorkspaces } from '../../src/workspaces/open.ts'

/** A process of its own that does what it is told, one line at a time, until it is killed. */
const [source = '', base = '', folder = ''] = process.argv.slice(2)
const signal = AbortSignal.timeout(110_000)
const open = new Map<string, Workspace>()

async function obey(at: { workspaces: Workspaces; trunk: Trunk }, line: string): Promise<string> {
  const [verb, task = '', ...paths] = line.split(' ')
  const workspace = open.get(task)
  switch (verb) {
    case 'prepare':
      return at.workspaces.prepare(signal)
    case 'open': {
      const opened = await at.workspaces.open({ task, attempt: '1', base, isolation: 'worktree', brief: 'b' }, signal)
      open.set(task, opened)
      return opened.path
    }
    case 'commit':
      return (await workspace?.commit(paths, { text: task, wall: 1 }, signal)) ?? 'nothing'
    case 'close':
      open.delete(task)
      await workspace?.close()
      return 'closed'
    case 'check':
      await (await at.workspaces.checkout(base, [], signal)).close()
      return 'checked'
    case 'land':
      return String(await at.trunk.advance(await at.trunk.tip(signal), task, signal))
    case 'publish':
      return JSON.stringify(await at.trunk.publish(signal))
    default:
      return 'what?'
  }
}

const opened = await openWorkspaces({ source, base, folder, run: 'night', wall: Date.now, signal })
for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${await obey(opened, line)}\n`)
