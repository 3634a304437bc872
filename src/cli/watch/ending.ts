import type { Folders } from '../../compose/folders.ts'
import { readBook } from '../../compose/read-book.ts'
import type { RunResult } from '../../compose/run.ts'
import { failing, isOpen } from '../../domain/baseline.ts'
import type { Debt } from '../../domain/debt.ts'
import type { Priority } from '../../domain/finding.ts'
import { priorities, rank } from '../../domain/severity-order.ts'
import type { RunState } from '../../domain/state.ts'
import { summary } from '../../engine/documents/summary.ts'
import { documentsIn } from '../documents.ts'
import { type Line, words } from '../draw/line.ts'
import { columns } from '../draw/table.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'
import { nightRecord } from './night-record.ts'

/** What a pipeline asks of an audit beside its outcome. */
export interface Gate {
  /** Debts of this severity or worse fail it. Null: debts fail nothing. */
  readonly failOn: Priority | null
  /** Only debts that this run added or that came back are shown and counted. */
  readonly newOnly: boolean
}

/** The summary, the debts that the gate asks about, where the documents are, and the exit code. */
export async function sayEnd(terminal: Terminal, result: RunResult, folders: Folders, gate: Gate): Promise<ExitCode> {
  const debts = gate.newOnly ? newDebts(result.state) : allDebts(result.state)
  const failed = gate.failOn === null ? [] : failing(debts, gate.failOn)
  const exitCode = result.exitCode === 0 && failed.length > 0 ? 3 : result.exitCode
  const files = await documentsIn(result.documents)
  if (terminal.json) {
    const { run, outcome, reason, documents } = result
    const failing = failed.map(({ id }) => id)
    const open = openBySeverity(result.state)
    const listed = gate.newOnly ? { new: debts.map(({ id }) => id) } : {}
    const record = { type: 'result', run, outcome, reason, exitCode, documents, files, open, failing }
    terminal.record({ ...record, ...listed, ...nightRecord(result.state) })
    return exitCode
  }
  terminal.prose(summary(await readBook(folders, result.run)).text)
  if (result.outcome === 'stopped') terminal.say(`Stopped   ${result.reason.replace(/^stopped /, '')}`)
  if (gate.failOn !== null || gate.newOnly) sayDebts(terminal, gate.failOn === null ? debts : failed, gate)
  sayDocuments(terminal, result.documents, files)
  return exitCode
}

function allDebts({ debts }: RunState): readonly Debt[] {
  return [...debts.values()].map(({ debt }) => debt)
}

function newDebts({ debts }: RunState): readonly Debt[] {
  return [...debts.values()].filter(({ change }) => change === 'added' || change === 'reopened').map(({ debt }) => debt)
}

function openBySeverity(state: RunState): Readonly<Record<string, number>> {
  const open = allDebts(state).filter(isOpen)
  return Object.fromEntries(priorities.map((one) => [one, open.filter(({ severity }) => severity === one).length]))
}

function sayDebts(terminal: Terminal, debts: readonly Debt[], { failOn, newOnly }: Gate): void {
  const which = `${newOnly ? 'new' : 'open'} ${debts.length === 1 ? 'debt' : 'debts'}`
  const gate =
    failOn === null
      ? ''
      : ` at ${failOn} or worse: --fail-on ${failOn.toLowerCase()} ${debts.length > 0 ? 'fails' : 'passes'}`
  terminal.say('')
  terminal.say(`${debts.length} ${which}${gate}`)
  const rows = [...debts]
    .sort((a, b) => rank(a.severity) - rank(b.severity))
    .map(({ severity, id, title, location }) => [
      words(`  ${severity}`, severity === 'P0' || severity === 'P1' ? 'bad' : 'plain'),
      words(id),
      words(placeOf(location)),
      words(title),
    ])
  terminal.table(columns(rows))
}

function placeOf({ file, line }: Debt['location']): string {
  return `${file}:${line}`
}

function sayDocuments(terminal: Terminal, folder: string, files: readonly string[]): void {
  terminal.say('')
  terminal.lines([[words('Documents', 'bold'), words(`  ${folder}`)], ...inRows(files)])
}

/** Columns that a row of names may take. */
const widest = 100

/** The names in their order, as many in a row as fit. */
function inRows(names: readonly string[]): readonly Line[] {
  const rows: string[] = []
  for (const [index, name] of names.entries()) {
    const said = index < names.length - 1 ? `${name},` : name
    const row = rows.at(-1)
    if (row !== undefined && row.length + said.length < widest) rows[rows.length - 1] = `${row} ${said}`
    else rows.push(`  ${said}`)
  }
  return rows.map((row) => [words(row)])
}
