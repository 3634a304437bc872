import type { Book } from '../book.ts'
import { mayLand } from '../landed.ts'
import { cost } from './cost.ts'
import { debts } from './debts.ts'
import { header } from './header.ts'
import { hierarchy } from './hierarchy.ts'
import { landings } from './landings.ts'
import { leftover } from './leftover.ts'
import { html, type Markup } from './markup.ts'
import { matrix } from './matrix.ts'
import { measures } from './measures.ts'
import { contentSecurityPolicy } from './policy.ts'
import { script } from './script.ts'
import { style } from './style.ts'
import { taskList } from './task-list.ts'
import { timeline } from './timeline.ts'

/** The whole page. Style and script are the only text that is not escaped, and both are constants. */
export function page(book: Book): string {
  const { started } = book.state
  const title = started === null ? 'Echelon' : `${started.fact.repository.name}: ${started.fact.mission}`
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">
<title>${title}</title><style>${constant(style)}</style></head>
<body><nav aria-label="Sections"><ul>${sections(book).map(({ id, name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<main>${header(book)}${landings(book)}${timeline(book)}${hierarchy(book)}${matrix(book)}${debts(book)}${leftover(book)}${cost(book)}${measures(book)}${taskList(book)}</main>
<footer class="foot">${footer(book)}</footer><script>${constant(script)}</script></body></html>
`.markup
}

const always = [
  { id: 'timeline', name: 'Timeline' },
  { id: 'hierarchy', name: 'Hierarchy' },
  { id: 'layers', name: 'Layers' },
  { id: 'debts', name: 'Debts' },
  { id: 'open', name: 'Left to people' },
  { id: 'cost', name: 'Cost' },
  { id: 'metrics', name: 'Metrics' },
  { id: 'tasks', name: 'Tasks' },
]

/** A page of an audit has no landings to go to. */
function sections(book: Book): readonly { readonly id: string; readonly name: string }[] {
  return mayLand(book) ? [{ id: 'landed', name: 'Landed' }, ...always] : always
}

function constant(markup: string): Markup {
  return { markup }
}

function footer({ state }: Book): string {
  const engine = state.started === null ? '' : ` by Echelon ${state.started.fact.engine}`
  return `Folded${engine} from ${state.events} ledger events. This file loads nothing and sends nothing.`
}
