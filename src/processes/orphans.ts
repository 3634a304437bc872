import { ownerIn } from './marker.ts'
import { carriers, livingProcesses } from './process-table.ts'
import { endAll } from './tree.ts'

/**
 * Ends what commands of an earlier Echelon left running when it was killed: processes whose marker names an owner that
 * is no longer there. Resolves to their number. Linux only; elsewhere nothing is found.
 */
export function endOrphans(): Promise<number> {
  return endAll(async () => {
    const processes = await livingProcesses()
    const owners = new Set(processes.map(({ pid, start }) => `${pid}.${start}`))
    return carriers(processes, (environment) => {
      const owner = ownerIn(environment)
      return owner !== null && !owners.has(`${owner.pid}.${owner.start}`)
    })
  })
}
