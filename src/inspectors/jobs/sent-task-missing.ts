import { cite } from '../cite.ts'
import type { CelerySendFact } from '../facts/celery.ts'
import { regionOf } from '../facts/region.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { byMissingTask, likelyTask } from './celery-names.ts'

export const sentTaskMissing: Inspector = {
  id: 'jobs/sent-task-missing',
  version: 1,
  layer: 'jobs',
  title: 'A task that is sent by name and does not exist',
  inspect: (view) => {
    const { facts } = view
    const sends = facts.all('celerySend').filter(({ byName, file }) => byName && regionOf(file) !== 'test')
    const missing = byMissingTask(facts, sends)
    return {
      population: sends.length,
      bad: [...missing.values()].flat().length,
      unit: 'tasks sent by name',
      drafts: [...missing].map(([task, members]) => draftOf(view, task, members)),
    }
  },
}

function draftOf(view: View, task: string, sends: readonly CelerySendFact[]): Unfiled {
  const { related, hint } = likelyTask(view, task)
  return {
    title: `The task "${task}" is sent by name but does not exist`.slice(0, 140),
    claim: 'mismatch',
    impact: 'feature-broken',
    reach: 'reachable',
    reachWhy: 'the call stands in code outside tests',
    confidence: 'high',
    anchor: `task:${task}`.slice(0, 300),
    evidence: [...sends.slice(0, 5).map(({ file, line }) => cite(view.snapshot, file, line)), ...related],
    instances: sends.slice(0, 50).map(({ file, line }) => ({ file, line })),
    fix: {
      advice: `Send the name under which Celery knows the task${hint}: a worker drops what it does not know.`,
      effort: 'S',
      doneWhen: `"${task}" is a task of the repository, or nothing sends it`.slice(0, 300),
    },
  }
}
