import type { Collector } from '../facts/collector.ts'
import { secretCollector } from '../facts/secrets.ts'
import type { Inspector } from '../inspector.ts'
import { committedCredential } from './committed-credential.ts'

export const secretCollectors: readonly Collector[] = [secretCollector]

export const secretInspectors: readonly Inspector[] = [committedCredential]
