import type { Collector, Emit } from './collector.ts'
import type { Placed } from './store.ts'
import { YamlValue } from './yaml-map.ts'

/** One GitHub Actions workflow. `permissions` is `absent`, `read-all`, `write-all` or a sorted list such as `contents:write`. */
export interface WorkflowFact extends Placed {
  readonly name: string
  readonly triggers: string
  readonly permissions: string
  readonly permissionsLine: number
}

export interface WorkflowJobFact extends Placed {
  readonly job: string
  readonly title: string
  readonly permissions: string
  readonly continueOnError: string | null
  readonly condition: string | null
  readonly outputs: boolean
  /** A reusable workflow that the job calls, or null. */
  readonly uses: string | null
  readonly environment: string | null
}

export interface WorkflowStepFact extends Placed {
  readonly job: string
  readonly step: number
  readonly id: string | null
  readonly title: string
  readonly uses: string | null
  readonly usesLine: number
  readonly run: string | null
  readonly runLine: number
  readonly shell: string | null
  /** Folder the step runs in as written, with the job's and the workflow's defaults applied. */
  readonly directory: string | null
  readonly continueOnError: string | null
  readonly continueLine: number
  readonly condition: string | null
  /** `path:` and `repository:` of a checkout: what follows may stand in another repository. */
  readonly otherCheckout: boolean
}

/** Workflows in the folder that GitHub reads; those of copies deeper down never run. */
export const workflowCollector: Collector = {
  id: 'workflows',
  wants: (file) => file.language === 'yaml' && /^\.github\/workflows\/[^/]+$/.test(file.path),
  collect(file, trees, emit) {
    const root = YamlValue.root(trees.yaml())
    if (root === null) return
    const permissions = root.get('permissions')
    emit('workflow', {
      file: file.path,
      line: root.get('name')?.line ?? 1,
      name: root.textOf('name') ?? file.path,
      triggers: triggersOf(root.get('on')),
      permissions: permissionsOf(permissions),
      permissionsLine: root.entries().find((entry) => entry.key === 'permissions')?.line ?? 1,
    })
    declare(file.path, root.get('env'), emit)
    const directory = defaultDirectory(root)
    for (const entry of root.get('jobs')?.entries() ?? [])
      job({ file: file.path, line: entry.line, job: entry.key }, entry.value, directory, emit)
  },
}

function job(place: Placed & { job: string }, value: YamlValue, directory: string | null, emit: Emit): void {
  emit('workflowJob', {
    ...place,
    title: value.textOf('name') ?? place.job,
    permissions: permissionsOf(value.get('permissions')),
    continueOnError: value.textOf('continue-on-error'),
    condition: value.textOf('if'),
    outputs: value.get('outputs') !== null,
    uses: value.textOf('uses'),
    environment: value.textOf('environment') ?? value.get('environment')?.textOf('name') ?? null,
  })
  declare(place.file, value.get('env'), emit)
  const folder = defaultDirectory(value) ?? directory
  for (const [index, step] of (value.get('steps')?.items() ?? []).entries()) {
    declare(place.file, step.get('env'), emit)
    emit('workflowStep', stepFact(place, step, index, folder))
  }
}

function stepFact(
  place: Placed & { job: string },
  step: YamlValue,
  index: number,
  directory: string | null,
): WorkflowStepFact {
  const run = step.textOf('run')
  const uses = step.textOf('uses')
  const inputs = step.get('with')
  const checksOut = uses?.startsWith('actions/checkout') ?? false
  return {
    file: place.file,
    line: step.line,
    job: place.job,
    step: index,
    id: step.textOf('id'),
    title: step.textOf('name') ?? uses ?? run?.split('\n')[0] ?? '',
    uses,
    usesLine: step.get('uses')?.line ?? step.line,
    run,
    runLine: step.get('run')?.textLine ?? step.line,
    shell: step.textOf('shell'),
    directory: step.textOf('working-directory') ?? directory,
    continueOnError: step.textOf('continue-on-error'),
    continueLine: step.get('continue-on-error')?.line ?? step.line,
    condition: step.textOf('if'),
    otherCheckout: checksOut && (inputs?.textOf('repository') ?? inputs?.textOf('path') ?? null) !== null,
  }
}

function declare(file: string, value: YamlValue | null, emit: Emit): void {
  for (const { key, line } of value?.isMap ? value.entries() : [])
    emit('envDeclaration', { file, line, name: key, where: 'workflow' })
}

function defaultDirectory(value: YamlValue): string | null {
  return value.get('defaults')?.get('run')?.textOf('working-directory') ?? null
}

function triggersOf(value: YamlValue | null): string {
  if (value === null) return ''
  if (value.text !== null) return value.text
  const names = value.isList ? value.items().map((item) => item.text ?? '') : value.entries().map((entry) => entry.key)
  return names.sort().join(',')
}

function permissionsOf(value: YamlValue | null): string {
  if (value === null) return 'absent'
  if (value.text !== null) return value.text
  return value
    .entries()
    .map((entry) => `${entry.key}:${entry.value.text ?? ''}`)
    .sort()
    .join(',')
}
