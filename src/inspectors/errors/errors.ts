import { catchCollector } from '../facts/catch.ts'
import type { Collector } from '../facts/collector.ts'
import { errorNetCollector } from '../facts/error-net.ts'
import { exceptCollector } from '../facts/except.ts'
import type { Inspector } from '../inspector.ts'
import { bareExcept } from './bare-except.ts'
import { fabricatedFallback } from './fabricated-fallback.ts'
import { noErrorBoundary } from './no-error-boundary.ts'
import { noGlobalHandler } from './no-global-handler.ts'
import { swallowed } from './swallowed.ts'

export const errorsCollectors: readonly Collector[] = [catchCollector, errorNetCollector, exceptCollector]

export const errorsInspectors: readonly Inspector[] = [
  bareExcept,
  fabricatedFallback,
  noErrorBoundary,
  noGlobalHandler,
  swallowed,
]
