import type { AntiPattern } from '../anti-pattern.ts'
import { delegationRatio } from '../delegation.ts'
import { directUnits } from '../direct-work.ts'
import type { Scope } from '../scope.ts'

const leastDelegated = 0.4

/** A delegation ratio under 0.40 on a mission with more than one domain. */
export function oneManArmy(mission: Scope): AntiPattern {
  const domains = new Set((mission.run.started?.phases ?? []).flatMap(({ coordinators }) => coordinators)).size
  const { value, numerator, denominator } = delegationRatio(mission)
  const units = directUnits(mission)
  return {
    name: 'oneManArmy',
    found: domains > 1 && value !== null && value < leastDelegated,
    count: units.length,
    events: [...new Set(units.flatMap(({ events }) => events))].sort((a, b) => a - b),
    detail: `${numerator} of ${denominator} pieces of work were delegated, over ${domains} domains`,
  }
}
