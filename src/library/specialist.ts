import type { z } from 'zod'
import type { Problem } from '../domain/errors.ts'
import { type Specialist, SpecialistFrontmatter } from '../domain/specialist.ts'
import { complain, type Place } from './complain.ts'
import { specialistKeys, subagentKeys } from './keys.ts'
import type { Page } from './markdown.ts'
import { nearest } from '../domain/suggest.ts'

/** One definition read, or everything that is wrong with it. */
export type Read<T> =
  | { readonly ok: true; readonly definition: T; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** A specialist from its page. Fields of other tools are left alone; what is bent to fit is said in a warning. */
export function readSpecialist(page: Page): Read<Specialist> {
  const { file, frontmatter, body } = page
  const place = { file, lineOf: frontmatter.lineOf }
  const { values, warnings } = adapt(frontmatter.values, place)
  const parsed = SpecialistFrontmatter.safeParse(values)
  if (!parsed.success) return { ok: false, problems: complain(parsed.error.issues, values, place, specialistKeys) }
  const doubts = [...page.warnings, ...warnings, ...nearMisses(frontmatter.values, place)]
  return { ok: true, definition: toSpecialist(parsed.data, body.trim(), file), warnings: doubts }
}

/** Fills in what a definition leaves out. */
export function toSpecialist(
  given: z.infer<typeof SpecialistFrontmatter>,
  instructions: string,
  file: string,
): Specialist {
  return {
    kind: 'specialist',
    name: given.name,
    description: given.description,
    tools: given.tools === undefined || given.tools.includes('*') ? null : given.tools,
    disallowedTools: given.disallowedTools ?? [],
    model: given.model ?? 'inherit',
    backend: given.backend ?? null,
    layer: given.layer ?? null,
    memoryMb: given.memoryMb ?? 64,
    limits: given.limits ?? {},
    instructions,
    file,
  }
}

const descriptionCap = 2_000

/** Claude Code takes names with capitals and spaces, descriptions of any length and keys without a value. */
function adapt(
  given: Readonly<Record<string, unknown>>,
  { file, lineOf }: Place,
): { readonly values: Record<string, unknown>; readonly warnings: Problem[] } {
  const values = Object.fromEntries(
    Object.entries(given).filter(([key, value]) => value !== null || key.endsWith('ools')),
  )
  const warnings: Problem[] = []
  const { name, description } = values
  if (typeof name === 'string' && normalised(name) !== name) {
    values.name = normalised(name)
    warnings.push({
      file,
      line: lineOf(['name']),
      problem: `the name ${JSON.stringify(name)} is read as "${normalised(name)}"`,
    })
  }
  if (typeof description === 'string' && description.length > descriptionCap) {
    values.description = description.slice(0, descriptionCap)
    warnings.push({
      file,
      line: lineOf(['description']),
      problem: `the description is cut after ${descriptionCap} characters of ${description.length}`,
    })
  }
  return { values, warnings }
}

/** "Code Reviewer" → code-reviewer. */
function normalised(name: string): string {
  const words = name
    .slice(0, 200)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
  return words
    .filter((word) => word !== '')
    .join('-')
    .replace(/^[0-9-]+/, '')
}

function nearMisses(given: Readonly<Record<string, unknown>>, { file, lineOf }: Place): Problem[] {
  const foreign: readonly string[] = subagentKeys
  return Object.keys(given).flatMap((key) => {
    if (specialistKeys.includes(key) || foreign.includes(key)) return []
    const meant = nearest(key, specialistKeys)
    if (meant === null) return []
    return [{ file, line: lineOf([key], 'key'), problem: `"${key}" is not read`, hint: `did you mean "${meant}"?` }]
  })
}
