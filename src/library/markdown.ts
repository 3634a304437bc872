import type { Problem } from '../domain/errors.ts'
import { type Frontmatter, parseFrontmatter } from './frontmatter.ts'
import { parsePlain } from './plain.ts'

/** Bytes of one definition file that are read at most. */
export const fileCap = 512 * 1024
/** Bytes of frontmatter that are parsed at most. */
const frontmatterCap = 64 * 1024

/** A definition file taken apart: its frontmatter's values, each with its line, and its body. */
export interface Page {
  readonly file: string
  readonly frontmatter: Frontmatter
  readonly body: string
  /** Line of the file on which the body begins. */
  readonly bodyLine: number
  readonly warnings: readonly Problem[]
}

export type PageResult =
  | { readonly ok: true; readonly page: Page }
  | { readonly ok: false; readonly problems: readonly Problem[] }

interface Source {
  readonly file: string
  readonly text: string
  /** Read frontmatter that is not quite YAML, as Claude Code's own subagent files often are not. */
  readonly lenient: boolean
}

/** Takes one Markdown definition apart. Nothing in it is executed; the only frontmatter is YAML between two `---` lines. */
export function parseMarkdown({ file, text, lenient }: Source): PageResult {
  const split = splitMarkdown(text)
  if (!split.ok) return { ok: false, problems: [{ file, line: split.line, problem: split.problem }] }
  const { yaml, body, bodyLine } = split
  const strict = parseFrontmatter(file, yaml)
  if (strict.ok) return { ok: true, page: { file, frontmatter: strict.frontmatter, body, bodyLine, warnings: [] } }
  const plain = lenient && strict.mayBePlain ? parsePlain(file, yaml) : null
  if (plain === null) return { ok: false, problems: strict.problems }
  return { ok: true, page: { file, frontmatter: plain, body, bodyLine, warnings: strict.problems.map(readAsText) } }
}

function readAsText(problem: Problem): Problem {
  return { ...problem, problem: `${problem.problem}; the field was read as plain text, quote it to be safe` }
}

type Split =
  | { readonly ok: true; readonly yaml: string; readonly body: string; readonly bodyLine: number }
  | { readonly ok: false; readonly line: number; readonly problem: string }

function splitMarkdown(text: string): Split {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .split('\n')
  const fence = (lines[0] ?? '').trimEnd()
  if (!fence.startsWith('---')) return refuse(1, 'has no frontmatter: the first line must be ---')
  if (fence !== '---')
    return refuse(
      1,
      `frontmatter "${fence.slice(0, 40)}" is refused: only YAML after a plain --- is read, and nothing is executed`,
    )
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---')
  if (end === -1) return refuse(1, 'the frontmatter has no closing --- line')
  const yaml = lines.slice(1, end).join('\n')
  if (Buffer.byteLength(yaml) > frontmatterCap)
    return refuse(1, `the frontmatter is larger than ${frontmatterCap / 1024} KiB`)
  return { ok: true, yaml, body: lines.slice(end + 1).join('\n'), bodyLine: end + 2 }
}

function refuse(line: number, problem: string): Split {
  return { ok: false, line, problem }
}
