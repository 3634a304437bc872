import { type CodeEvidence, cite } from '../cite.ts'
import type { View } from '../inspector.ts'
import type { PathCallFact } from './http.ts'

/** Quotes a client call from its verb to its path, at most six lines. */
export function citeCall(view: View, fact: PathCallFact, role: CodeEvidence['role']): CodeEvidence {
  const endLine = Math.min(Math.max(fact.line, fact.pathLine), fact.line + 5)
  return cite(view.snapshot, fact.file, fact.line, { role, endLine })
}
