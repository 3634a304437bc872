import { change, closing, depthsOf, headOf, type Line, linesOf, type Token } from './python-tokens.ts'

/** One thing to write over a stretch of text; it is as long as the stretch. */
interface Respelling {
  readonly from: number
  readonly text: string
}

/**
 * The text with valid Python that the grammar does not know written as something that it knows and that stands for the
 * same. Its length stays, so a tree of it fits the original text: names and strings are read from there.
 */
export function respell(text: string): string {
  const found = linesOf(text).flatMap((line) => [...statement(line), ...stars(line)])
  return everywhere.reduce((spelled, [pattern, by]) => spelled.replace(pattern, by), overwrite(text, found))
}

/** These do no harm in strings and comments either: their text is read from the original. */
const everywhere: readonly (readonly [RegExp, (found: string) => string])[] = [
  // `1.` with nothing behind it.
  [/(?<![\w.])\d[\d_]*\.(?![\w.])/g, (found) => `${found.slice(0, -1)}0`],
  // A form feed at the beginning of a line.
  [/(?<![^\n])\f+/g, (found) => '\n'.repeat(found.length)],
  // A continuation onto an empty line.
  [/\\(?=\r?\n[ \t]*\r?\n)/g, () => ' '],
  // `rf"\{{"`: the brace is no escape.
  [/\\(?=[{}])/g, () => '_'],
]

function statement(line: Line): readonly Respelling[] {
  switch (line[0]?.text) {
    case 'with':
      return withItems(line.slice(1))
    case 'async':
      return line[1]?.text === 'with' ? withItems(line.slice(2)) : []
    case 'case':
      return patterns(line)
    case 'match':
      return line.at(-1)?.text === ':' ? subject(line) : []
    case 'except':
      return errors(headOf(line))
    case '@':
      return decorator(line)
    default:
      return []
  }
}

/** Items in brackets become named expressions; a target that is no name becomes an item of its own. */
function withItems(items: Line): readonly Respelling[] {
  const depths = depthsOf(items)
  const inBrackets = items[0]?.text === '(' && items[closing(items, 0) + 1]?.text === ':'
  return items.flatMap(({ text, from }, index) => {
    if (text !== 'as' || depths[index] !== (inBrackets ? 1 : 0)) return []
    if (inBrackets) return [{ from, text: ':=' }]
    return /^[,:]$/.test(items[index + 2]?.text ?? ':') ? [] : [{ from, text: ', ' }]
  })
}

/** Empty brackets in a pattern, and dotted keys of a mapping. The guard behind it is an expression and stays. */
function patterns(line: Line): readonly Respelling[] {
  const whole = headOf(line)
  const guard = whole.findIndex(({ text }) => text === 'if')
  const head = guard === -1 ? whole : whole.slice(0, guard)
  return head.flatMap((token, index) => {
    const [before, next, last] = [head[index - 1], head[index + 1], head[index + 2]]
    if (next !== undefined && /^(?:\(\)|\[\]|\{\})$/.test(token.text + next.text)) {
      const isClass = index > 1 && token.text === '(' && isName(before)
      return [fill(token.from, next.to, isClass ? '.' : '_')]
    }
    const isKey = token.text === '.' && isName(before) && isName(next) && last?.text === ':'
    return isKey ? [{ from: token.from, text: '_' }] : []
  })
}

/** What is matched may be no tuple and no condition in the grammar: its parts are joined by an operator instead. */
function subject(line: Line): readonly Respelling[] {
  const depths = depthsOf(line)
  return line.flatMap(({ text, from }, index) => {
    if (depths[index] !== 0 || !/^(?:,|or|and)$/.test(text)) return []
    return [{ from, text: (index === line.length - 2 ? '' : '|').padEnd(text.length) }]
  })
}

/** Several errors without brackets. */
function errors(head: Line): readonly Respelling[] {
  if (head.some(({ text }) => text === 'as')) return []
  const depths = depthsOf(head)
  return head.flatMap(({ text, from }, index) => (text === ',' && depths[index] === 0 ? [{ from, text: '|' }] : []))
}

/** A decorator that is more than a dotted name and one call: all before its last call becomes one name. */
function decorator(line: Line): readonly Respelling[] {
  let named = 1
  while (isName(line[named]) && line[named + 1]?.text === '.' && isName(line[named + 2])) named += 2
  const isPlain = isName(line[named])
  const [start, last] = [line[isPlain ? named + 1 : 1], line.at(-1)]
  if (start === undefined || last === undefined) return []
  const depths = depthsOf(line)
  const outer = line.findLastIndex(({ text }, index) => text === '(' && depths[index] === 0)
  const call = outer !== -1 && closing(line, outer) === line.length - 1 ? outer : -1
  const end = call > 1 ? (line[call]?.from ?? last.to) : last.to
  if (end <= start.from) return []
  return [fill(isPlain ? (line[named]?.to ?? start.from) : start.from, end, '_')]
}

interface Bracket {
  readonly isSubscript: boolean
  /** Between `for` and `in`. */
  isTarget: boolean
}

/** Stars where the grammar has none: before a target of a comprehension and in a subscript. */
function stars(line: Line): readonly Respelling[] {
  const open: Bracket[] = []
  return line.flatMap(({ text, from }, index) => {
    const by = change(text)
    if (by > 0) open.push({ isSubscript: text === '[' && isOperand(line[index - 1]), isTarget: false })
    if (by < 0) open.pop()
    const around = open.at(-1)
    if (around === undefined) return []
    if (text === 'for' || text === 'in') around.isTarget = text === 'for'
    const isStar = text === '*' && !isOperand(line[index - 1])
    return isStar && (around.isTarget || around.isSubscript) ? [{ from, text: ' ' }] : []
  })
}

const word = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u
const keyword = /^(?:and|as|await|else|for|if|in|is|lambda|not|or|yield)$/

function isName(token: Token | undefined): boolean {
  return token !== undefined && word.test(token.text) && !keyword.test(token.text)
}

function isOperand(token: Token | undefined): boolean {
  return isName(token) || /^[)\]}\d"']/.test(token?.text ?? '')
}

function fill(from: number, to: number, first: string): Respelling {
  return { from, text: first.padEnd(to - from, '_') }
}

function overwrite(text: string, found: readonly Respelling[]): string {
  let [out, at] = ['', 0]
  for (const one of [...found].sort((left, right) => left.from - right.from)) {
    if (one.from < at) continue
    out += text.slice(at, one.from) + one.text
    at = one.from + one.text.length
  }
  return out + text.slice(at)
}
