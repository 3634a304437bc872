import type { Collector } from '../facts/collector.ts'
import { composeCollector } from '../facts/compose.ts'
import { dockerfileCollector } from '../facts/dockerfile.ts'
import type { Inspector } from '../inspector.ts'
import { healthcheckAbsent } from './healthcheck-absent.ts'
import { latestTag } from './latest-tag.ts'
import { missingBuildContext } from './missing-build-context.ts'
import { missingModule } from './missing-module.ts'
import { noOpService } from './no-op-service.ts'
import { overlayOverridesFix } from './overlay-overrides-fix.ts'
import { publishedDatabasePort } from './published-database-port.ts'
import { runsAsRoot } from './runs-as-root.ts'

export const deploymentCollectors: readonly Collector[] = [composeCollector, dockerfileCollector]

export const deploymentInspectors: readonly Inspector[] = [
  healthcheckAbsent,
  latestTag,
  missingBuildContext,
  missingModule,
  noOpService,
  overlayOverridesFix,
  publishedDatabasePort,
  runsAsRoot,
]
