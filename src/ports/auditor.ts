import type { Finding, FindingVerdict, InspectorRun } from '../domain/finding.ts'
import type { Layer } from '../domain/layer.ts'
import type { Survey } from '../domain/report.ts'

/** A comment in the code that accepts one finding. A reason is required; without one it is reported, not obeyed. */
export interface Suppression {
  readonly file: string
  readonly line: number
  readonly rule: string
  readonly reason: string
}

/** The deterministic side of an audit: facts of one commit, inspectors over them, and the check of any evidence. */
export interface Auditor {
  /** Reads the repository into the fact store, once; later calls answer from it. */
  survey(signal: AbortSignal): Promise<Survey>
  /** Runs every inspector of one layer. A crash or a missing tool is `notRun`, never an exception and never a pass. */
  inspect(layer: Layer, signal: AbortSignal): Promise<readonly InspectorRun[]>
  /** Checks one finding's evidence against the commit, without a model. */
  verify(finding: Finding, signal: AbortSignal): Promise<FindingVerdict>
  suppressions(signal: AbortSignal): Promise<readonly Suppression[]>
  /** Of these commits, those that are on some branch and not in the history of the audited one. */
  unmerged(commits: readonly string[], signal: AbortSignal): Promise<readonly string[]>
  /** Files renamed between an earlier commit and the audited one, old path → new path. */
  renames(sinceCommit: string, signal: AbortSignal): Promise<ReadonlyMap<string, string>>
}
