export { planMission } from './compose/plan.ts'
export { type RunRecord, readRun } from './compose/read-run.ts'
export {
  type MissionOptions,
  type ResumeOptions,
  resumeMission,
  Run,
  type RunResult,
  runMission,
} from './compose/run.ts'
export type { Coordinator, Decompose, Situation } from './domain/coordinator.ts'
export { DefinitionError, EchelonError, LockedError } from './domain/errors.ts'
export type { Fact, LedgerEvent } from './domain/event.ts'
export type { Finding } from './domain/finding.ts'
export type { Limits } from './domain/limits.ts'
export type { Metrics } from './domain/metrics.ts'
export type { Mission } from './domain/mission.ts'
export type { Specialist } from './domain/specialist.ts'
export type { RunState } from './domain/state.ts'
export type { Order, TaskDraft } from './domain/task.ts'
export type { Plan } from './engine/plan.ts'
export { defineCoordinator, defineMission, defineSpecialist } from './library/define.ts'
export type { AgentBackend } from './ports/agent-backend.ts'
