import { z } from 'zod'

/** The sixteen layers of a full-stack audit, in the order in which reports list them. */
export const layers = [
  'frontend-architecture',
  'frontend-components',
  'state',
  'middleware',
  'database',
  'auth',
  'deployment',
  'ci-tests',
  'mcp',
  'jobs',
  'websocket',
  'api',
  'integration',
  'environment',
  'errors',
  'performance',
] as const

export const Layer = z.enum(layers)
export type Layer = z.infer<typeof Layer>

export const layerTitles: Readonly<Record<Layer, string>> = {
  'frontend-architecture': 'Frontend architecture',
  'frontend-components': 'Frontend components',
  state: 'State management',
  middleware: 'Backend middleware',
  database: 'Database and ORM',
  auth: 'Authentication and secrets',
  deployment: 'Docker and deployment',
  'ci-tests': 'CI and tests',
  mcp: 'MCP server',
  jobs: 'Background jobs',
  websocket: 'WebSocket and real time',
  api: 'API routes',
  integration: 'Frontend-backend integration',
  environment: 'Environment configuration',
  errors: 'Error handling',
  performance: 'Performance',
}
