import type { Finding } from '../domain/finding.ts'
import type { MadeChange } from './attempt.ts'

/**
 * What the commit that pays a finding says below its title. Edits to the letter land only when the inspector finds nothing
 * any more, so what it asked for is true of its places; what else an author did with the advice, nobody here knows.
 */
export function bodyOf(finding: Finding, { mechanical }: Pick<MadeChange, 'mechanical'>): string {
  const { advice, doneWhen } = finding.fix
  if (!mechanical) return advice
  const repairs = `Repairs what ${finding.rule} found at ${placesOf(finding)}, by the edits that the rule itself proposed.`
  return doneWhen === '' ? repairs : `${repairs}\nTrue there now: ${doneWhen.replace(/\.$/, '')}.`
}

function placesOf({ instances: [first, ...others] }: Finding): string {
  const place = first === undefined ? 'no known place' : `${first.file}:${first.line}`
  if (others.length === 0) return place
  return `${place} and ${others.length} more ${others.length === 1 ? 'place' : 'places'}`
}
