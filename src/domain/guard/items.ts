import type { SourceLine } from './source.ts'

/** One entry of a list that takes something out of a checker's sight. */
export interface Item {
  readonly key: string
  readonly item: string
  readonly line: SourceLine
}

const listKey =
  /^\s{0,200}(?:-\s)?(?:export const )?["']?((?:ignores?|ignorePatterns|ignored?_?(?:files|paths|dirs|rules)?|exclude\w{0,30}|extend-(?:ignore|exclude)|extend-per-file-ignores|per-file-ignores|omit|disable[sd]?|skips?|testPathIgnorePatterns|coveragePathIgnorePatterns|modulePathIgnorePatterns|watchPathIgnorePatterns|norecursedirs|deselect|exclude_lines|allowlist|ignoreDependencies|lint\.ignore|lint\.extend-ignore)|includes?)["']?\s{0,20}[:=]\s{0,20}(.{0,1900})$/

/** The entries of every such list in a file, whatever its format: brackets, dashes, indented or comma-separated words. */
export function itemsOf(lines: readonly SourceLine[], isIgnoreFile: boolean): readonly Item[] {
  if (isIgnoreFile) return wholeLines(lines)
  const items: Item[] = []
  let open: Open | null = null
  for (const line of lines) {
    if (line.text.trim() === '') continue
    if (open !== null && goesOn(open, line)) {
      items.push(...entries(open.key, line.text, line))
      open = after(open, line)
      continue
    }
    const found = listKey.exec(line.text)
    open = null
    if (found === null) continue
    const [, key = '', rest = ''] = found
    items.push(...entries(key, rest, line))
    open = after(
      { key, depth: 0, indent: indentOf(line.text), isBracketed: /[[{(]/.test(rest) },
      { ...line, text: rest, code: rest },
    )
  }
  return items
}

interface Open {
  readonly key: string
  readonly depth: number
  readonly indent: number
  readonly isBracketed: boolean
}

function goesOn({ isBracketed, depth, indent }: Open, { text }: SourceLine): boolean {
  if (isBracketed) return depth > 0
  return indentOf(text) > indent || (indentOf(text) === indent && /^\s*- /.test(text))
}

/** The list after one more line. Null: it is closed. */
function after(open: Open, { code }: SourceLine): Open | null {
  if (!open.isBracketed) return open
  const depth = open.depth + signs(code, '[{(') - signs(code, ']})')
  return depth > 0 ? { ...open, depth } : null
}

function signs(code: string, which: string): number {
  return [...code].filter((sign) => which.includes(sign)).length
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length
}

function entries(key: string, text: string, line: SourceLine): readonly Item[] {
  const quoted = [...text.matchAll(/"([^"]{1,300})"|'([^']{1,300})'|`([^`]{1,300})`/g)].map(
    (one) => one[1] ?? one[2] ?? one[3] ?? '',
  )
  const words = quoted.length > 0 ? quoted : text.replace(/^\s*- /, '').split(/[\s,[\]{}()]+/)
  // In a list of what is looked at, only what is taken out again counts; in a list of exceptions, only what is not.
  const isIncluding = /^includes?$/.test(key)
  return words
    .filter((word) => /\w/.test(word) && word.startsWith('!') === isIncluding)
    .filter((word) => !/^(?:true|false|null)$/.test(word))
    .map((item) => ({ key, item, line }))
}

function wholeLines(lines: readonly SourceLine[]): readonly Item[] {
  return lines.flatMap((line) => {
    const item = line.raw.trim()
    return item === '' || item.startsWith('#') || item.startsWith('!') ? [] : [{ key: 'the list', item, line }]
  })
}
