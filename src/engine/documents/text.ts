import { moment, type Part, written } from '../../domain/claim.ts'
import { codeCell, codeSpan, escapeCell, escapeInline, fence, neutralise } from './markdown.ts'

/** Prose with its claims, still apart. */
export type Text = readonly Part[]

/** A document before it is a file: what it says, and where each number and state word in it comes from. */
export interface Document {
  readonly name: string
  readonly parts: Text
  readonly medium: Medium
  readonly text: string
}

export type Medium = 'markdown' | 'plain'

/** Closes a document. Blocks are set apart by an empty line in Markdown and follow each other in plain text. */
export function documentOf(name: string, blocks: readonly Text[], medium: Medium = 'markdown'): Document {
  const parts = joined(blocks, medium === 'markdown' ? '\n\n' : '\n', '\n')
  return { name, parts, medium, text: render(parts, medium) }
}

/** Builds prose from a template. A bare number or string cannot be put in: it needs a part that says where it is from. */
export function text(words: TemplateStringsArray, ...values: readonly (Part | Text)[]): Text {
  return words.flatMap((word, index) => {
    const value = values[index]
    const prose: Text = word === '' ? [] : [{ kind: 'prose', text: word }]
    return value === undefined ? prose : [...prose, ...(isText(value) ? value : [value])]
  })
}

/** A word of a closed vocabulary, such as a layer's title. It is checked like any prose. */
export function words(prose: string): Text {
  return [{ kind: 'prose', text: prose }]
}

/** Lines of one block; empty texts are left out. */
export function lines(...all: readonly Text[]): Text {
  return joined(all, '\n')
}

/** A list with one point per text, or nothing. */
export function bullets(points: readonly Text[]): Text {
  return lines(...points.map((point) => text`- ${point}`))
}

/** Texts in a row, with commas between unless told otherwise. */
export function listed(all: readonly Text[], between = ', '): Text {
  return joined(all, between)
}

/** A table of Markdown. Quoted text in it is escaped for cells. */
export function table(heads: readonly (string | Text)[], rows: readonly (readonly Text[])[]): Text {
  const rule = heads.map(() => '---').join(' | ')
  const titles = heads.map((head) => (typeof head === 'string' ? words(head) : head))
  return lines(
    text`| ${joined(titles, ' | ')} |`,
    [{ kind: 'prose', text: `| ${rule} |` }],
    ...rows.map((cells) => text`| ${joined(cells.map(asCell), ' | ')} |`),
  )
}

/** The file's text. */
export function render(parts: Text, medium: Medium): string {
  return parts.map((part) => (medium === 'markdown' ? markdown(part) : plain(part))).join('')
}

function markdown(part: Part): string {
  if (part.kind === 'command') return codeSpan(part.text)
  if (part.kind === 'id') return escapeInline(part.text)
  if (part.kind === 'derived') return escapeCell(part.text)
  if (part.kind !== 'said') return plain(part)
  switch (part.form) {
    case 'inline':
      return escapeInline(part.text)
    case 'cell':
      return escapeCell(part.text)
    case 'code':
      return codeSpan(part.text)
    case 'code-cell':
      return codeCell(part.text)
    case 'block':
      return fence(part.text, '')
  }
}

export function plain(part: Part): string {
  switch (part.kind) {
    case 'number':
      return written(part.value, part.unit)
    case 'date':
      return moment(part.wall, part.form)
    case 'said':
      return neutralise(part.text).replace(/[\n\t]+/g, ' ')
    case 'seq':
      return `#${part.seq}`
    case 'prose':
    case 'word':
    case 'derived':
    case 'denial':
    case 'id':
    case 'command':
      return part.text
  }
}

function asCell(cell: Text): Text {
  if (cell.length === 0) return [{ kind: 'prose', text: ' ' }]
  return cell.map((part) => {
    if (part.kind !== 'said' || part.form === 'block') return part
    return { ...part, form: part.form === 'code' || part.form === 'code-cell' ? 'code-cell' : 'cell' }
  })
}

function joined(all: readonly Text[], between: string, end = ''): Text {
  const parts: Part[] = []
  for (const one of all) {
    if (one.length === 0) continue
    if (parts.length > 0) parts.push({ kind: 'prose', text: between })
    for (const part of one) parts.push(part)
  }
  if (end !== '') parts.push({ kind: 'prose', text: end })
  return parts
}

function isText(value: Part | Text): value is Text {
  return Array.isArray(value)
}
