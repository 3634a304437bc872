import type { Collector } from '../facts/collector.ts'
import { pythonCors, typescriptCors } from '../facts/cors.ts'
import { imageSwitches, pythonSwitches, typescriptSwitches } from '../facts/switches.ts'
import type { Inspector } from '../inspector.ts'
import { corsWildcardCredentials } from './cors-wildcard-credentials.ts'
import { devOnlySwitch } from './dev-only-switch.ts'

export const middlewareCollectors: readonly Collector[] = [
  imageSwitches,
  pythonCors,
  pythonSwitches,
  typescriptCors,
  typescriptSwitches,
]

export const middlewareInspectors: readonly Inspector[] = [corsWildcardCredentials, devOnlySwitch]
