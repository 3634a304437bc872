import type { Collector } from '../facts/collector.ts'
import { socketQueries } from '../facts/socket-queries.ts'
import { sockets } from '../facts/sockets.ts'
import type { Inspector } from '../inspector.ts'
import { socketClientWithoutEndpoint } from './client-without-endpoint.ts'
import { socketEndpointWithoutClient } from './endpoint-without-client.ts'
import { requiredQueryMissing } from './required-query-missing.ts'

export const websocketCollectors: readonly Collector[] = [socketQueries, sockets]

export const websocketInspectors: readonly Inspector[] = [
  requiredQueryMissing,
  socketClientWithoutEndpoint,
  socketEndpointWithoutClient,
]
