import type { Reach } from '../../domain/finding.ts'
import type { Stage } from '../facts/compose.ts'

/** How a compose file's stage counts: only a file that says so is production. */
export function reachOfStage(stage: Stage, file: string): { readonly reach: Reach; readonly reachWhy: string } {
  switch (stage) {
    case 'production':
      return { reach: 'production', reachWhy: `${file} is a production compose file by its name` }
    case 'base':
      return { reach: 'reachable', reachWhy: `${file} builds or keeps up services and is not marked as development` }
    case 'development':
      return { reach: 'dev-or-test', reachWhy: `${file} is for development or tests` }
  }
}
