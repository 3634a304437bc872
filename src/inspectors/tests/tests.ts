import type { Collector } from '../facts/collector.ts'
import { testCollector } from '../facts/tests.ts'
import type { Inspector } from '../inspector.ts'
import { emptyTest } from './empty-test.ts'
import { missingImport } from './missing-import.ts'
import { onlyLeft } from './only-left.ts'
import { skippedTest } from './skipped-test.ts'
import { suiteCollectsNothing } from './suite-collects-nothing.ts'
import { unparsableTest } from './unparsable-test.ts'

export const testCollectors: readonly Collector[] = [testCollector]

export const testInspectors: readonly Inspector[] = [
  skippedTest,
  emptyTest,
  onlyLeft,
  unparsableTest,
  missingImport,
  suiteCollectsNothing,
]
