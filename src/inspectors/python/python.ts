import type { Collector } from '../facts/collector.ts'
import { ruffCollector } from '../facts/ruff.ts'
import type { Inspector } from '../inspector.ts'
import { bugPattern } from './bug-pattern.ts'
import { redefinedUnused } from './redefined-unused.ts'
import { undefinedName } from './undefined-name.ts'

export const pythonCollectors: readonly Collector[] = [ruffCollector]

/** What Ruff finds that is a bug rather than a matter of style. */
export const pythonInspectors: readonly Inspector[] = [bugPattern, redefinedUnused, undefinedName]
