import type { Json } from '../domain/json.ts'
import type { Redactor } from '../ports/redactor.ts'
import { redactJson } from '../redact/json.ts'
import { createRedactor } from '../redact/redactor.ts'
import { collectSecrets } from '../redact/secrets.ts'

/** The one redactor of a process: the secrets of its environment by value, well-known key shapes by pattern. */
export function redactorFor(environment: Readonly<Record<string, string | undefined>>): Redactor {
  const redactor = createRedactor({ values: collectSecrets(environment) })
  return {
    text: (text) => redactor.text(text),
    // Redaction replaces strings by strings: the shape stays T.
    json: <T extends Json>(value: T) => redactJson(redactor, value) as T,
  }
}
