import { blockingCallCollector } from '../facts/blocking-calls.ts'
import type { Collector } from '../facts/collector.ts'
import type { Inspector } from '../inspector.ts'
import { blockingIoInHandler } from './blocking-io-in-handler.ts'
import { syncCallInAsync } from './sync-call-in-async.ts'

export const performanceCollectors: readonly Collector[] = [blockingCallCollector]

/** What stops the event loop of a server. Queries in loops are looked for with the database. */
export const performanceInspectors: readonly Inspector[] = [blockingIoInHandler, syncCallInAsync]
