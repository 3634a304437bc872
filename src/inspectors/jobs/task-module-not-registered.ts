import { cite } from '../cite.ts'
import type { CeleryTaskFact } from '../facts/celery.ts'
import { filesOfModule, importClosure, moduleFile } from '../facts/python-paths.ts'
import { regionOf } from '../facts/region.ts'
import type { FactStore } from '../facts/store.ts'
import { textBehind } from '../facts/text-constants.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { counted } from '../wording.ts'
import { possibleNames } from './celery-names.ts'
import { deploymentsOf } from './deployments.ts'
import { registerModule } from './register-module.ts'

export const taskModuleNotRegistered: Inspector = {
  id: 'jobs/task-module-not-registered',
  version: 1,
  layer: 'jobs',
  title: 'A module of Celery tasks that no app includes, discovers or imports',
  inspect: (view) => {
    const { facts } = view
    const tasks = facts.all('celeryTask').filter(({ file }) => !isApart(file))
    const modules = Map.groupBy(tasks, ({ file }) => file)
    if (facts.all('celeryApp').every(({ file }) => isApart(file)) || isOpen(view)) {
      return { population: 0, bad: 0, unit: 'task modules', drafts: [] }
    }
    const loaded = importClosure(facts, seedsOf(facts))
    const bad = [...modules].filter(([file]) => !loaded.has(file))
    return {
      population: modules.size,
      bad: bad.length,
      unit: 'task modules',
      drafts: bad.map(([file, members]) => draftOf(view, file, members)),
    }
  },
}

function isApart(file: string): boolean {
  return ['test', 'docs', 'example', 'vendored'].includes(regionOf(file))
}

/** A list that cannot be read, discovery over all installed applications, imports by name: nobody can say what is loaded. */
function isOpen({ facts, snapshot }: View): boolean {
  const apps = facts.all('celeryApp').map(({ file }) => snapshot.byPath.get(file)?.text ?? '')
  return (
    apps.some((text) =>
      /\b(?:import_module|import_string|__import__|pkgutil|walk_packages|find_modules)\b/.test(text),
    ) || facts.all('celeryInclude').some((include) => include.isOpen && !isApart(include.file))
  )
}

/** What a worker loads at start: the app's module, what it includes and discovers, and what commands name. */
function seedsOf(facts: FactStore): readonly string[] {
  const apps = facts.all('celeryApp').map(({ file }) => file)
  const includes = facts.all('celeryInclude').flatMap(({ module, related }) => {
    const names = related === '' ? [module] : [module, `${module}.${related}`]
    return names.flatMap((name) => filesOfModule(facts, name))
  })
  const started = facts.all('worker').flatMap(({ app, includes: list }) => {
    const file = moduleFile(facts, app)
    const listed = list.split(',').flatMap((name) => filesOfModule(facts, name))
    return file === null ? listed : [file, ...listed]
  })
  return [...apps, ...includes, ...started]
}

function draftOf(view: View, file: string, tasks: readonly CeleryTaskFact[]): Unfiled {
  const { facts, snapshot } = view
  const used = tasks.filter((task) => isSent(facts, task))
  const [app] = facts.all('celeryApp').filter((candidate) => !isApart(candidate.file))
  const module = tasks[0]?.module ?? file
  const production = deploymentsOf(facts).some(({ reach }) => reach === 'production')
  const isUsed = used.length > 0
  return {
    title:
      `The ${counted(tasks.length, 'task')} of ${file} ${tasks.length === 1 ? 'is' : 'are'} registered by no Celery app`.slice(
        0,
        140,
      ),
    claim: 'mismatch',
    impact: isUsed ? 'service-dead' : 'hygiene',
    reach: isUsed ? (production ? 'production' : 'reachable') : 'unknown',
    reachWhy: isUsed
      ? `${used[0]?.symbol} is sent or scheduled${production ? ' and workers run in production' : ''}, but no worker knows it`
      : 'nothing was seen to send these tasks',
    confidence: isUsed ? 'high' : 'medium',
    anchor: `tasks:${module}`,
    evidence: [
      ...[...used, ...tasks].slice(0, 1).map(({ line }) => cite(snapshot, file, line)),
      ...(app === undefined ? [] : [cite(snapshot, app.file, app.line, { role: 'related' })]),
    ],
    instances: tasks.slice(0, 50).map(({ line }) => ({ file, line })),
    fix: {
      advice: `Add the module to include=[...] of the app (or to its autodiscovery), so that workers import it at start. Until then its tasks are "unregistered" and are dropped.`,
      effort: 'S',
      doneWhen: `a Celery app loads ${file}`,
      // Tasks that nobody sends may as well be old code.
      ...(isUsed ? registerModule(view, file) : {}),
    },
  }
}

function isSent(facts: FactStore, task: CeleryTaskFact): boolean {
  const last = task.symbol.slice(task.symbol.lastIndexOf('.') + 1)
  const names = [...possibleNames(facts, task), last]
  const byFunction = facts
    .all('celerySend')
    .some((send) => !isApart(send.file) && names.includes(textBehind(facts, send.task, send.reference) ?? ''))
  return (
    byFunction ||
    facts.all('celerySchedule').some((entry) => entry.task.endsWith(`.${last}`) || names.includes(entry.task))
  )
}
