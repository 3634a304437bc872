import { z } from 'zod'
import { Layer } from './layer.ts'
import { Limits } from './limits.ts'

export const Name = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens')
  .max(64)

/** Tools may be a YAML list or Claude Code's comma-separated string. */
const ToolList = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(',').map((tool) => tool.trim()))])
  .transform((tools) => tools.filter((tool) => tool !== ''))

/**
 * Frontmatter of a specialist: Claude Code's subagent format unchanged, plus what Echelon adds.
 * Fields of other tools are kept out of the way, not refused.
 */
export const SpecialistFrontmatter = z.looseObject({
  name: Name,
  description: z.string().min(1).max(2_000),
  tools: ToolList.optional(),
  disallowedTools: ToolList.optional(),
  model: z.string().optional(),
  /** Which backend runs it. Default: the run's default backend. */
  backend: z.string().optional(),
  /** The layer of an explorer. */
  layer: Layer.optional(),
  /** Memory reserved while it works. Default 64 MB. */
  memoryMb: z.int().min(1).max(1_000_000).optional(),
  limits: Limits.optional(),
})

/** A specialist as the engine sees it, whether it came from Markdown or from code. */
export interface Specialist {
  readonly kind: 'specialist'
  readonly name: string
  readonly description: string
  /** Null: all tools the run allows, as in Claude Code. */
  readonly tools: readonly string[] | null
  readonly disallowedTools: readonly string[]
  readonly model: string
  readonly backend: string | null
  readonly layer: Layer | null
  readonly memoryMb: number
  readonly limits: Limits
  readonly instructions: string
  readonly file: string
}

/** Tools that cannot change anything, by the names that agents' own tools give them. Whatever is not here may write. */
const reading = new Set([
  'read',
  'grep',
  'glob',
  'ls',
  'list',
  'search',
  'notebookread',
  'webfetch',
  'websearch',
  'todowrite',
])

/** True when nothing it may call can change a file. Explorers must be. An unknown tool counts as one that writes. */
export function isReadOnly({ tools, disallowedTools }: Specialist): boolean {
  if (tools === null) return false
  const denied = new Set(disallowedTools.map(baseName))
  return tools.every((tool) => denied.has(baseName(tool)) || reading.has(baseName(tool)))
}

/** `Bash(git log:*)` is the tool `bash`. */
function baseName(tool: string): string {
  return (tool.split('(')[0] ?? tool).trim().toLowerCase()
}
