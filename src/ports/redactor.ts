import type { Json } from '../domain/json.ts'

/** Takes secrets out of everything that leaves: ledger, documents, log, screen. */
export interface Redactor {
  /** The same text when it holds no secret. */
  text(text: string): string
  /** The same value when it holds no secret, at any depth. */
  json<T extends Json>(value: T): T
}
