import { analysisParalysis } from './anti-pattern/analysis-paralysis.ts'
import { ghostGeneral } from './anti-pattern/ghost-general.ts'
import { hierarchyBypass } from './anti-pattern/hierarchy-bypass.ts'
import { microManagement } from './anti-pattern/micro-management.ts'
import { oneManArmy } from './anti-pattern/one-man-army.ts'
import { sequentialWhenParallel } from './anti-pattern/sequential-when-parallel.ts'
import { overStaffing, underStaffing } from './anti-pattern/staffing.ts'
import type { Scope } from './scope.ts'

export type AntiPatternName =
  | 'hierarchyBypass'
  | 'microManagement'
  | 'ghostGeneral'
  | 'oneManArmy'
  | 'analysisParalysis'
  | 'sequentialWhenParallel'
  | 'overStaffing'
  | 'underStaffing'

/** A question to the ledger about how the hierarchy was used, with the answer and the events that prove it. */
export interface AntiPattern {
  readonly name: AntiPatternName
  readonly found: boolean
  /** How often it was seen; below its threshold it is counted and not found. */
  readonly count: number
  /** `seq` of the events that prove the count, ascending. */
  readonly events: number[]
  readonly detail: string
}

/** All of them, found or not, in a fixed order. */
export function antiPatterns(mission: Scope): readonly AntiPattern[] {
  return [
    hierarchyBypass(mission),
    microManagement(mission),
    ghostGeneral(mission),
    oneManArmy(mission),
    analysisParalysis(mission),
    sequentialWhenParallel(mission),
    overStaffing(mission),
    underStaffing(mission),
  ]
}
