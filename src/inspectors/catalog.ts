import type { Collector } from './facts/collector.ts'
import type { Inspector } from './inspector.ts'
import { databaseCollectors, databaseInspectors } from './database/database.ts'
import { jobsCollectors, jobsInspectors } from './jobs/jobs.ts'
import { performanceCollectors, performanceInspectors } from './performance/performance.ts'
import { pythonCollectors, pythonInspectors } from './python/python.ts'

/** Every collector, in the order in which they see a file. */
export const collectors: readonly Collector[] = [
  ...jobsCollectors,
  ...databaseCollectors,
  ...performanceCollectors,
  ...pythonCollectors,
]

/** Every inspector. Reports list them by layer; the order here does not matter. */
export const inspectors: readonly Inspector[] = [
  ...jobsInspectors,
  ...databaseInspectors,
  ...performanceInspectors,
  ...pythonInspectors,
]
