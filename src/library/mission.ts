import type { z } from 'zod'
import type { Problem } from '../domain/errors.ts'
import { Priority } from '../domain/finding.ts'
import { type Mission, MissionFrontmatter, type Phase, type PhaseFrontmatter } from '../domain/mission.ts'
import { complain } from './complain.ts'
import { missionKeys } from './keys.ts'
import type { Page } from './markdown.ts'
import { type Section, sectionsOf } from './sections.ts'
import type { Read } from './specialist.ts'
import { didYouMean } from '../domain/suggest.ts'

/** A mission from its page: limits and phases from the frontmatter, each phase's order from the section of its name. */
export function readMission({ file, frontmatter, body, bodyLine, warnings }: Page): Read<Mission> {
  const { values, lineOf } = frontmatter
  const parsed = MissionFrontmatter.safeParse(values)
  if (!parsed.success)
    return { ok: false, problems: complain(parsed.error.issues, values, { file, lineOf }, missionKeys) }
  const { preface, sections } = sectionsOf(body, bodyLine)
  const problems = compare(parsed.data.phases, sections, (index) => lineOf(['phases', index, 'name']))
  if (problems.length > 0) return { ok: false, problems: problems.map((problem) => ({ file, ...problem })) }
  const intents = new Map(sections.map(({ name, text }) => [name, text]))
  return { ok: true, definition: toMission(parsed.data, intents, { intent: preface, file }), warnings }
}

/** Fills in what a definition leaves out. */
export function toMission(
  given: z.infer<typeof MissionFrontmatter>,
  intents: ReadonlyMap<string, string>,
  rest: Pick<Mission, 'intent' | 'file'>,
): Mission {
  return {
    kind: 'mission',
    name: given.name,
    description: given.description,
    limits: given.limits ?? {},
    delegationTarget: given.delegationTarget ?? null,
    phases: given.phases.map((phase) => toPhase(phase, intents.get(phase.name) ?? given.description)),
    success: given.success ?? [],
    stop: given.stop ?? [],
    standingOrders: given['standing-orders'] ?? [],
    isolation: given.isolation ?? 'worktree',
    ...rest,
  }
}

function toPhase(given: z.infer<typeof PhaseFrontmatter>, intent: string): Phase {
  return {
    name: given.name,
    coordinators: given.coordinators ?? [],
    explorers: given.explorers ?? [],
    after: given.after ?? [],
    go: given.go ?? [],
    decompose: given.decompose ?? null,
    limits: given.limits ?? {},
    direct: given.direct === 'allowed',
    needs: given.needs ?? [],
    priorities: given.priorities ?? Priority.options,
    judgement: given.judgement ?? given.priorities ?? Priority.options,
    expansion: given.expansion ?? null,
    intent,
  }
}

type Unplaced = Omit<Problem, 'file'>

function compare(
  phases: readonly { readonly name: string }[],
  sections: readonly Section[],
  lineOfPhase: (index: number) => number,
): Unplaced[] {
  const names = phases.map(({ name }) => name)
  const problems: Unplaced[] = []
  for (const [index, name] of names.entries()) {
    const section = sections.find((candidate) => candidate.name === name)
    if (section === undefined)
      problems.push({ line: lineOfPhase(index), problem: `phase "${name}" has no section "## ${name}" with its order` })
    else if (section.text === '')
      problems.push({ line: section.line, problem: `section "## ${name}" is empty: write what is wanted and why` })
  }
  for (const [index, { name, line }] of sections.entries()) {
    if (!names.includes(name))
      problems.push({ line, problem: `section "## ${name}" belongs to no phase`, hint: didYouMean(name, names) })
    else if (sections.findIndex((other) => other.name === name) < index)
      problems.push({ line, problem: `section "## ${name}" stands here a second time` })
  }
  return problems
}
