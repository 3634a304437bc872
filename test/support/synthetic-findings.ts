import type { Debt, DebtState } from '../../src/domain/debt.ts'
import type { Fact } from '../../src/domain/event.ts'
import { type Finding, Impact, Priority } from '../../src/domain/finding.ts'
import type { Layer } from '../../src/domain/layer.ts'

/** Layers of which the made-up repository has nothing. */
export const notApplicable: readonly Layer[] = ['mcp', 'websocket']

const samples: readonly {
  readonly title: string
  readonly file: string
  readonly quote: string
  readonly layer: Layer
}[] = [
  {
    title: 'The queue "metrics" is declared and no worker listens to it',
    file: 'deploy/docker-compose.yml',
    quote: 'command: celery -A app worker -Q default,resilience',
    layer: 'jobs',
  },
  {
    title: 'The settings call PATCH /admin/users/{id} and no route answers it',
    file: 'web/src/hooks/use-admin-users.ts',
    quote: 'await patch(adminUser(id), body)',
    layer: 'integration',
  },
  {
    title: 'A TODO stands where the audience of a token should be checked',
    file: 'api/auth/audience_tokens.py',
    quote: '# TODO: restrict audience by role, for now allow all',
    layer: 'auth',
  },
  {
    title: 'Block.date is filtered by and has no index',
    file: 'api/models/block.py',
    quote: 'date: Mapped[datetime] = mapped_column(Date)',
    layer: 'database',
  },
  {
    title: 'The gate cannot fail: the test step ends in "|| true"',
    file: '.github/workflows/ci.yml',
    quote: 'run: npm test || true',
    layer: 'ci-tests',
  },
  {
    title: 'REACT_APP_API_URL is read and the framework only passes NEXT_PUBLIC_ names',
    file: 'web/src/lib/api-client.ts',
    quote: "const base = process.env.REACT_APP_API_URL ?? ''",
    layer: 'environment',
  },
  {
    title: 'An exception is swallowed and an empty list is returned in its place',
    file: 'api/services/swap_service.py',
    quote: 'except Exception:\n    return []',
    layer: 'errors',
  },
  {
    title: 'The icon button has no accessible name',
    file: 'web/src/components/toolbar.tsx',
    quote: '<button onClick={onClose}><CloseIcon /></button>',
    layer: 'frontend-components',
  },
]

/** The finding with this number, the same in every run; `hostile` is its text for one of them. */
export function findingOf(index: number, hostile: string | undefined): Finding {
  const sample = samples[index % samples.length] ?? fail('no sample')
  const severity = Priority.options[index < 2 ? 0 : index < 7 ? 1 : index % 3 === 0 ? 3 : 2] ?? 'P2'
  const round = Math.floor(index / samples.length)
  const line = 12 + ((index * 37) % 400)
  const file = round === 0 ? sample.file : sample.file.replace(/(\.\w+)$/, `-${round}$1`)
  return {
    schema: 1,
    rule: `${sample.layer}/joins`,
    ruleVersion: 1,
    layer: sample.layer,
    title: (index === 3 && hostile) || sample.title,
    claim: 'mismatch',
    impact: Impact.options[severity === 'P0' ? 2 : severity === 'P1' ? 3 : 4] ?? 'quality',
    reach: severity === 'P0' ? 'production' : 'reachable',
    reachWhy: 'named by deploy/docker-compose.yml',
    confidence: index === 23 ? 'low' : 'high',
    anchor: `${sample.layer}:${index}`,
    evidence: [
      {
        kind: 'code',
        file,
        startLine: line,
        endLine: line,
        quote: (index === 3 && hostile) || sample.quote,
        role: 'primary',
      },
    ],
    instances: [{ file, line }],
    fix: { advice: 'Name the queue in the command of a worker.', effort: 'S', doneWhen: 'the rule is silent' },
    severity,
    severityWhy: [`reach: named by deploy/docker-compose.yml`],
    registered: index !== 23,
    fingerprint: index.toString(16).padStart(64, '0'),
    source: { kind: 'inspector', id: `${sample.layer}/joins`, version: '1' },
  }
}

/** The debt that a finding becomes: most are open, some were kept, one came back, two were judged by people. */
export function debtOf(finding: Finding, index: number): { debt: Debt; change: 'added' | 'kept' | 'reopened' } {
  const state: DebtState =
    index === 5 ? 'reopened' : index === 8 ? 'accepted' : index === 11 ? 'false-positive' : 'open'
  const debt: Debt = {
    id: `DEBT-${String(index + 1).padStart(3, '0')}`,
    fingerprint: finding.fingerprint,
    aliases: [],
    rule: finding.rule,
    layer: finding.layer,
    severity: finding.severity,
    title: finding.title,
    anchor: finding.anchor,
    location: finding.instances[0] ?? fail('no instance'),
    snippet: 'text of the evidence',
    state,
    firstSeen: index < 10 ? 'a1b2c3d4' : '4f2c9a71',
    lastSeen: '4f2c9a71',
    ...(state === 'accepted' ? { reason: 'the vendor answers in spring', until: '2026-01-15' } : {}),
    ...(state === 'false-positive' ? { reason: 'the index exists in a migration' } : {}),
  }
  return { debt, change: state === 'reopened' ? 'reopened' : index < 10 ? 'kept' : 'added' }
}

/** The score of one layer. */
export function scored(layer: Layer, index: number): Fact {
  const score = { layer, ran: 1, applicable: 1, population: 40 + index * 11, why: 'share of places without a finding' }
  if (layer === 'performance')
    return {
      type: 'layer.scored',
      score: { ...score, score: null, ran: 0, population: 0, why: 'no inspector ran' },
      worst: null,
    }
  if (notApplicable.includes(layer))
    return {
      type: 'layer.scored',
      score: {
        ...score,
        score: null,
        applicable: 0,
        ran: 0,
        population: 0,
        why: 'nothing of this layer in the repository',
      },
      worst: null,
    }
  const values: Partial<Record<Layer, number>> = {
    jobs: 59,
    integration: 59,
    auth: 79,
    database: 79,
    'ci-tests': 71,
    environment: 79,
    errors: 84,
  }
  return { type: 'layer.scored', score: { ...score, score: values[layer] ?? 92 + (index % 7) }, worst: null }
}

function fail(reason: string): never {
  throw new Error(reason)
}
