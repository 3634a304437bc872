import type { Collector } from '../facts/collector.ts'
import { eventCollector } from '../facts/event.ts'
import type { Inspector } from '../inspector.ts'
import { unwiredHandler } from './unwired-handler.ts'

export const frontendCollectors: readonly Collector[] = [eventCollector]

export const frontendInspectors: readonly Inspector[] = [unwiredHandler]
