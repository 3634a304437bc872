import type { ComposeServiceFact } from '../facts/compose.ts'
import { joinPath, nameOf } from '../facts/path.ts'
import { regionOf } from '../facts/region.ts'
import type { View } from '../inspector.ts'
import { reachOfStage } from './reach.ts'

/** The Dockerfile a service builds from, or null when it cannot be told. */
export function dockerfileOf(service: ComposeServiceFact): string | null {
  return service.context === null ? null : joinPath(service.context, service.dockerfile ?? 'Dockerfile')
}

/** A Dockerfile is production when a production compose file builds it, and for development by its name or folder. */
export function dockerfileReach(view: View, file: string): ReturnType<typeof reachOfStage> {
  if (isForDevelopment(file)) return reachOfStage('development', file)
  const users = view.facts.all('composeService').filter((service) => dockerfileOf(service) === file)
  const production = users.find((service) => service.stage === 'production')
  if (production !== undefined) return reachOfStage('production', production.file)
  return { reach: 'reachable', reachWhy: `${file} is not marked as development` }
}

function isForDevelopment(file: string): boolean {
  return (
    regionOf(file) !== 'source' ||
    /(?:^|[._-])(?:dev|devel|development|local|test|tests|ci|e2e|playwright|debug)(?:$|[._-])/i.test(nameOf(file)) ||
    /(?:^|\/)(?:dev|local)\//.test(file)
  )
}
