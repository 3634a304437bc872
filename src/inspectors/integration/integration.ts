import type { Inspector } from '../inspector.ts'
import { bodyKeyMismatch } from './body-key-mismatch.ts'
import { endpointWithoutClient } from './endpoint-without-client.ts'
import { methodMismatch } from './method-mismatch.ts'
import { responseKeyMismatch } from './response-key-mismatch.ts'

export const integrationInspectors: readonly Inspector[] = [
  bodyKeyMismatch,
  endpointWithoutClient,
  methodMismatch,
  responseKeyMismatch,
]
