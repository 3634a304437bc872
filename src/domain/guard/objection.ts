/** What a change may not do without a written reason and a second reviewer. */
const objectionable = [
  'assertion-removed',
  'assertion-weakened',
  'test-removed',
  'test-skipped',
  'test-file-removed',
  'snapshot-rewritten',
  'suppression-added',
  'checks-loosened',
  'todo-untouched',
  'commented-out',
  'error-swallowed',
  'secret-added',
] as const
export type Objectionable = (typeof objectionable)[number]

export interface Objection {
  readonly path: string
  /** From 1: in the text after, or in the text before for what is gone. */
  readonly line: number
  readonly what: Objectionable
  /** The line; empty for a secret. */
  readonly text: string
  readonly says: string
}

export interface ChangedText {
  readonly path: string
  /** Null: it was not there, or is no text. */
  readonly before: string | null
  readonly after: string | null
}
