import { ownerIn } from './marker.ts'
import { removeOrphanedHomes } from './private-home.ts'
import { carriers, type Living, livingProcesses } from './process-table.ts'
import { endAll } from './tree.ts'

/**
 * Ends what commands of an earlier Echelon left running when it was killed: processes whose marker names an owner that
 * is no longer there; their homes go too. Resolves to the number of processes. Linux only; elsewhere nothing is found.
 */
export async function endOrphans(): Promise<number> {
  const ended = await endAll(async () => {
    const processes = await livingProcesses()
    const owners = namesOf(processes)
    return carriers(processes, (environment) => {
      const owner = ownerIn(environment)
      return owner !== null && !owners.has(`${owner.pid}.${owner.start}`)
    })
  })
  await removeOrphanedHomes(async () => namesOf(await livingProcesses()))
  return ended
}

function namesOf(processes: readonly Living[]): ReadonlySet<string> {
  return new Set(processes.map(({ pid, start }) => `${pid}.${start}`))
}
