import { CommanderError } from 'commander'
import { EchelonError } from '../domain/errors.ts'

/** 0 accomplished · 1 error · 2 bad definitions or input · 3 partial · 4 aborted, stopped, locked or limit. */
export type ExitCode = 0 | 1 | 2 | 3 | 4

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) return 2
  if (!(error instanceof EchelonError)) return 1
  switch (error.code) {
    case 'definition':
    case 'input':
    case 'not-found':
      return 2
    case 'locked':
    case 'aborted':
      return 4
    case 'ledger':
    case 'order':
    case 'environment':
    case 'internal':
      return 1
  }
}
