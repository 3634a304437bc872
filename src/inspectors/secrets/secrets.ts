import type { Collector } from '../facts/collector.ts'
import { secretCollector } from '../facts/secrets.ts'
import type { Inspector } from '../inspector.ts'
import { committedCredential } from './committed-credential.ts'

export const secretsCollectors: readonly Collector[] = [secretCollector]

export const secretsInspectors: readonly Inspector[] = [committedCredential]
