import type { Material } from '../domain/assignment.ts'
import type { ReportInput } from '../domain/report.ts'
import type { AgentEvent, Permission } from '../ports/agent-backend.ts'

/** What a work without a model came to. */
export type Answered =
  | { readonly ok: true; readonly report: ReportInput }
  /** It is no work for us; what it would need. */
  | { readonly ok: false; readonly needs: string }

/** Where the job is done, and who is told. */
export interface Bench {
  readonly cwd: string
  readonly on: (event: AgentEvent) => Promise<Permission>
  readonly signal: AbortSignal
}

/** The material of one kind of work. */
export type MaterialOf<W extends Material['work']> = Extract<Material, { work: W }>
