import { unborn } from '../domain/commit-name.ts'
import type { Phase } from '../domain/mission.ts'
import type { Site } from '../ports/site.ts'

/** Why a phase cannot run here. Null: it can. Said when the mission is planned and again when it runs. */
export function missing({ needs }: Pick<Phase, 'needs'>, site: Pick<Site, 'repository' | 'backends'>): string | null {
  if (needs.includes('workspaces') && !site.repository.versioned)
    return `it changes files, and ${noGround(site.repository)}`
  if (needs.includes('workspaces') && site.repository.below !== '')
    return `it changes files, and a night works on whole git repositories: this folder is ${site.repository.below} of one`
  if (needs.includes('model') && ![...site.backends.values()].some(({ capabilities }) => capabilities.model))
    return 'it needs a model, and no backend here has one'
  return null
}

/** A repository that was begun and holds no commit is not without version control. */
function noGround({ branch }: Site['repository']): string {
  return branch === unborn
    ? 'the repository has no commit yet: a night begins from one'
    : 'the folder is under no version control: nothing could land in it'
}

/** Whether a mission changes anything, and so needs ground to work and land on. */
export function needsGrounds(phases: readonly Pick<Phase, 'needs'>[]): boolean {
  return phases.some(({ needs }) => needs.includes('workspaces'))
}
