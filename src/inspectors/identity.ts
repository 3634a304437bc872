import { createHash } from 'node:crypto'
import type { Draft, Finding, Source } from '../domain/finding.ts'
import type { Layer } from '../domain/layer.ts'
import { rate } from '../domain/severity.ts'

/** SHA-256 over rule and anchor: what a finding is, wherever it moves. */
export function fingerprint(rule: string, anchor: string): string {
  return createHash('sha256').update(`${rule}\n${anchor}`).digest('hex')
}

/** Gives a draft its identity and its computed severity. */
export function identify(draft: Draft, rule: { version: number; layer: Layer; source: Source }): Finding {
  const { severity, why, registered } = rate(draft)
  return {
    ...draft,
    schema: 1,
    ruleVersion: rule.version,
    layer: rule.layer,
    severity,
    severityWhy: [...why],
    registered,
    fingerprint: fingerprint(draft.rule, draft.anchor),
    source: rule.source,
  }
}
