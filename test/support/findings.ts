import type { Debt } from '../../src/domain/debt.ts'
import type { Draft, Finding } from '../../src/domain/finding.ts'
import { identify } from '../../src/inspectors/identity.ts'

/** A draft that is valid as it stands; name what matters to the test. */
export function draftOf(parts: Partial<Draft> = {}): Draft {
  return {
    rule: 'jobs/queue-without-worker',
    title: 'A queue that nobody consumes',
    claim: 'mismatch',
    impact: 'service-dead',
    reach: 'production',
    reachWhy: 'It is declared in the production compose file.',
    confidence: 'proven',
    anchor: 'queue:metrics',
    evidence: [
      { kind: 'code', file: 'app/tasks.py', startLine: 2, endLine: 2, quote: 'queue = "metrics"', role: 'primary' },
    ],
    instances: [{ file: 'app/tasks.py', line: 2 }],
    fix: { advice: 'Start a worker for the queue.', effort: 'S', doneWhen: 'a worker consumes it' },
    ...parts,
  }
}

export function findingOf(parts: Partial<Draft> = {}, from: Partial<Pick<Finding, 'layer' | 'source'>> = {}): Finding {
  const draft = draftOf(parts)
  return identify(draft, {
    version: 1,
    layer: from.layer ?? 'jobs',
    source: from.source ?? { kind: 'inspector', id: draft.rule, version: '1' },
  })
}

export function debtOf(parts: Partial<Debt> = {}): Debt {
  const finding = findingOf()
  return {
    id: 'DEBT-001',
    fingerprint: finding.fingerprint,
    aliases: [],
    rule: finding.rule,
    layer: 'api',
    severity: 'P2',
    title: finding.title,
    anchor: finding.anchor,
    location: { file: 'app/tasks.py', line: 2 },
    snippet: 'queue = "metrics"',
    state: 'open',
    firstSeen: 'c1',
    lastSeen: 'c1',
    ...parts,
  }
}
