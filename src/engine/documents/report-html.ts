import type { Book } from './book.ts'
import { page } from './report-html/page.ts'

/** report.html: one self-contained page to look at. Its numbers come straight from the book, its sentences from checked texts. */
export function reportHtml(book: Book): { readonly name: string; readonly text: string } {
  return { name: 'report.html', text: page(book) }
}
