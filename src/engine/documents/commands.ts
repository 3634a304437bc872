import type { Check } from '../../domain/check.ts'
import type { Book } from './book.ts'
import { code, command } from './cite.ts'
import { openDebts } from './debts.ts'
import { neutralise } from './markdown.ts'
import { redSuites, type Suite } from './suites.ts'
import { type Text, text } from './text.ts'

/** Commands to begin the morning with. Each can be pasted as it stands. */
export function commandsOfTheMorning(book: Book): readonly Text[] {
  const { state } = book
  return [
    ...branch(book),
    ...reruns(book),
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

/** How a check of the repository is run by hand. Null: a line that is not for pasting. */
export function commandOfCheck({ argv, folder }: Check): string | null {
  const line = argv.map(quoted).join(' ')
  if (![...argv, folder].every(isPlain)) return null
  return folder === '' ? line : `cd ${quoted(folder)} && ${line}`
}

/** Only for a branch that stands in the user's own repository. */
function branch({ state: { started, published, landed } }: Book): readonly Text[] {
  if (started === null || published === null || published.fact.reason !== '' || landed.size === 0) return []
  const base = started.fact.repository.commit.slice(0, 12)
  const name = quoted(published.fact.branch)
  return [
    text`${command(`git log --oneline ${base}..${name}`)}: the changes of the night.`,
    text`${command(`git diff ${base}...${name}`)}: all of it at once.`,
    text`${command(`git merge ${name}`)}: take it over.`,
  ]
}

/** Checks that were red when the run last looked, to be run again by hand. */
function reruns(book: Book): readonly Text[] {
  const where = book.state.landed.size > 0 ? text`on the mission branch` : text`at the base`
  return redSuites(book).flatMap((suite) => {
    const check = book.state.detected.find(({ name }) => name === suite.name)
    const seq = (suite.end ?? suite.base)?.seq
    const byHand = check === undefined ? null : commandOfCheck(check)
    const shown = byHand === null || seq === undefined ? null : command(byHand)
    const why = whyAgain(suite, where)
    if (shown !== null) return [text`${shown}: ${why}`]
    if (check !== undefined || seq === undefined || !suite.name.startsWith(asked)) return []
    return [text`${code(suite.name.slice(asked.length), seq)}: ${why}`]
  })
}

/** What could not begin is not red: nobody knows what it would say. */
function whyAgain({ base, end }: Suite, where: Text): Text {
  return (end ?? base)?.fact.outcome === 'unavailable'
    ? text`could not run ${where}; it proves something once it does.`
    : text`red ${where}; run it again.`
}

/** Before the commands that success criteria name. */
const asked = 'run: '

interface Placed {
  readonly id: string
  readonly location: { readonly file: string; readonly line: number }
}

/** Nothing for a path with control characters in it: such a line is not for pasting. */
function blame({ location: { file, line } }: Placed): readonly Text[] {
  if (!isPlain(file)) return []
  return [text`${command(`git blame -L ${line},${line} -- ${quoted(file)}`)}: who knows the place of an open debt.`]
}

function isPlain(word: string): boolean {
  return neutralise(word) === word && !/[\n\t]/.test(word)
}

/** One word for a POSIX shell. */
function quoted(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
