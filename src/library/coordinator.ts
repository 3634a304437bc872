import type { z } from 'zod'
import { type Coordinator, CoordinatorFrontmatter } from '../domain/coordinator.ts'
import { isReadOnly } from '../domain/specialist.ts'
import { complain, unknownKey } from './complain.ts'
import { coordinatorKeys, subagentKeys } from './keys.ts'
import type { Page } from './markdown.ts'
import { type Read, toSpecialist } from './specialist.ts'

/** A coordinator from its page. An unknown key is a problem: a limit that is misspelt would silently not hold. */
export function readCoordinator({ file, frontmatter, body, warnings }: Page): Read<Coordinator> {
  const { values, lineOf } = frontmatter
  const place = { file, lineOf }
  const problems = unknownKeys(values).map((key) => unknownKey(key, [], place, coordinatorKeys))
  const parsed = CoordinatorFrontmatter.safeParse(values)
  if (!parsed.success)
    return { ok: false, problems: [...problems, ...complain(parsed.error.issues, values, place, coordinatorKeys)] }
  if (writes(parsed.data))
    problems.push({
      file,
      line: lineOf(['tools']),
      problem: 'a coordinator has no tools that change files: work belongs to its specialists',
    })
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, definition: toCoordinator(parsed.data, body.trim(), file), warnings }
}

/** Fills in what a definition leaves out. */
export function toCoordinator(
  given: z.infer<typeof CoordinatorFrontmatter>,
  instructions: string,
  file: string,
): Coordinator {
  return {
    kind: 'coordinator',
    name: given.name,
    description: given.description,
    specialists: given.specialists,
    reviewer: given.reviewer ?? null,
    takeover: given.takeover ?? null,
    limits: given.limits ?? {},
    domain: given.domain ?? ['**'],
    layers: given.layers ?? [],
    standingOrders: given['standing-orders'] ?? [],
    decompose: given.decompose ?? 'roster',
    model: given.model ?? 'inherit',
    instructions,
    file,
  }
}

function unknownKeys(values: Readonly<Record<string, unknown>>): readonly string[] {
  const foreign: readonly string[] = subagentKeys
  return Object.keys(values).filter((key) => !coordinatorKeys.includes(key) && !foreign.includes(key))
}

function writes({ name, description, tools, disallowedTools }: z.infer<typeof CoordinatorFrontmatter>): boolean {
  return tools !== undefined && !isReadOnly(toSpecialist({ name, description, tools, disallowedTools }, '', ''))
}
