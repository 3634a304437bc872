/** What a caller decides by; the command line turns it into its exit code. */
export type ErrorCode =
  | 'definition'
  | 'input'
  | 'locked'
  | 'ledger'
  | 'order'
  | 'not-found'
  | 'aborted'
  | 'environment'
  | 'internal'

/** Every error that Echelon raises on purpose: a code for the program, one sentence with a remedy for the person. */
export class EchelonError extends Error {
  readonly code: ErrorCode
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'EchelonError'
    this.code = code
  }
}

/** One thing wrong with one definition file. Lines count from 1. */
export interface Problem {
  readonly file: string
  readonly line: number
  readonly problem: string
  readonly hint?: string | undefined
}

/** Definitions that cannot be used; carries every problem found, not just the first. */
export class DefinitionError extends EchelonError {
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[]) {
    super('definition', problems.map(problemLine).join('\n'))
    this.name = 'DefinitionError'
    this.problems = problems
  }
}

/** `file:line  problem; did you mean …`: the form editors and people can both follow. */
export function problemLine({ file, line, problem, hint }: Problem): string {
  return `${file}:${line}  ${problem}${hint === undefined ? '' : `; ${hint}`}`
}

/** Somebody else holds what we need; says who. */
export class LockedError extends EchelonError {
  readonly holder: string
  constructor(what: string, holder: string) {
    super(
      'locked',
      `${what} is in use by ${holder}. Watch it with "echelon status", stop it with "echelon stop", or wait for it to end.`,
    )
    this.name = 'LockedError'
    this.holder = holder
  }
}

/** Mission code asked for something else on replay than it did the first time. */
export class OrderError extends EchelonError {
  constructor(unit: string, position: number, recorded: string, asked: string) {
    super(
      'order',
      `${unit}: call ${position} was "${recorded}" when it was recorded and is "${asked}" now. Mission code must make the same calls in the same order on every replay: put clocks, randomness and outside reads inside record().`,
    )
    this.name = 'OrderError'
  }
}
