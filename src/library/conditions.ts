import { type Condition, parseCondition } from '../domain/condition.ts'
import type { Mission } from '../domain/mission.ts'
import { didYouMean } from '../domain/suggest.ts'

/** The parsed conditions of a mission that was checked. */
export function conditionsOf({ phases, success }: Mission): {
  readonly go: ReadonlyMap<string, readonly Condition[]>
  readonly success: readonly Condition[]
} {
  return { go: new Map(phases.map(({ name, go }) => [name, parsed(go)])), success: parsed(success) }
}

function parsed(texts: readonly string[]): readonly Condition[] {
  return texts.flatMap((text) => {
    const result = parseCondition(text)
    return result.ok ? [result.condition] : []
  })
}

interface ConditionComplaint {
  readonly problem: string
  readonly hint?: string | undefined
}

/** What is wrong with one condition: its grammar, or a phase that has not finished when it is asked. */
export function checkCondition(text: string, finished: ReadonlySet<string>, of: string): ConditionComplaint | null {
  const result = parseCondition(text)
  const condition = `the condition "${text.slice(0, 200)}" of ${of}`
  if (!result.ok) {
    const { problem, position, word, known } = result
    const hint = known.length === 0 ? undefined : (didYouMean(word, known) ?? `it knows: ${known.join(', ')}`)
    return { problem: `${condition} ${problem}, at character ${position + 1}`, hint }
  }
  const { subject } = result.condition
  if (subject.kind !== 'phase' || finished.has(subject.phase)) return null
  const problem = `${condition} asks about "${subject.phase}", which has not finished by then`
  return {
    problem,
    hint: didYouMean(subject.phase, finished) ?? `finished by then: ${[...finished].join(', ') || 'nothing'}`,
  }
}
