import { CommanderError } from 'commander'
import { EchelonError } from '../domain/errors.ts'
import type { Terminal } from './terminal.ts'

/** Says an error in its one sentence; where it came from only when ECHELON_DEBUG is set. */
export function reportError(terminal: Terminal, error: unknown): void {
  const { code, message } = described(error)
  if (terminal.json) terminal.record({ type: 'error', code, message })
  else terminal.complain(message)
  if (process.env.ECHELON_DEBUG !== undefined) terminal.complain(trace(error))
}

function described(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof CommanderError) return { code: 'input', message: usage(error.message) }
  if (error instanceof EchelonError) return { code: error.code, message: error.message }
  const said = error instanceof Error ? error.message : String(error)
  const message = `Echelon broke: ${said}. Set ECHELON_DEBUG=1 to see where. What was recorded is safe in the ledger.`
  return { code: 'internal', message }
}

/** `error: unknown option '--x'` as a sentence that says where to look. */
function usage(message: string): string {
  const said = message
    .replace(/^error: /, '')
    .replace(/\n/g, ' ')
    .replace(/\.$/, '')
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}. "echelon --help" explains the verbs and their options.`
}

function trace(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : `\ncaused by ${trace(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}
