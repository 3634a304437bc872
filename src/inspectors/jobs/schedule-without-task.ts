import { cite } from '../cite.ts'
import type { CeleryScheduleFact } from '../facts/celery.ts'
import { regionOf } from '../facts/region.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { byMissingTask, likelyTask } from './celery-names.ts'

export const scheduleWithoutTask: Inspector = {
  id: 'jobs/schedule-without-task',
  version: 1,
  layer: 'jobs',
  title: 'A beat schedule entry that names a task that does not exist',
  inspect: (view) => {
    const { facts } = view
    const entries = facts.all('celerySchedule').filter(({ file }) => !['test', 'docs'].includes(regionOf(file)))
    const missing = byMissingTask(facts, entries)
    return {
      population: entries.length,
      bad: [...missing.values()].flat().length,
      unit: 'schedule entries',
      drafts: [...missing].map(([task, members]) => draftOf(view, task, members)),
    }
  },
}

function draftOf(view: View, task: string, entries: readonly CeleryScheduleFact[]): Unfiled {
  const keys = entries.map(({ key }) => `"${key}"`).join(', ')
  const { related, hint } = likelyTask(view, task)
  return {
    title: `Schedule ${keys} names the task "${task}", which does not exist`.slice(0, 140),
    claim: 'mismatch',
    impact: 'feature-broken',
    reach: 'reachable',
    reachWhy: 'the entry stands in the beat schedule of an app of this repository',
    confidence: 'high',
    anchor: `schedule:${task}`,
    evidence: [...entries.slice(0, 5).map(({ file, line }) => cite(view.snapshot, file, line)), ...related],
    instances: entries.slice(0, 50).map(({ file, line }) => ({ file, line })),
    fix: {
      advice: `Name the task as Celery knows it (module and function, or its name= option)${hint}, or remove the entry: workers discard it as unregistered.`,
      effort: 'S',
      doneWhen: `the schedule names only tasks that exist; "${task}" is defined or gone`,
    },
  }
}
