import { join } from 'node:path'

/** Where things are in the work folder. Agents get to know what is below `slots`, never what is below `own`. */
export interface Layout {
  readonly folder: string
  readonly own: string
  readonly mirror: string
  readonly home: string
  readonly scratch: string
  readonly owners: string
  readonly slots: string
  /** Our git folder of a slot. */
  shadow(slot: number): string
  /** Everything of a slot that an agent may see. */
  slot(slot: number): string
  tree(slot: number): string
  /** The git folder that an agent in a `worktree` uses. */
  agentGit(slot: number): string
}

export function layoutOf(folder: string): Layout {
  const own = join(folder, 'own')
  const slots = join(folder, 'slots')
  return {
    folder,
    own,
    mirror: join(own, 'mirror.git'),
    home: join(own, 'home'),
    scratch: join(own, 'scratch'),
    owners: join(own, 'owners'),
    slots,
    shadow: (slot) => join(own, 'shadows', `${slot}.git`),
    slot: (slot) => join(slots, String(slot)),
    tree: (slot) => join(slots, String(slot), 'tree'),
    agentGit: (slot) => join(slots, String(slot), 'agent.git'),
  }
}
