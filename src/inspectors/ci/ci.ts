import type { Collector } from '../facts/collector.ts'
import { workflowCollector } from '../facts/workflows.ts'
import type { Inspector } from '../inspector.ts'
import { broadPermissions } from './broad-permissions.ts'
import { deployOnlyEchoes } from './deploy-only-echoes.ts'
import { gateCannotFail } from './gate-cannot-fail.ts'
import { missingScript } from './missing-script.ts'
import { unpinnedAction } from './unpinned-action.ts'

export const ciCollectors: readonly Collector[] = [workflowCollector]

export const ciInspectors: readonly Inspector[] = [
  broadPermissions,
  deployOnlyEchoes,
  gateCannotFail,
  missingScript,
  unpinnedAction,
]
