import type { Collector } from '../facts/collector.ts'
import { sockets } from '../facts/sockets.ts'
import type { Inspector } from '../inspector.ts'
import { socketClientWithoutEndpoint } from './client-without-endpoint.ts'
import { socketEndpointWithoutClient } from './endpoint-without-client.ts'

export const websocketCollectors: readonly Collector[] = [sockets]

export const websocketInspectors: readonly Inspector[] = [socketClientWithoutEndpoint, socketEndpointWithoutClient]
