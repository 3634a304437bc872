import type { Collector } from './facts/collector.ts'
import type { Inspector } from './inspector.ts'

/** Every collector, in the order in which they see a file. */
export const collectors: readonly Collector[] = []

/** Every inspector. Reports list them by layer; the order here does not matter. */
export const inspectors: readonly Inspector[] = []
