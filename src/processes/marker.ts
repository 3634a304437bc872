import { randomUUID } from 'node:crypto'
import { startOf } from './process-table.ts'

/** Variable by which everything that one command started is found again, however it detached itself. */
export const markerName = 'ECHELON_PROCESS'

/** A value that no other command on this machine carries. It names its owner, so that a later boot can tell orphans. */
export function newMarker(): string {
  return `${process.pid}.${startOf(process.pid) ?? 0}.${randomUUID()}`
}

/** What to look for in an environment. */
export function markerText(marker: string): string {
  return `${markerName}=${marker}\0`
}

/** Who started what carries a marker: a pid and the start of that process. */
export function ownerIn(environment: string): { readonly pid: number; readonly start: number } | null {
  const [, pid, start] = /(?:^|\0)ECHELON_PROCESS=(\d{1,10})\.(\d{1,20})\.[0-9a-f-]{36}\0/.exec(environment) ?? []
  return pid === undefined || start === undefined ? null : { pid: Number(pid), start: Number(start) }
}
