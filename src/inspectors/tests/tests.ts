import type { Collector } from '../facts/collector.ts'
import { testCollector } from '../facts/tests.ts'
import type { Inspector } from '../inspector.ts'
import { emptyTest } from './empty-test.ts'
import { missingImport } from './missing-import.ts'
import { onlyLeft } from './only-left.ts'
import { skippedTest } from './skipped-test.ts'
import { suiteCollectsNothing } from './suite-collects-nothing.ts'
import { unparsableTest } from './unparsable-test.ts'

export const testsCollectors: readonly Collector[] = [testCollector]

export const testsInspectors: readonly Inspector[] = [
  emptyTest,
  missingImport,
  onlyLeft,
  skippedTest,
  suiteCollectsNothing,
  unparsableTest,
]
