import { neutralise } from '../markdown.ts'
import { plain, type Text } from '../text.ts'

/** HTML that is safe to put into the page: made only by `html`, which escapes whatever is put into it. */
export interface Markup {
  readonly markup: string
}

type Insert = Markup | readonly Markup[] | string | number

/** HTML from a template. Everything put in is escaped, except what `html` made before. */
export function html(words: TemplateStringsArray, ...inserts: readonly Insert[]): Markup {
  let markup = words[0] ?? ''
  for (const [index, insert] of inserts.entries()) markup += `${inserted(insert)}${words[index + 1] ?? ''}`
  return { markup }
}

/** Claims and prose of a document as escaped HTML. */
export function prose(text: Text): Markup {
  return { markup: text.map((part) => escapeHtml(plain(part))).join('') }
}

/** A number for a coordinate of an SVG: at most one decimal, never scientific. */
export function coordinate(value: number): string {
  return Number.isFinite(value) ? value.toFixed(1).replace(/\.0$/, '') : '0'
}

/** Text that cannot leave its place in an element or a quoted attribute, nor fool the eye. */
function escapeHtml(text: string): string {
  return neutralise(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function inserted(insert: Insert): string {
  if (typeof insert === 'string') return escapeHtml(insert)
  if (typeof insert === 'number') return String(insert)
  return 'markup' in insert ? insert.markup : insert.map(({ markup }) => markup).join('')
}
