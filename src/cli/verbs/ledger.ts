import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findRun } from '../../compose/folders.ts'
import { ledgerLines, verifyLedger } from '../../compose/ledger.ts'
import { locate } from '../../compose/locate.ts'
import { readRun } from '../../compose/read-run.ts'
import { apply } from '../../domain/fold.ts'
import { emptyState } from '../../domain/state.ts'
import { clock } from '../draw/duration.ts'
import { safeJson } from '../draw/json.ts'
import { type Line, words } from '../draw/line.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Shell } from '../shell.ts'
import { eventLine } from '../watch/event-line.ts'

/** Lines between two waits for a slow reader: a large ledger is not held in memory. */
const flushEvery = 1_000

/** Every event of a run, a line each. */
export async function ledgerShowVerb(shell: Shell, wanted: string | undefined): Promise<ExitCode> {
  const { terminal } = shell
  const { events } = await readRun(await pathOf(shell, wanted))
  const state = emptyState()
  for (const event of events) {
    apply(state, event)
    if (terminal.json) terminal.record(event)
    else terminal.table([showLine(event.seq, state.now, event.fact.type, eventLine(event.fact, state) ?? '')])
  }
  return 0
}

/** The ledger as lines of JSON, byte for byte what the hashes were made from. */
export async function ledgerExportVerb(shell: Shell, wanted: string | undefined): Promise<ExitCode> {
  const { terminal } = shell
  let lines = 0
  for (const line of await ledgerLines(await pathOf(shell, wanted))) {
    terminal.text(terminal.isPerson ? safeJson(line) : line)
    lines += 1
    if (lines % flushEvery === 0) await terminal.flush()
  }
  return 0
}

/** Recomputes the chain of hashes. Exit code 1 when it is broken. */
export async function ledgerVerifyVerb(shell: Shell, wanted: string | undefined): Promise<ExitCode> {
  const { terminal } = shell
  const path = await pathOf(shell, wanted)
  const verification = await verifyLedger(path)
  if (terminal.json) terminal.record({ type: 'verification', path, ...verification })
  if (verification.intact) {
    if (!terminal.json)
      terminal.say(`${path}: ${verification.events} events, the chain is whole; head ${verification.head}`)
    return 0
  }
  if (!terminal.json)
    terminal.complain(
      `${path}: the chain breaks at event ${verification.seq}: ${verification.problem}. What comes before it is as it was written; trust nothing after it.`,
    )
  return 1
}

/** A file or folder when there is one of that name, else a run. */
async function pathOf(shell: Shell, wanted: string | undefined): Promise<string> {
  if (wanted !== undefined && /[/\\.]/.test(wanted) && existsSync(resolve(wanted))) return resolve(wanted)
  const { folders } = await locate(shell, new AbortController().signal)
  return join(folders.runs, await findRun(folders, wanted))
}

function showLine(seq: number, now: number, type: string, said: string): Line {
  return [
    words(`${String(seq).padStart(6)}  `, 'dim'),
    words(`${clock(now).padStart(7)}  `, 'dim'),
    words(`${type.padEnd(18)} `, 'work'),
    words(said),
  ]
}
