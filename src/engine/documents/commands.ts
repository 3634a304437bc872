import type { Book } from './book.ts'
import { command } from './cite.ts'
import { openDebts } from './debts.ts'
import { neutralise } from './markdown.ts'
import { type Text, text } from './text.ts'

/** Commands to begin the morning with. Each can be pasted as it stands. */
export function commandsOfTheMorning({ state }: Book): readonly Text[] {
  return [
    ...(state.outcome === null ? [text`${command('npx echelon resume')}: go on where the run stands.`] : []),
    text`${command('npx echelon status')}: the tree of agents and tasks as the ledger has it.`,
    text`${command('npx echelon ledger verify')}: prove that the ledger is whole.`,
    text`${command('npx echelon metrics')}: every number with its fraction.`,
    ...openDebts(state, ['P0', 'P1'])
      .slice(0, 3)
      .flatMap(({ debt }) => blame(debt)),
    text`${command('npx echelon full-stack-audit')}: audit again; debts keep their ids.`,
  ]
}

interface Placed {
  readonly id: string
  readonly location: { readonly file: string; readonly line: number }
}

/** Nothing for a path with control characters in it: such a line is not for pasting. */
function blame({ location: { file, line } }: Placed): readonly Text[] {
  if (neutralise(file) !== file || /[\n\t]/.test(file)) return []
  return [text`${command(`git blame -L ${line},${line} -- ${quoted(file)}`)}: who knows the place of an open debt.`]
}

/** One word for a POSIX shell. */
function quoted(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
