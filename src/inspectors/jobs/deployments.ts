import { folderOf, nameOf } from '../facts/path.ts'
import { regionOf } from '../facts/region.ts'
import type { FactStore } from '../facts/store.ts'
import type { LaunchFact, WorkerFact } from '../facts/workers.ts'

/** The workers that run together, and whether that is production. */
export interface Deployment {
  /** `compose:docker-compose.yml`, `supervisor:backend/supervisord.conf`, … */
  readonly key: string
  readonly workers: readonly WorkerFact[]
  readonly reach: 'production' | 'dev-or-test'
  readonly reachWhy: string
}

const bases = ['docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml']

/** Every deployment of the repository that starts at least one Celery worker. */
export function deploymentsOf(facts: FactStore): readonly Deployment[] {
  return facts.derived('celery-deployments', () => {
    const workers = facts.all('worker').filter((worker) => !/\{\{/.test(worker.file))
    const compose = byFile(facts.all('launch'))
    const composed = [...compose].flatMap(([file, services]) => composeDeployment(file, services, compose, workers))
    return [...composed, ...groupedDeployments(workers, composed)].filter(({ workers: found }) =>
      found.some((worker) => worker.role === 'worker'),
    )
  })
}

function byFile(launches: readonly LaunchFact[]): ReadonlyMap<string, readonly LaunchFact[]> {
  return Map.groupBy(launches, (launch) => launch.file)
}

function composeDeployment(
  file: string,
  services: readonly LaunchFact[],
  compose: ReadonlyMap<string, readonly LaunchFact[]>,
  workers: readonly WorkerFact[],
): readonly Deployment[] {
  const base = services.every((service) => service.isWhole) ? undefined : baseOf(file, compose)
  const own = new Set(services.filter((service) => service.command !== '').map((service) => service.service))
  const inherited = (base ?? []).filter((service) => !own.has(service.service))
  const running = [...services, ...inherited]
  const started = workers.filter(
    (worker) =>
      worker.launcher === 'compose' &&
      (worker.file === file || (worker.file === base?.[0]?.file && !own.has(worker.service))),
  )
  const behind = workers.filter((worker) => isNamed(worker, running))
  if (!started.some((worker) => worker.file === file) && behind.length === 0) return []
  const others = workers.filter((worker) => !behind.includes(worker) && mayRun(worker, running))
  return [{ key: `compose:${file}`, workers: [...started, ...behind, ...others], ...reachOf(file, compose) }]
}

function baseOf(file: string, compose: ReadonlyMap<string, readonly LaunchFact[]>): readonly LaunchFact[] | undefined {
  const folder = folderOf(file)
  const base = bases.map((name) => (folder === '' ? name : `${folder}/${name}`)).find((path) => compose.has(path))
  return base === undefined || base === file ? undefined : compose.get(base)
}

/** Whether a service starts the worker through a script, a supervisor, or the command of its image. */
function isNamed(worker: WorkerFact, services: readonly LaunchFact[]): boolean {
  const name = nameOf(worker.file)
  switch (worker.launcher) {
    case 'script':
      return services.some(
        ({ command }) =>
          command.includes(name) ||
          (name === 'Makefile' && /\bmake\b/.test(command)) ||
          (name === 'package.json' && /\b(?:npm|pnpm|yarn)\b/.test(command)),
      )
    case 'supervisor':
      return services.some(({ command }) => command.includes(name) || command.includes('supervisord'))
    case 'dockerfile':
      return services.some((service) => isImageOf(service) && /worker|celery|queue|job/i.test(service.service))
    case 'python':
    case 'compose':
    case 'procfile':
    case 'kubernetes':
      return false
  }
}

/** Whether the worker may run as well, so that its queues cannot be called idle: entry points, images, Python. */
function mayRun(worker: WorkerFact, services: readonly LaunchFact[]): boolean {
  switch (worker.launcher) {
    case 'python':
      return true
    case 'script':
      return /entrypoint|docker/i.test(nameOf(worker.file)) && services.some(({ isBuilt }) => isBuilt)
    case 'supervisor':
    case 'dockerfile':
      return services.some(isImageOf)
    case 'compose':
    case 'procfile':
    case 'kubernetes':
      return false
  }
}

/** The image decides what the service runs. */
function isImageOf(service: LaunchFact): boolean {
  return service.isBuilt && service.command === ''
}

/** Procfiles, supervisors and cluster manifests stand for themselves; scripts do when nothing else starts workers. */
function groupedDeployments(workers: readonly WorkerFact[], composed: readonly Deployment[]): readonly Deployment[] {
  const own = workers.filter((worker) => ['procfile', 'supervisor', 'kubernetes'].includes(worker.launcher))
  const groups = Map.groupBy(own, groupKey)
  const found = [...groups].map(([key, members]) => ({
    key,
    workers: members,
    ...reachOf(members[0]?.file ?? '', new Map()),
  }))
  if (found.length > 0 || composed.length > 0) return found
  const images = workers.filter((worker) => ['dockerfile', 'script'].includes(worker.launcher))
  const first = images[0]
  return first === undefined ? [] : [{ key: 'scripts', workers: images, ...reachOf(first.file, new Map()) }]
}

function groupKey(worker: WorkerFact): string {
  if (worker.launcher !== 'kubernetes') return `${worker.launcher}:${worker.file}`
  return `kubernetes:${worker.file.split('/').slice(0, 2).join('/')}`
}

function reachOf(
  file: string,
  compose: ReadonlyMap<string, readonly LaunchFact[]>,
): Pick<Deployment, 'reach' | 'reachWhy'> {
  if (isDevelopment(file)) return { reach: 'dev-or-test', reachWhy: `${file} is for development or tests` }
  const production = [...compose].find(
    ([path, services]) =>
      path !== file && folderOf(path) === folderOf(file) && /prod/i.test(nameOf(path)) && services.every(isWhole),
  )
  if (production !== undefined && bases.includes(nameOf(file))) {
    return { reach: 'dev-or-test', reachWhy: `${production[0]} beside it is the production file` }
  }
  return { reach: 'production', reachWhy: `${file} is a deployment file that is not marked as development` }
}

function isWhole(service: LaunchFact): boolean {
  return service.isWhole
}

function isDevelopment(file: string): boolean {
  // A chart keeps its manifests in templates/.
  const region = regionOf(file.replace('/templates/', '/'))
  if (region === 'test' || region === 'example' || region === 'docs') return true
  return /(?:^|[/._-])(?:dev|devel|development|local|test|tests|testing|ci|e2e|override|example|sample|debug|profiling|bench|benchmark|benchmarks|loadtest)(?:[/._-]|$)/i.test(
    file,
  )
}
