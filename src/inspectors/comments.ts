import { treesOf } from './facts/trees.ts'
import type { Language, SourceFile } from './snapshot.ts'

/** A file's lines taken apart: what is code and what is comment, each with the other blanked out. */
interface CommentSplit {
  readonly code: readonly string[]
  readonly comments: readonly string[]
}

const splits = new WeakMap<SourceFile, CommentSplit>()

/** Takes the file apart, once. Its parser says where comments are; a file without one, or that it refuses, is scanned. */
export function splitComments(file: SourceFile): CommentSplit {
  const known = splits.get(file)
  if (known !== undefined) return known
  const made = split(file.text, rangesOf(file))
  splits.set(file, made)
  return made
}

/** Offsets in the text, in order, without overlap. */
interface Range {
  readonly start: number
  readonly end: number
}

function rangesOf(file: SourceFile): readonly Range[] {
  if (file.language === 'typescript') {
    const tree = treesOf(file).typescript()
    if (tree.error === null) return tree.comments
  }
  if (file.language === 'python') return pythonComments(file)
  return scan(file.text, marks[file.language])
}

function pythonComments(file: SourceFile): readonly Range[] {
  const found: Range[] = []
  treesOf(file)
    .python()
    .tree.iterate({
      enter: (node) => {
        if (node.type.name === 'Comment') found.push({ start: node.from, end: node.to })
      },
    })
  return found
}

function split(text: string, ranges: readonly Range[]): CommentSplit {
  let [code, comments, at] = ['', '', 0]
  for (const { start, end } of [...ranges, { start: text.length, end: text.length }]) {
    code += text.slice(at, start) + blank(text.slice(start, end))
    comments += blank(text.slice(at, start)) + text.slice(start, end)
    at = end
  }
  return { code: code.split(/\r?\n/), comments: comments.split(/\r?\n/) }
}

/** Keeps the line breaks, so that both halves have the lines of the whole. */
function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ')
}

interface Marks {
  readonly line: readonly string[]
  readonly block: readonly (readonly [open: string, close: string])[]
}

const slashes: Marks = { line: ['//'], block: [['/*', '*/']] }
const hash: Marks = { line: ['#'], block: [] }
const angle: Marks = { line: [], block: [['<!--', '-->']] }

const marks: Readonly<Record<Language, Marks>> = {
  typescript: slashes,
  prisma: slashes,
  css: slashes,
  python: hash,
  yaml: hash,
  dockerfile: hash,
  shell: hash,
  toml: hash,
  env: hash,
  sql: { line: ['--'], block: [['/*', '*/']] },
  html: angle,
  markdown: angle,
  json: { line: ['//'], block: [] },
  other: { line: ['//', '# '], block: [['/*', '*/']] },
}

/** Finds comments by their marks alone. Errs on the side of code: a mark inside a word or a closed quote is none. */
function scan(text: string, { line, block }: Marks): readonly Range[] {
  const found: Range[] = []
  let at = 0
  while (at < text.length) {
    const opened = block.find(([open]) => text.startsWith(open, at))
    if (opened !== undefined) {
      const end = after(text, opened[1], at + opened[0].length)
      found.push({ start: at, end })
      at = end
    } else if (line.some((mark) => text.startsWith(mark, at)) && beginsWord(text, at)) {
      const end = lineEnd(text, at)
      found.push({ start: at, end })
      at = end
    } else at = afterQuote(text, at)
  }
  return found
}

function after(text: string, close: string, from: number): number {
  const end = text.indexOf(close, from)
  return end === -1 ? text.length : end + close.length
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

function beginsWord(text: string, at: number): boolean {
  return at === 0 || /\s/.test(text[at - 1] ?? '')
}

/** Quotations are looked at no further than this, so that hostile text costs linear time. */
const longestQuotation = 200

/** The next place to look at: behind a quotation that closes on its line, else one character on. */
function afterQuote(text: string, at: number): number {
  const quote = text[at]
  if (quote !== '"' && quote !== "'" && quote !== '`') return at + 1
  const limit = Math.min(text.length, at + longestQuotation)
  for (let next = at + 1; next < limit && text[next] !== '\n'; next++) {
    if (text[next] === '\\') next += 1
    else if (text[next] === quote) return next + 1
  }
  return at + 1
}
