import { apiCollectors, apiInspectors } from './api/api.ts'
import { authCollectors, authInspectors } from './auth/auth.ts'
import { ciCollectors, ciInspectors } from './ci/ci.ts'
import { codeCollectors, codeInspectors } from './code/code.ts'
import { componentsCollectors, componentsInspectors } from './components/components.ts'
import { databaseCollectors, databaseInspectors } from './database/database.ts'
import { deploymentCollectors, deploymentInspectors } from './deployment/deployment.ts'
import { environmentCollectors, environmentInspectors } from './environment/environment.ts'
import { errorsCollectors, errorsInspectors } from './errors/errors.ts'
import type { Collector } from './facts/collector.ts'
import { surfaceOf } from './facts/endpoints.ts'
import { frontendCollectors, frontendInspectors } from './frontend/frontend.ts'
import type { Inspector, View } from './inspector.ts'
import { integrationInspectors } from './integration/integration.ts'
import { jobsCollectors, jobsInspectors } from './jobs/jobs.ts'
import { mcpCollectors, mcpInspectors } from './mcp/mcp.ts'
import { middlewareCollectors, middlewareInspectors } from './middleware/middleware.ts'
import { performanceCollectors, performanceInspectors } from './performance/performance.ts'
import { pythonCollectors, pythonInspectors } from './python/python.ts'
import { secretsCollectors, secretsInspectors } from './secrets/secrets.ts'
import { stateCollectors, stateInspectors } from './state/state.ts'
import { stubsCollectors, stubsInspectors } from './stubs/stubs.ts'
import { testsCollectors, testsInspectors } from './tests/tests.ts'
import { websocketCollectors, websocketInspectors } from './websocket/websocket.ts'

/** Every collector, in the order in which they see a file. */
export const collectors: readonly Collector[] = [
  ...apiCollectors,
  ...authCollectors,
  ...ciCollectors,
  ...codeCollectors,
  ...componentsCollectors,
  ...databaseCollectors,
  ...deploymentCollectors,
  ...environmentCollectors,
  ...errorsCollectors,
  ...frontendCollectors,
  ...jobsCollectors,
  ...mcpCollectors,
  ...middlewareCollectors,
  ...performanceCollectors,
  ...pythonCollectors,
  ...secretsCollectors,
  ...stateCollectors,
  ...stubsCollectors,
  ...testsCollectors,
  ...websocketCollectors,
]

/** Every inspector. Reports list them by layer; the order here does not matter. */
export const inspectors: readonly Inspector[] = [
  ...apiInspectors,
  ...authInspectors,
  ...ciInspectors,
  ...codeInspectors,
  ...componentsInspectors,
  ...databaseInspectors,
  ...deploymentInspectors,
  ...environmentInspectors,
  ...errorsInspectors,
  ...frontendInspectors,
  ...integrationInspectors,
  ...jobsInspectors,
  ...mcpInspectors,
  ...middlewareInspectors,
  ...performanceInspectors,
  ...pythonInspectors,
  ...secretsInspectors,
  ...stateInspectors,
  ...stubsInspectors,
  ...testsInspectors,
  ...websocketInspectors,
]

/** Facts that are joined from other facts. Made right after the survey, so that every query sees them. */
export const derivations: readonly ((view: View) => unknown)[] = [surfaceOf]
