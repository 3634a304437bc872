import type { Collector } from '../facts/collector.ts'
import { keyConstantCollector, storageCollector } from '../facts/storage.ts'
import type { Inspector } from '../inspector.ts'
import { storageKeyNeverRead } from './storage-key-never-read.ts'
import { storageKeyNeverWritten } from './storage-key-never-written.ts'
import { twoAuthContexts } from './two-auth-contexts.ts'

export const stateCollectors: readonly Collector[] = [keyConstantCollector, storageCollector]

export const stateInspectors: readonly Inspector[] = [storageKeyNeverRead, storageKeyNeverWritten, twoAuthContexts]
