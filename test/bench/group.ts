import { audit } from './audit.ts'
import { fanOut } from './fan-out.ts'
import { kills40 } from './kills.ts'
import { longRun } from './long-run.ts'
import { guard } from './night-guard.ts'
import { lane } from './night-lane.ts'
import { workspaces } from './night-workspaces.ts'
import { night } from './night.ts'
import { resume } from './resume.ts'
import { endWithParent } from './orphan.ts'
import { pace } from './pace.ts'
import { type Report, rowOf } from './row.ts'
import { tree } from './tree.ts'

/** Runs one group in a process of its own and sends each row to the parent as soon as it is measured. */
const groups: Readonly<Record<string, (report: Report) => Promise<void>>> = {
  tree,
  fan: fanOut,
  long: longRun,
  resume,
  kills: kills40,
  audit,
  night,
  workspaces,
  lane,
  guard,
  pace,
}

endWithParent()
const name = process.argv[2] ?? ''
const run = groups[name]
if (run === undefined) throw new RangeError(`there is no group "${name}"`)
await run((measure, figure, beside) => process.send?.(rowOf(name, measure, figure, beside)))
