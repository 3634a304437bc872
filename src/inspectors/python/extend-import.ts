import { type ImportStatement, isWholeImport } from './import-block.ts'

/** What formatters of Python allow by themselves; a file that goes beyond has another limit. */
const usualWidth = 88

/** A name put into a `from … import` where its order has it; null where the statement has a form of its own. */
export function extendImport(
  lines: readonly string[],
  statement: ImportStatement,
  name: string,
): readonly string[] | null {
  if (!isWholeImport(lines, statement)) return null
  const { first, last } = statement
  return first === last ? onOneLine(lines, first, name) : onLines(lines, statement, name)
}

function onOneLine(lines: readonly string[], line: number, name: string): readonly string[] | null {
  const [, head = '', listed = ''] = /^(from [\w.]+ import )(\w+(?:, \w+)*)$/.exec(lines[line - 1] ?? '') ?? []
  if (listed === '') return null
  const text = `${head}${withName(listed.split(', '), name).join(', ')}`
  const widest = Math.max(usualWidth, ...lines.slice(0, 60).map((one) => one.length))
  return text.length > widest ? null : lines.with(line - 1, text)
}

/** Between parentheses, one name and its comma on each line. */
function onLines(lines: readonly string[], { first, last }: ImportStatement, name: string): readonly string[] | null {
  const body = lines.slice(first, last - 1)
  const names = body.map((text) => /^\s+(\w+),$/.exec(text)?.[1] ?? '')
  const isPlain = /\($/.test(lines[first - 1] ?? '') && lines[last - 1] === ')' && !names.includes('')
  if (!isPlain) return null
  const indent = /^\s*/.exec(body[0] ?? '')?.[0] ?? ''
  return lines.toSpliced(first + withName(names, name).indexOf(name), 0, `${indent}${name},`)
}

/** In the order that the names are in; at the end where they are in none. */
function withName(names: readonly string[], name: string): readonly string[] {
  const order = orders.find((key) =>
    names.every((one, index) => index === 0 || key(names[index - 1] ?? '') <= key(one)),
  )
  const at = order === undefined ? -1 : names.findIndex((one) => order(one) > order(name))
  return names.toSpliced(at === -1 ? names.length : at, 0, name)
}

/** Constants before classes before the rest; by letters; by letters whatever their case. */
const orders: readonly ((name: string) => string)[] = [
  (name) => `${/^[A-Z][A-Z0-9_]+$/.test(name) ? 0 : /^[A-Z]/.test(name) ? 1 : 2}${name}`,
  (name) => name,
  (name) => name.toLowerCase(),
]
