import type { Role } from '../hierarchy.ts'
import type { Chronicle } from './chronicle.ts'

/** Tiers 0 and 1: those who command and should not do the work themselves. */
export function isSuperior(role: Role | null | undefined): boolean {
  return role === 'orchestrator' || role === 'coordinator'
}

export function isSuperiorId({ actors }: Chronicle, id: string): boolean {
  return isSuperior(actors.get(id)?.role)
}
