import { cite, linesOf } from '../cite.ts'
import { bindsName } from '../facts/python-modules.ts'
import { filesOfModule, hasTopLevel, moduleFile } from '../facts/python-paths.ts'
import { regionOf } from '../facts/region.ts'
import type { FactStore } from '../facts/store.ts'
import type { WorkerFact } from '../facts/workers.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { deploymentsOf } from './deployments.ts'

type Verdict = { readonly kind: 'module' } | { readonly kind: 'variable'; readonly file: string }

export const workerAppMissing: Inspector = {
  id: 'jobs/worker-app-missing',
  version: 1,
  layer: 'jobs',
  title: 'A worker command that starts a Celery app that does not exist',
  inspect: (view) => {
    const workers = view.facts.all('worker').filter(isReadable)
    const broken = workers.flatMap((worker) => {
      const verdict = judge(view, worker)
      return verdict === null ? [] : [{ worker, verdict }]
    })
    const groups = Map.groupBy(broken, ({ worker }) => `app:${worker.app}@${worker.file}`)
    return {
      population: workers.length,
      bad: broken.length,
      unit: 'worker commands',
      drafts: [...groups].map(([anchor, members]) => draftOf(view, anchor, members)),
    }
  },
}

function isReadable(worker: WorkerFact): boolean {
  const region = regionOf(worker.file)
  if (region === 'vendored' || region === 'docs' || worker.launcher === 'python') return false
  return /^[A-Za-z_][\w.]*(?::\w+)?$/.test(worker.app)
}

/** Silent for an app that may come from an installed package: its first name is nowhere in the repository. */
function judge({ facts, snapshot }: View, worker: WorkerFact): Verdict | null {
  const [module = '', variable] = worker.app.split(':')
  const file = moduleFile(facts, worker.app)
  const [first = ''] = module.split('.')
  if (file === null) return hasTopLevel(facts, first) && !isFolder(facts, module) ? { kind: 'module' } : null
  if (variable === undefined && isAttribute(facts, module)) {
    const last = module.slice(module.lastIndexOf('.') + 1)
    return mayHold(snapshot, file, last) || isFolder(facts, module) ? null : { kind: 'module' }
  }
  if (variable === undefined) return null
  return mayHold(snapshot, file, variable) ? null : { kind: 'variable', file }
}

/** `app.celery` may be the name `celery` in the package `app`; it is one when no module of that path exists. */
function isAttribute(facts: FactStore, module: string): boolean {
  return [module, `${module}.celery`].every((path) => filesOfModule(facts, path).length === 0)
}

function mayHold(snapshot: View['snapshot'], file: string, name: string): boolean {
  const lines = linesOf(snapshot, file)
  return bindsName(lines, name) || lines.some((line) => /import \*|__getattr__|globals\(\)/.test(line))
}

/** A folder without `__init__.py` is still a package. */
function isFolder(facts: FactStore, module: string): boolean {
  const part = `.${module}.`
  return facts.all('pythonModule').some((known) => `.${known.module}`.includes(part))
}

function draftOf(view: View, anchor: string, members: readonly { worker: WorkerFact; verdict: Verdict }[]): Unfiled {
  const [first] = members
  if (first === undefined) throw new Error(`no worker for ${anchor}`)
  const { worker, verdict } = first
  const deployment = deploymentsOf(view.facts).find(({ workers }) => workers.includes(worker))
  const module = worker.app.split(':')[0] ?? ''
  const what =
    verdict.kind === 'module' ? `the module ${module}` : `a name ${worker.app.split(':')[1]} in ${verdict.file}`
  return {
    title: `${worker.service} starts "${worker.app}", but there is no such ${verdict.kind}`.slice(0, 140),
    claim: 'mismatch',
    impact: 'service-dead',
    reach: deployment?.reach ?? 'unknown',
    reachWhy: deployment?.reachWhy ?? 'no deployment file was seen to use this command',
    confidence: 'high',
    anchor,
    evidence: [
      ...members.slice(0, 5).map(({ worker: { file, line } }) => cite(view.snapshot, file, line)),
      ...(verdict.kind === 'module' ? [absenceOf(module)] : []),
    ],
    instances: members.slice(0, 50).map(({ worker: { file, line } }) => ({ file, line })),
    fix: {
      advice: `Point -A at the module that makes the Celery app, or add ${what}. As it stands the process exits at start.`,
      effort: 'S',
      doneWhen: `"${worker.app}" names a module and an app of the repository`,
    },
  }
}

function absenceOf(path: string): Unfiled['evidence'][number] {
  return { kind: 'absence', query: { fact: 'pythonPath', where: { path } }, scope: ['**/*.py'], expected: 0 }
}
