import type { Collector } from '../facts/collector.ts'
import { socketQueries } from '../facts/socket-queries.ts'
import { sockets } from '../facts/sockets.ts'
import type { Inspector } from '../inspector.ts'
import { socketClientWithoutEndpoint } from './client-without-endpoint.ts'
import { socketEndpointWithoutClient } from './endpoint-without-client.ts'
import { requiredQueryMissing } from './required-query-missing.ts'

export const websocketCollectors: readonly Collector[] = [sockets, socketQueries]

export const websocketInspectors: readonly Inspector[] = [
  socketClientWithoutEndpoint,
  socketEndpointWithoutClient,
  requiredQueryMissing,
]
