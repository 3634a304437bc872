import { z } from 'zod'
import type { ResolvedLimits } from './limits.ts'

export const Role = z.enum(['orchestrator', 'coordinator', 'specialist'])
export type Role = z.infer<typeof Role>

/** Somebody at work in a run. `parent` is null for the orchestrator only. */
export const Actor = z.object({ id: z.string(), role: Role, name: z.string(), parent: z.string().nullable() })
export type Actor = z.infer<typeof Actor>

/** The one actor that every run has. */
export const orchestrator: Actor = { id: 'orchestrator', role: 'orchestrator', name: 'orchestrator', parent: null }

export const RefusalCode = z.enum([
  'role',
  'roster',
  'depth',
  'spawns',
  'agents',
  'memory',
  'budget',
  'read-only',
  'ended',
])
export type RefusalCode = z.infer<typeof RefusalCode>

export interface Refusal {
  readonly code: RefusalCode
  readonly detail: string
}

/** One level's caps and what is in use of them at this instant. */
export interface CapUse {
  readonly level: 'run' | 'phase' | 'coordinator'
  readonly name: string
  readonly working: number
  readonly limit: number
}

/** Everything the judgement needs; the caller reads it at one instant. */
export interface SpawnRequest {
  readonly parent: Actor
  readonly parentIsWorking: boolean
  readonly role: Role
  readonly name: string
  /** Names that the parent may spawn: the mission's coordinators, the phase's explorers, or a coordinator's roster. */
  readonly roster: readonly string[]
  /** Set when the orchestrator spawns a specialist itself. */
  readonly explorerIsReadOnly: boolean
  readonly caps: readonly CapUse[]
  readonly spawned: number
  readonly memory: { readonly reservedMb: number; readonly wantedMb: number }
  readonly limits: Pick<ResolvedLimits, 'spawns' | 'depth' | 'memoryMb'>
}

const levels: Readonly<Record<Role, number>> = { orchestrator: 1, coordinator: 2, specialist: 3 }

/** Who may command whom: orchestrator → coordinators and read-only explorers; coordinator → its roster; specialist → nobody. */
export function judge(request: SpawnRequest): Refusal | null {
  return judgeRole(request) ?? judgeRoster(request) ?? judgeCaps(request)
}

function judgeRole({ parent, role, name, parentIsWorking, explorerIsReadOnly, limits }: SpawnRequest): Refusal | null {
  if (parent.role === 'specialist')
    return refuse('role', `${parent.id} is a specialist, and a specialist spawns nobody`)
  if (role === 'orchestrator') return refuse('role', 'a run has one orchestrator')
  if (parent.role === 'coordinator' && role === 'coordinator')
    return refuse('role', `${parent.id} is a coordinator, and only the orchestrator appoints coordinators`)
  if (levels[role] > limits.depth)
    return refuse('depth', `a ${role} is level ${levels[role]} and the run allows ${limits.depth}`)
  if (!parentIsWorking) return refuse('ended', `${parent.id} has ended`)
  if (parent.role === 'orchestrator' && role === 'specialist' && !explorerIsReadOnly)
    return refuse('read-only', `the orchestrator may spawn read-only explorers, and "${name}" has tools that write`)
  return null
}

function judgeRoster({ parent, name, roster }: SpawnRequest): Refusal | null {
  if (roster.includes(name)) return null
  return refuse('roster', `"${name}" is not in the roster of ${parent.id} (${roster.join(', ') || 'empty'})`)
}

function judgeCaps({ caps, spawned, memory, limits, role }: SpawnRequest): Refusal | null {
  if (role !== 'specialist') return null
  if (spawned >= limits.spawns) return refuse('spawns', `${spawned} of ${limits.spawns} spawns are used`)
  const full = caps.find((cap) => cap.working >= cap.limit)
  if (full !== undefined)
    return refuse('agents', `${full.level} "${full.name}" has ${full.working} of ${full.limit} specialists at work`)
  if (memory.reservedMb + memory.wantedMb > limits.memoryMb)
    return refuse('memory', `${memory.reservedMb} + ${memory.wantedMb} MB exceed the ${limits.memoryMb} MB of the run`)
  return null
}

function refuse(code: RefusalCode, detail: string): Refusal {
  return { code, detail }
}
