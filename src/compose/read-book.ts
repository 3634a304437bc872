import { join } from 'node:path'
import { openArchive } from '../archive/folder.ts'
import type { Book } from '../engine/documents/book.ts'
import type { Folders } from './folders.ts'
import { readRun } from './read-run.ts'
import { redactorFor } from './redaction.ts'

/** What the documents of a run are written from, read from outside of it, finished or not. */
export async function readBook(folders: Folders, run: string): Promise<Book> {
  const folder = join(folders.runs, run)
  const { state, events, metrics } = await readRun(folder)
  const archive = openArchive({ state: folders.state, documents: folder, redactor: redactorFor(process.env) })
  return { state, events, metrics, history: await archive.readHistory() }
}
