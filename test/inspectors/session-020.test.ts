import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Debt } from '../../src/domain/debt.ts'
import type { Finding } from '../../src/domain/finding.ts'
import { type RunResult, runMission } from '../../src/index.ts'
import { type FixtureRepository, fixtureRepository } from '../../src/testing/index.ts'
import { residency } from '../support/residency.ts'

/**
 * Session 020 inspected a front end, a back end, background jobs, an MCP server and their deployments by hand and left
 * 21 debts. The fixture holds each kind of them, as such debt looks in real code, and beside each a twin that is right.
 * Not among them, for no text can decide it: test calibration (015), the router's manual (017 to 019) and
 * observability (020).
 */
const debts: readonly (readonly [debt: string, rule: string, severity: Class, file: string, quote: string])[] = [
  [
    'DEBT-001 no worker consumes a queue',
    'jobs/queue-without-worker',
    'P0',
    'backend/app/core/celery_app.py',
    '"app.tasks.metrics.*": {"queue": "metrics"}',
  ],
  [
    'DEBT-001 no worker consumes a queue',
    'jobs/queue-without-worker',
    'P0',
    'backend/app/core/celery_app.py',
    '"app.tasks.exports.*": {"queue": "exports"}',
  ],
  [
    'DEBT-001 no worker consumes a queue',
    'jobs/queue-without-worker',
    'P0',
    'backend/app/core/celery_app.py',
    '"app.tasks.security.*": {"queue": "security"}',
  ],
  [
    'DEBT-002 an audience is not restricted',
    'auth/security-todo',
    'minor',
    'backend/app/services/audience_tokens.py',
    'TODO: restrict audiences',
  ],
  [
    'DEBT-002 anybody may revoke a token',
    'auth/for-now-allow',
    'P1',
    'backend/app/services/audience_tokens.py',
    'return True',
  ],
  [
    "DEBT-003 another framework's prefix",
    'environment/wrong-prefix',
    'P1',
    'frontend/src/lib/upload.ts',
    'REACT_APP_API_URL',
  ],
  [
    'DEBT-004 foreign keys without an index',
    'database/missing-index',
    'minor',
    'backend/app/models/assignment.py',
    'person_id',
  ],
  [
    'DEBT-004 a filtered column without an index',
    'database/missing-index',
    'minor',
    'backend/app/models/block.py',
    'date: Mapped[Day]',
  ],
  [
    'DEBT-005 the admin pages have no routes',
    'api/client-call-without-route',
    'P1',
    'frontend/src/hooks/useAdminUsers.ts',
    "'/admin/users'",
  ],
  [
    'DEBT-006 routes without a response model',
    'api/response-model-outlier',
    'minor',
    'backend/app/api/routes/resilience.py',
    '"/contingency"',
  ],
  [
    'DEBT-007 tokens are never refreshed',
    'auth/refresh-unused',
    'minor',
    'backend/app/api/routes/auth.py',
    '"/refresh"',
  ],
  [
    'DEBT-008 an icon button without a name',
    'components/icon-button-without-name',
    'minor',
    'frontend/src/components/SwapPanel.tsx',
    'withdraw.mutate',
  ],
  [
    'DEBT-008 header cells without a scope',
    'components/header-cell-without-scope',
    'minor',
    'frontend/src/components/RotaTable.tsx',
    '<th>Day</th>',
  ],
  [
    'DEBT-008 an image without a text',
    'components/image-without-alt',
    'minor',
    'frontend/src/components/Avatar.tsx',
    '<img src=',
  ],
  [
    'DEBT-009 a tool without documentation',
    'mcp/tool-without-description',
    'minor',
    'mcp-server/src/residency_mcp/server.py',
    '@mcp.tool()',
  ],
  [
    'DEBT-010 a socket that no hook opens',
    'websocket/endpoint-without-client',
    'minor',
    'backend/app/api/routes/realtime.py',
    '"/ws/presence"',
  ],
  [
    'DEBT-011 a query for every row',
    'database/query-in-loop',
    'minor',
    'backend/app/services/rota.py',
    'Assignment.block_id == block.id',
  ],
  [
    'DEBT-012 one setting, two defaults',
    'environment/divergent-default',
    'minor',
    'backend/app/core/cache.py',
    'CACHE_TTL_SECONDS',
  ],
  [
    'DEBT-012 settings are read past their class',
    'environment/setting-beside-class',
    'minor',
    'backend/app/core/cache.py',
    'REDIS_URL',
  ],
  [
    'DEBT-013 two configurations of one tool',
    'environment/duplicate-configuration',
    'minor',
    'frontend/next.config.js',
    'NextConfig',
  ],
  [
    'DEBT-014 two auth contexts side by side',
    'state/two-auth-contexts',
    'minor',
    'frontend/src/contexts/AuthContext.tsx',
    'useAuth',
  ],
  [
    'DEBT-016 skipped tests of the back end',
    'tests/skipped-test',
    'minor',
    'backend/tests/test_swaps.py',
    '@pytest.mark.skip(',
  ],
  [
    'DEBT-016 skipped tests of the front end',
    'tests/skipped-test',
    'minor',
    'frontend/src/__tests__/SwapPanel.test.tsx',
    'it.skip(',
  ],
  [
    'jobs: the beat starts an app that is not there',
    'jobs/worker-app-missing',
    'P0',
    'deploy/docker-compose.cd.yml',
    'celery -A app.celery beat',
  ],
  [
    'jobs: a scheduled task that no app registers',
    'jobs/task-module-not-registered',
    'P0',
    'backend/app/tasks/security.py',
    'def count_share_links',
  ],
  [
    'jobs: a schedule without its task',
    'jobs/schedule-without-task',
    'P1',
    'backend/app/core/celery_app.py',
    'run_contingency_report',
  ],
  [
    'jobs: a task sent by a name it never had',
    'jobs/sent-task-missing',
    'P1',
    'backend/app/tasks/planning.py',
    'tell_coordinators',
  ],
  [
    'env: a secret in the browser bundle',
    'environment/public-secret',
    'P1',
    'frontend/src/lib/calendar.ts',
    'NEXT_PUBLIC_CALENDAR_SECRET',
  ],
  [
    'env: read and declared nowhere',
    'environment/read-undeclared',
    'minor',
    'backend/app/services/holidays.py',
    'HOLIDAY_FEED_URL',
  ],
  ['env: example settings that nothing reads', 'environment/dead-setting', 'minor', '.env.example', 'SOLVER_THREADS'],
  ['env: fields that nothing reads', 'environment/dead-setting', 'minor', 'backend/app/core/config.py', 'CORS_ORIGINS'],
  [
    'env: compose asks for what nobody sets',
    'environment/compose-reference-undeclared',
    'minor',
    'docker-compose.yml',
    'PAGER_WEBHOOK',
  ],
  ['api: the method differs', 'integration/method-mismatch', 'P1', 'frontend/src/hooks/useSwaps.ts', 'api.patch'],
  [
    'api: the body lacks a key',
    'integration/body-key-mismatch',
    'P1',
    'frontend/src/hooks/useSwaps.ts',
    'assignment_id: assignmentId',
  ],
  [
    'api: the answer has another list key',
    'integration/response-key-mismatch',
    'P1',
    'frontend/src/hooks/useSwaps.ts',
    'api.get<SwapList>',
  ],
  [
    'api: a router mounted nowhere',
    'api/router-not-mounted',
    'minor',
    'backend/app/api/routes/exports.py',
    'APIRouter(',
  ],
  [
    'api: two handlers of one path',
    'api/duplicate-route',
    'P1',
    'backend/app/api/routes/absences.py',
    '@router.get("", response_model=list[AbsenceOut])',
  ],
  [
    'api: endpoints without a client',
    'integration/endpoint-without-client',
    'minor',
    'backend/app/api/routes/absences.py',
    '"/trend"',
  ],
  [
    'websocket: a socket that no endpoint offers',
    'websocket/client-without-endpoint',
    'P1',
    'frontend/src/hooks/useNotificationSocket.ts',
    'ws/notifications',
  ],
  [
    'websocket: the token is not sent',
    'websocket/required-query-missing',
    'P1',
    'frontend/src/hooks/useSwapSocket.ts',
    'ws/swaps',
  ],
  [
    'auth: a mutating route without a guard',
    'auth/route-without-auth',
    'P1',
    'backend/app/api/routes/assignments.py',
    '@router.delete("/{assignment_id}"',
  ],
  [
    'middleware: any origin with credentials',
    'middleware/cors-wildcard-credentials',
    'minor',
    'backend/app/main.py',
    'allow_origins=["*"]',
  ],
  ['middleware: stack traces for callers', 'middleware/dev-only-switch', 'P1', 'backend/app/main.py', 'debug=True'],
  ['db: one index twice', 'database/duplicate-index', 'minor', 'backend/app/models/absence.py', 'person_id'],
  [
    'db: two heads of the migrations',
    'database/multiple-heads',
    'P1',
    'backend/alembic/versions/0003_notifications.py',
    'down_revision = "0002"',
  ],
  [
    'stub: a handler that does nothing',
    'frontend/unwired-handler',
    'P1',
    'frontend/src/app/login/page.tsx',
    'onClick={() => {}}',
  ],
  [
    'stub: a figure out of thin air',
    'stubs/fabricated-result',
    'P1',
    'backend/app/services/resilience.py',
    'random.uniform',
  ],
  [
    'stub: an endpoint of made-up data',
    'stubs/placeholder-response',
    'P1',
    'backend/app/api/routes/absences.py',
    'TrendPoint(month=1',
  ],
  [
    'stub: reached and never written',
    'stubs/not-implemented',
    'P1',
    'backend/app/services/forecast.py',
    'NotImplementedError',
  ],
  [
    'mcp: a placeholder for a result',
    'mcp/placeholder-result',
    'P1',
    'mcp-server/src/residency_mcp/server.py',
    '@mcp.tool()',
  ],
  [
    'mcp: tools without a test',
    'mcp/tool-without-test',
    'minor',
    'mcp-server/src/residency_mcp/server.py',
    '@mcp.tool()',
  ],
  ['test: no body', 'tests/empty-test', 'minor', 'backend/tests/test_forecast.py', 'test_the_model_is_calibrated'],
  ['test: cannot be parsed', 'tests/unparsable-test', 'minor', 'backend/tests/test_calibration.py', 'assert'],
  [
    'test: imports what does not exist',
    'tests/missing-import',
    'minor',
    'backend/tests/test_resilience.py',
    'le_chatelier',
  ],
  ['test: collects nothing', 'tests/suite-collects-nothing', 'minor', 'frontend/playwright.config.ts', './e2e'],
  ['test: one left alone', 'tests/only-left', 'minor', 'frontend/src/__tests__/dates.test.ts', 'it.only('],
  [
    'ci: a gate that cannot fail',
    'ci/gate-cannot-fail',
    'minor',
    '.github/workflows/ci.yml',
    'mypy backend/app || true',
  ],
  ['ci: a rollback of words', 'ci/deploy-only-echoes', 'P1', '.github/workflows/deploy.yml', ''],
  ['ci: a script that is not there', 'ci/missing-script', 'minor', '.github/workflows/ci.yml', 'test:coverage'],
  ['ci: rights for everything', 'ci/broad-permissions', 'minor', '.github/workflows/deploy.yml', 'write-all'],
  [
    'ci: a moving third-party action',
    'ci/unpinned-action',
    'minor',
    '.github/workflows/ci.yml',
    'pnpm/action-setup@v4',
  ],
  [
    'deploy: the overlay undoes a safeguard',
    'deployment/overlay-overrides-fix',
    'P0',
    'docker-compose.prod.yml',
    'RATE_LIMIT_ENABLED: "false"',
  ],
  ['deploy: a service that only talks', 'deployment/no-op-service', 'P0', 'docker-compose.prod.yml', 'audit shipper'],
  [
    'deploy: the database for everybody',
    'deployment/published-database-port',
    'P1',
    'docker-compose.prod.yml',
    '5432:5432',
  ],
  ['deploy: an image that moves', 'deployment/latest-tag', 'minor', 'docker-compose.prod.yml', 'audit-shipper:latest'],
  [
    'deploy: waits for a health that is not checked',
    'deployment/healthcheck-absent',
    'P1',
    'deploy/docker-compose.cd.yml',
    '',
  ],
  [
    'deploy: a module that does not exist',
    'deployment/missing-module',
    'P1',
    'deploy/docker-compose.cd.yml',
    'app.services.forecast_worker',
  ],
  [
    'deploy: a folder that does not exist',
    'deployment/missing-build-context',
    'P1',
    'deploy/docker-compose.cd.yml',
    'build: ../mcp',
  ],
  ['deploy: runs as root', 'deployment/runs-as-root', 'minor', 'mcp-server/Dockerfile', ''],
  ['error: swallowed', 'errors/swallowed', 'minor', 'backend/app/services/forecast.py', 'except Exception:'],
  ['error: a fabricated fallback', 'errors/fabricated-fallback', 'P1', 'frontend/src/hooks/useAbsences.ts', 'return ['],
  ['error: a bare except', 'errors/bare-except', 'minor', 'backend/app/services/resilience.py', 'except:'],
  [
    'state: read and never written',
    'state/storage-key-never-written',
    'minor',
    'frontend/src/lib/upload.ts',
    "'access_token'",
  ],
  [
    'state: written and never read',
    'state/storage-key-never-read',
    'minor',
    'frontend/src/components/DayPicker.tsx',
    'residency.lastDay',
  ],
  [
    'components: a hook after a return',
    'components/hook-in-condition',
    'minor',
    'frontend/src/components/AbsenceList.tsx',
    'useEffect(',
  ],
  [
    'code: a name that is never defined',
    'python/undefined-name',
    'P1',
    'backend/app/services/resilience.py',
    'baseline_sessions',
  ],
  [
    'code: a default that calls share',
    'python/bug-pattern',
    'minor',
    'backend/app/services/pager.py',
    'seen: list[str] = []',
  ],
  ['code: a field twice', 'python/redefined-unused', 'minor', 'backend/app/schemas/rota.py', 'title: str'],
  ['code: a module behind a package', 'code/module-shadowed', 'minor', 'backend/app/services/mailer.py', ''],
  ['code: a file that nothing reaches', 'code/unreachable-file', 'minor', 'frontend/src/lib/legacyRota.ts', ''],
  ['code: an import of nothing', 'code/unresolved-import', 'P1', 'frontend/src/components/UserRow.tsx', '@/lib/roles'],
  [
    'code: a Python import of nothing',
    'code/unresolved-module',
    'P1',
    'backend/app/services/ical.py',
    'app.services.calendars',
  ],
  [
    'code: a name that is not exported',
    'code/missing-export',
    'P1',
    'frontend/src/components/RotaTable.tsx',
    'shortDate',
  ],
  ['code: a ring', 'code/import-cycle', 'minor', 'frontend/src/lib/swapState.ts', 'swapText'],
  [
    'performance: a server that sleeps',
    'performance/sync-call-in-async',
    'minor',
    'backend/app/api/routes/resilience.py',
    'time.sleep',
  ],
  [
    'performance: a read that blocks',
    'performance/blocking-io-in-handler',
    'minor',
    'frontend/src/app/api/rules/route.ts',
    'readFileSync(',
  ],
  ['secrets: a password in a script', 'secrets/committed-credential', 'minor', 'deploy/backup.sh', 'pg_dump'],
]

/** Code that looks like a debt of the rule and is none. */
const twins: readonly (readonly [why: string, rule: string, file: string, text: string])[] = [
  [
    'the other deployment consumes all six queues',
    'jobs/queue-without-worker',
    'deploy/docker-compose.cd.yml',
    '-Q default,resilience,notifications,metrics,exports,security',
  ],
  [
    'the worker of the same file starts the real app',
    'jobs/worker-app-missing',
    'deploy/docker-compose.cd.yml',
    'celery -A app.core.celery_app worker',
  ],
  [
    'a module that the app includes',
    'jobs/task-module-not-registered',
    'backend/app/tasks/metrics.py',
    'def compute_utilisation',
  ],
  [
    'a schedule with its task',
    'jobs/schedule-without-task',
    'backend/app/core/celery_app.py',
    'app.tasks.resilience.check_coverage',
  ],
  [
    'a check that allows by rule',
    'auth/for-now-allow',
    'backend/app/services/audience_tokens.py',
    'if audience == "public":',
  ],
  [
    'a guard two dependencies away',
    'auth/route-without-auth',
    'backend/app/api/routes/swaps.py',
    '@router.put("/{swap_id}/approve"',
  ],
  [
    'signing in asks for no token',
    'auth/route-without-auth',
    'backend/app/api/routes/auth.py',
    '@router.post("/login"',
  ],
  ['the right prefix', 'environment/wrong-prefix', 'frontend/src/lib/config.ts', 'NEXT_PUBLIC_API_URL'],
  ['a public address', 'environment/public-secret', 'frontend/src/lib/config.ts', 'NEXT_PUBLIC_WS_URL'],
  [
    'one default, however often it is read',
    'environment/divergent-default',
    'backend/app/core/throttle.py',
    'REDIS_URL',
  ],
  [
    'a reference with a default',
    'environment/compose-reference-undeclared',
    'docker-compose.yml',
    'NEXT_PUBLIC_API_URL:',
  ],
  [
    'one configuration each of two tools',
    'environment/duplicate-configuration',
    'frontend/vitest.config.ts',
    'defineConfig',
  ],
  ['indexed by a migration', 'database/missing-index', 'backend/app/models/swap.py', 'requester_id'],
  ['the first column of a wider index', 'database/missing-index', 'backend/app/models/notification.py', 'person_id'],
  ['one index', 'database/duplicate-index', 'backend/app/models/share_link.py', 'owner_id'],
  [
    'loaded with the first query',
    'database/query-in-loop',
    'backend/app/services/rota.py',
    'for block in db.scalars(query)',
  ],
  ['a path with a parameter', 'api/client-call-without-route', 'frontend/src/hooks/usePeople.ts', '/people/'],
  ['behind another base address', 'api/client-call-without-route', 'frontend/src/lib/upload.ts', 'people/me/avatar'],
  ['the same method', 'integration/method-mismatch', 'frontend/src/hooks/useAssignments.ts', 'api.put'],
  ['every key', 'integration/body-key-mismatch', 'frontend/src/hooks/usePeople.ts', "api.post('/people'"],
  [
    'the keys of the model',
    'integration/response-key-mismatch',
    'frontend/src/hooks/usePeople.ts',
    'api.get<PeoplePage>',
  ],
  [
    'the keys of the model, written in place',
    'integration/response-key-mismatch',
    'frontend/src/hooks/useAssignments.ts',
    'api.get<{ assignments',
  ],
  ['a mounted router', 'api/router-not-mounted', 'backend/app/api/routes/share_links.py', 'APIRouter('],
  ['nothing to describe', 'api/response-model-outlier', 'backend/app/api/routes/people.py', 'status_code=204)'],
  ['the token is sent', 'websocket/required-query-missing', 'frontend/src/hooks/useRotaSocket.ts', 'new WebSocket('],
  ['a hook opens it', 'websocket/endpoint-without-client', 'backend/app/api/routes/realtime.py', '"/ws/rota"'],
  ['another context', 'state/two-auth-contexts', 'frontend/src/contexts/ThemeContext.tsx', 'useTheme'],
  ['written beside it', 'state/storage-key-never-written', 'frontend/src/lib/tokens.ts', 'getItem'],
  [
    'a label',
    'components/icon-button-without-name',
    'frontend/src/components/Navigation.tsx',
    'aria-label="Notifications"',
  ],
  ['a scope', 'components/header-cell-without-scope', 'frontend/src/app/admin/users/page.tsx', '<th scope="col">Name'],
  ['a text', 'components/image-without-alt', 'frontend/src/components/Logo.tsx', '<img'],
  ['hooks at the top', 'components/hook-in-condition', 'frontend/src/components/LoadBadge.tsx', 'useLoad('],
  ['a wired button', 'frontend/unwired-handler', 'frontend/src/app/error.tsx', 'onClick={reset}'],
  [
    'described in its decorator',
    'mcp/tool-without-description',
    'mcp-server/src/residency_mcp/server.py',
    '@mcp.tool(description=',
  ],
  ['asks the API', 'mcp/placeholder-result', 'mcp-server/src/residency_mcp/server.py', '@mcp.tool(description='],
  ['skipped where it cannot run', 'tests/skipped-test', 'backend/tests/test_swaps.py', 'skipif'],
  ['a test that asserts', 'tests/empty-test', 'backend/tests/test_forecast.py', 'def test_a_forecast_is_read'],
  ['an upload is no gate', 'ci/gate-cannot-fail', '.github/workflows/ci.yml', 'continue-on-error'],
  ['a gate that can', 'ci/gate-cannot-fail', '.github/workflows/nightly.yml', 'pip-audit'],
  ['one echo in a real deployment', 'ci/deploy-only-echoes', '.github/workflows/deploy.yml', 'run: echo "rolled out"'],
  ['pinned to a commit', 'ci/unpinned-action', '.github/workflows/ci.yml', 'codecov/codecov-action@'],
  ['the development overlay', 'deployment/published-database-port', 'docker-compose.dev.yml', '5432:5432'],
  ['this machine only', 'deployment/published-database-port', 'docker-compose.prod.yml', '127.0.0.1:6379'],
  ['a release by variable', 'deployment/latest-tag', 'deploy/docker-compose.cd.yml', 'residency-backend:${RELEASE'],
  ['another user', 'deployment/runs-as-root', 'backend/Dockerfile', 'FROM'],
  ['the development overlay', 'middleware/dev-only-switch', 'docker-compose.dev.yml', '--reload'],
  [
    'an expected error with an answer',
    'errors/swallowed',
    'backend/app/services/forecast.py',
    'except FileNotFoundError:',
  ],
  ['nobody is signed in', 'errors/fabricated-fallback', 'frontend/src/contexts/AuthContext.tsx', '() => setUser(null)'],
  ['a simulation may draw', 'stubs/fabricated-result', 'backend/app/services/resilience.py', 'random.choice'],
  ['a file with one importer', 'code/unreachable-file', 'frontend/src/contexts/ThemeContext.tsx', "'use client'"],
  ['an awaited pause', 'performance/sync-call-in-async', 'backend/app/api/routes/resilience.py', 'asyncio.sleep'],
  ['an awaited read', 'performance/blocking-io-in-handler', 'frontend/src/app/api/rules/route.ts', 'await readFile'],
  ['a default of nothing', 'python/bug-pattern', 'backend/app/services/pager.py', 'seen: list[str] | None = None'],
  ['a placeholder', 'secrets/committed-credential', '.env.example', 'DATABASE_URL='],
]

let repository: FixtureRepository
let files: Record<string, string>
let first: Audit
let second: Audit

beforeAll(async () => {
  files = await residency()
  repository = await fixtureRepository(files)
  first = await audit()
  second = await audit()
})
afterAll(() => repository.remove())

interface Audit {
  readonly result: RunResult
  readonly debts: readonly Debt[]
  readonly findings: readonly Finding[]
  readonly json: string
}

/** One whole mission; the register stays in the repository's state between them. */
async function audit(): Promise<Audit> {
  const options = { repo: repository.root, state: join(repository.root, '.echelon'), env: {} }
  const result = await runMission({ ...options, mission: 'full-stack-audit' }).result
  const { findings, verdicts } = result.state
  const confirmed = [...findings.values()].filter(
    ({ finding }) => verdicts.get(finding.fingerprint)?.verdict.verdict === 'confirmed',
  )
  return {
    result,
    debts: [...result.state.debts.values()].map(({ debt }) => debt),
    findings: confirmed.map(({ finding }) => finding),
    json: await readFile(join(result.documents, 'audit.json'), 'utf8'),
  }
}

describe('the debts of Session 020', () => {
  test.each(debts)('%s: %s says so as %s', (_, rule, severity, file, quote) => {
    const found = first.findings.filter(
      (finding) => finding.rule === rule && classOf(finding) === severity && isAt(finding, file, quote),
    )
    expect(found).toHaveLength(1)
  })

  test('every inspector ran, and no finding failed the check of its evidence', () => {
    expect(first.result.outcome).toBe('accomplished')
    const { inspections, verdicts } = first.result.state
    expect([...inspections.values()].filter(({ status }) => status !== 'ran')).toEqual([])
    const refused = [...verdicts.values()].filter(({ verdict }) => verdict.verdict !== 'confirmed')
    expect(refused).toEqual([])
  })

  test('nothing else is called P0 or P1', () => {
    const others = first.findings.filter((finding) => classOf(finding) !== 'minor' && isUnplanted(finding))
    expect(others.map(({ rule, title }) => `${rule}: ${title}`)).toEqual([])
  })
})

type Class = 'P0' | 'P1' | 'minor'

/** P2 and P3 are one class here: which of the two may change while a rule is tuned. */
function classOf({ severity }: Finding): Class {
  return severity === 'P0' || severity === 'P1' ? severity : 'minor'
}

/** The finding's first quote stands in the file and holds the text. */
function isAt(finding: Finding, file: string, text: string): boolean {
  const [primary] = finding.evidence
  return primary?.kind === 'code' && primary.file === file && primary.quote.includes(text)
}

function isUnplanted(finding: Finding): boolean {
  return !debts.some(([, rule, , file, quote]) => rule === finding.rule && isAt(finding, file, quote))
}

test.each(twins)('%s: %s is silent about it', (_, rule, file, text) => {
  const lines = (files[file] ?? '').split('\n').flatMap((line, index) => (line.includes(text) ? [index + 1] : []))
  expect(lines).not.toEqual([])
  const blamed = first.findings
    .filter((finding) => finding.rule === rule)
    .flatMap((finding) => finding.instances.filter((place) => place.file === file && lines.includes(place.line)))
  expect(blamed).toEqual([])
})

describe('ids and bytes', () => {
  const ids = ({ debts: all }: Audit) => all.map(({ id, rule }) => `${id} ${rule}`).toSorted()

  test('two audits of one commit write the same audit.json, byte for byte, and keep every id', () => {
    expect(first.debts.length).toBeGreaterThanOrEqual(debts.length)
    expect(ids(second)).toEqual(ids(first))
    expect(second.json).toBe(first.json)
  })

  test('every id survives thirty new lines, and files that are renamed with all who name them', async () => {
    await rename(repository, files)
    await repository.commit(withThirtyLines(files), 'thirty lines')
    const later = await audit()
    expect(ids(later)).toEqual(ids(first))
    expect(later.debts.filter(({ state }) => state !== 'open')).toEqual([])
  })
})

const moves: readonly (readonly [from: string, to: string, name: string, newName: string])[] = [
  [
    'backend/app/services/audience_tokens.py',
    'backend/app/services/shares.py',
    'app.services.audience_tokens ',
    'app.services.shares ',
  ],
  [
    'backend/app/services/forecast.py',
    'backend/app/services/outlook.py',
    'app.services.forecast ',
    'app.services.outlook ',
  ],
  ['frontend/src/hooks/useAbsences.ts', 'frontend/src/hooks/absences.ts', "@/hooks/useAbsences'", "@/hooks/absences'"],
  [
    'frontend/src/contexts/AuthContext.tsx',
    'frontend/src/contexts/Auth.tsx',
    "@/contexts/AuthContext'",
    "@/contexts/Auth'",
  ],
]

/** Moves the files and puts their new names where others import them. */
async function rename({ git, commit }: FixtureRepository, all: Readonly<Record<string, string>>): Promise<void> {
  for (const [from, to] of moves) await git('mv', from, to)
  const importers = Object.entries(all).filter(([path]) => !moves.some(([from]) => from === path))
  await commit(Object.fromEntries(importers.map(([path, text]) => [path, withNewNames(text)])), 'renamed')
}

function withNewNames(text: string): string {
  return moves.reduce((current, [, , name, newName]) => current.replaceAll(name, newName), text)
}

const marks: Readonly<Record<string, string>> = { py: '#', ts: '//', tsx: '//', mjs: '//', yml: '#' }

/** Thirty lines of comment on top of every other file in which that is possible. */
function withThirtyLines(all: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(all).flatMap(([path, text]) => {
    const mark = marks[path.slice(path.lastIndexOf('.') + 1)]
    const isMoved = moves.some(([from]) => from === path)
    if (mark === undefined || isMoved) return []
    return [[path, `${`${mark} Moved down.\n`.repeat(30)}${withNewNames(text)}`] as const]
  })
  return Object.fromEntries(entries)
}
