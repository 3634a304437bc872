import { cite } from '../cite.ts'
import type { WorkflowStepFact } from '../facts/workflows.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'

export const unpinnedAction: Inspector = {
  id: 'ci/unpinned-action',
  version: 1,
  layer: 'ci-tests',
  title: 'Actions of others are used by a name that their owners can move',
  inspect(view): Inspection {
    const foreign = view.facts.all('workflowStep').filter((step) => isForeign(step.uses))
    const loose = foreign.filter((step) => !/@[0-9a-f]{40}$/.test(step.uses ?? ''))
    return {
      population: foreign.length,
      bad: loose.length,
      unit: "uses of other people's actions",
      drafts: loose.length === 0 ? [] : [draftOf(view, loose)],
    }
  },
}

/** GitHub's own actions and local ones are left out; images are pinned by other means. */
function isForeign(uses: string | null): boolean {
  return uses !== null && /^[\w.-]+\/[\w.-]+/.test(uses) && !/^(?:actions|github|docker:|\.)/.test(uses)
}

function draftOf(view: View, loose: readonly WorkflowStepFact[]): Unfiled {
  const names = [...new Set(loose.map((step) => step.uses ?? ''))].sort()
  const some = names.slice(0, 3).join(', ') + (names.length > 3 ? ', …' : '')
  return {
    title:
      `${names.length} third-party action${names.length === 1 ? ' is' : 's are'} not pinned to a commit: ${some}`.slice(
        0,
        140,
      ),
    claim: 'presence',
    impact: 'hygiene',
    reach: 'reachable',
    reachWhy: 'the steps run with the token and secrets of their workflow',
    confidence: 'proven',
    anchor: 'workflows:actions',
    evidence: loose.slice(0, 10).map((step) => cite(view.snapshot, step.file, step.usesLine)),
    instances: loose.slice(0, 500).map((step) => ({ file: step.file, line: step.usesLine })),
    fix: {
      advice:
        'Pin each action to the commit of the release in use, with the version in a comment, and let an update bot raise it.',
      effort: 'S',
      doneWhen: 'every third-party action is named by a full commit id',
    },
  }
}
