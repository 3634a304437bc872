import { findRun } from '../../compose/folders.ts'
import { locate } from '../../compose/locate.ts'
import { readBook } from '../../compose/read-book.ts'
import { metricsMd } from '../../engine/documents/metrics-md.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Shell } from '../shell.ts'

/** The numbers of a run, folded from its ledger now: of one at work too. */
export async function metricsVerb(shell: Shell, wanted: string | undefined): Promise<ExitCode> {
  const { folders } = await locate(shell, new AbortController().signal)
  const run = await findRun(folders, wanted)
  const book = await readBook(folders, run)
  if (shell.terminal.json) shell.terminal.record({ type: 'metrics', run, ...book.metrics })
  else shell.terminal.prose(metricsMd(book).text)
  return 0
}
