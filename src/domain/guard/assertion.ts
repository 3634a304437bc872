import type { Language } from './language.ts'
import { folded } from './purse.ts'
import type { SourceLine } from './source.ts'
import { type Parts, strengthOf, toleranceOf } from './strength.ts'

/** One statement of a test that can fail. */
export interface Assertion {
  /** Where it begins and ends, from 1. */
  readonly line: number
  readonly lastLine: number
  readonly text: string
  /** What it is about. */
  readonly subject: string
  /** 0: it always holds. 4: nothing but this one value passes. */
  readonly strength: number
  /** How far off a number may be. Null: it is no such assertion. */
  readonly tolerance: number | null
  readonly isSnapshot: boolean
}

const begins: Readonly<Record<Language, RegExp | null>> = {
  script:
    /(?<![\w.$])(?:expect(?:TypeOf|Type)?\s*\(|assert(?:\.[a-zA-Z]{1,40})?\s*\(|t\.(?:is|deepEqual|like|true|false|truthy|falsy|throws|throwsAsync|not|notThrows|regex|snapshot|assert|equal|same|ok|match|rejects|strictSame)\()/g,
  python:
    /(?<![\w.])(?:assert(?=[\s(])|self\.assert[A-Za-z_]{0,40}\(|pytest\.(?:raises|warns)\(|[\w.]{1,80}\.assert_[a-z_]{1,40}\()/g,
  go: /(?<![\w.])(?:t\.(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow)\(|(?:assert|require)\.[A-Z]\w{0,40}\()/g,
  rust: /(?<!\w)(?:(?:debug_)?assert(?:_eq|_ne|_matches)?!\s*[([{]|#\[should_panic)/g,
  json: null,
  hash: null,
  prose: null,
  other: /(?<![\w.])(?:assert\w{0,40}|expect)\s*\(/g,
}

/** A statement longer than this is cut; what is inside it belongs to it. */
const longest = 4_000

/** The assertions of a file, in order. One inside another belongs to the outer one. */
export function assertionsOf(lines: readonly SourceLine[], language: Language): readonly Assertion[] {
  const pattern = begins[language]
  if (pattern === null) return []
  const [code, text] = [lines.map((line) => line.code).join('\n'), lines.map((line) => line.text).join('\n')]
  const starts = startsOf(lines)
  const found: Assertion[] = []
  let past = 0
  for (const { index } of code.matchAll(pattern)) {
    if (index < past) continue
    past = endOf(code, index)
    const [line, lastLine] = [lineAt(starts, index), lineAt(starts, Math.max(index, past - 1))]
    found.push(parsed(text.slice(index, past), { line, lastLine }))
  }
  return found
}

function startsOf(lines: readonly SourceLine[]): readonly number[] {
  const starts: number[] = []
  let at = 0
  for (const { code } of lines) {
    starts.push(at)
    at += code.length + 1
  }
  return starts
}

function lineAt(starts: readonly number[], index: number): number {
  let [low, high] = [0, starts.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= index) low = middle
    else high = middle
  }
  return low + 1
}

/** Up to the end of the statement: a line's end, a semicolon or a comma outside of brackets, or the bracket around it. */
function endOf(code: string, start: number): number {
  const last = Math.min(code.length, start + longest)
  let depth = 0
  for (let at = start; at < last; at++) {
    const sign = code[at] ?? ''
    if ('([{'.includes(sign)) depth++
    else if (')]}'.includes(sign)) depth--
    if (depth < 0) return at
    if (depth > 0) continue
    if (sign === ';' || sign === ',') return at
    if (sign === '\n' && !/^\s{0,200}\./.test(code.slice(at + 1, at + 203)) && code[at - 1] !== '\\') return at
  }
  return last
}

function parsed(raw: string, place: { readonly line: number; readonly lastLine: number }): Assertion {
  const text = folded(raw)
    .replace(/,? ([)\]}])/g, '$1')
    .replace(/([([{]) /g, '$1')
  const parts = partsOf(text)
  return {
    ...place,
    text,
    subject: parts.args[0] ?? '',
    strength: strengthOf(parts),
    tolerance: toleranceOf(parts),
    isSnapshot: /snapshot/i.test(parts.name),
  }
}

function partsOf(text: string): Parts {
  const bare = /^assert (.*)$/.exec(text)
  if (bare !== null) return { name: 'assert', isNegated: false, args: [bare[1] ?? ''] }
  const open = text.search(/[([{]/)
  const head = text.slice(0, Math.max(open, 0)).trim().replace(/!$/, '')
  const [args, rest] = argsAt(text, open)
  if (!/^expect/.test(head) || rest === '') return { name: last(head), isNegated: false, args }
  const chain = /^[\s.\w]{0,200}/.exec(rest)?.[0] ?? ''
  const [expected] = argsAt(rest, rest.length > chain.length && rest[chain.length] === '(' ? chain.length : -1)
  return { name: last(chain.trim()), isNegated: /\bnot\b/.test(chain), args: [args[0] ?? '', ...expected] }
}

function last(chain: string): string {
  return chain.slice(chain.lastIndexOf('.') + 1).toLowerCase()
}

/** The arguments of the bracket at `open`, and what follows it. */
function argsAt(text: string, open: number): readonly [string[], string] {
  if (open < 0) return [[], '']
  const args: string[] = []
  let [depth, from, quote] = [0, open + 1, '']
  for (let at = open; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (quote !== '') {
      if (sign === '\\') at++
      else if (sign === quote) quote = ''
    } else if (`'"\``.includes(sign)) quote = sign
    else if ('([{'.includes(sign)) depth++
    else if (')]}'.includes(sign)) depth--
    if (quote === '' && (depth === 0 || (depth === 1 && sign === ','))) {
      args.push(text.slice(from, at).trim())
      from = at + 1
    }
    if (depth === 0) return [args.filter((arg) => arg !== ''), text.slice(at + 1)]
  }
  return [[...args, text.slice(from).trim()], '']
}
