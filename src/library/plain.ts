import { type Frontmatter, parseFrontmatter } from './frontmatter.ts'
import { specialistKeys, subagentKeys } from './keys.ts'

interface Field {
  readonly key: string
  /** Lines of the frontmatter from 0, the first of them `key: …`. */
  readonly start: number
  readonly lines: readonly string[]
}

/**
 * Reads frontmatter that is not valid YAML the way its writers mean it: each line that begins with a known key opens a
 * field, every other line belongs to the field above. A field that is YAML by itself keeps its value; the rest is text.
 * Subagents in the wild carry descriptions such as `Use it when… Examples: user: "…"`, which YAML refuses.
 */
export function parsePlain(file: string, yaml: string): Frontmatter | null {
  const fields = fieldsOf(yaml.split('\n'))
  if (fields === null) return null
  const starts = new Map(fields.map(({ key, start }) => [key, start + 2]))
  if (starts.size !== fields.length) return null
  const values = Object.fromEntries(fields.map((field) => [field.key, readField(file, field)]))
  return { values, lineOf: (path) => starts.get(String(path[0])) ?? 2 }
}

const known = new Set([...specialistKeys, ...subagentKeys])

function fieldsOf(lines: readonly string[]): readonly Field[] | null {
  const fields: { key: string; start: number; lines: string[] }[] = []
  for (const [start, line] of lines.entries()) {
    const key = /^([A-Za-z][A-Za-z-]{0,40}):(?:\s|$)/.exec(line)?.[1]
    if (key !== undefined && known.has(key)) fields.push({ key, start, lines: [line] })
    else if (fields.length > 0) fields.at(-1)?.lines.push(line)
    else if (line.trim() !== '' && !line.startsWith('#')) return null
  }
  return fields
}

function readField(file: string, { key, start, lines }: Field): unknown {
  const alone = parseFrontmatter(file, lines.join('\n'), start + 2)
  if (alone.ok) return alone.frontmatter.values[key]
  return [(lines[0] ?? '').slice(key.length + 1).trim(), ...lines.slice(1)].join('\n').trim()
}
