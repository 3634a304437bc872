import { cite } from '../cite.ts'
import type { CeleryScheduleFact } from '../facts/celery.ts'
import { resolveText } from '../facts/constants.ts'
import { regionOf } from '../facts/region.ts'
import type { Inspection, Inspector, View } from '../inspector.ts'
import { isMissing, nearest, possibleNames } from './celery-names.ts'

export const scheduleWithoutTask: Inspector = {
  id: 'jobs/schedule-without-task',
  version: 1,
  layer: 'jobs',
  title: 'A beat schedule entry that names a task that does not exist',
  inspect: (view) => {
    const { facts } = view
    const entries = facts.all('celerySchedule').filter(({ file }) => !['test', 'docs'].includes(regionOf(file)))
    const named = entries.flatMap((entry) => {
      const task = resolveText(facts, entry.task, entry.reference)
      return task === null ? [] : [{ entry, task }]
    })
    const bad = named.filter(({ task }) => isMissing(facts, task))
    const groups = Map.groupBy(bad, ({ task }) => task)
    return {
      population: entries.length,
      bad: bad.length,
      unit: 'schedule entries',
      drafts: [...groups].map(([task, members]) =>
        draftOf(
          view,
          task,
          members.map(({ entry }) => entry),
        ),
      ),
    }
  },
}

function draftOf(view: View, task: string, entries: readonly CeleryScheduleFact[]): Inspection['drafts'][number] {
  const keys = entries.map(({ key }) => `"${key}"`).join(', ')
  const near = nearest(view.facts, task)
  const related = near === null ? [] : [cite(view.snapshot, near.file, near.line, { role: 'related' })]
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
      advice: `Name the task as Celery knows it (module and function, or its name= option)${near === null ? '' : `, probably "${possibleNames(view.facts, near).at(-1)}"`}, or remove the entry: workers discard it as unregistered.`,
      effort: 'S',
      doneWhen: `the schedule names only tasks that exist; "${task}" is defined or gone`,
    },
  }
}
