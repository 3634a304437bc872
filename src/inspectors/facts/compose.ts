import type { Collector, Emit } from './collector.ts'
import { folderOf, joinPath } from './path.ts'
import { regionOf } from './region.ts'
import type { Placed } from './store.ts'
import { YamlValue } from './yaml-map.ts'

/** What a compose file is for, by its name and by what its services say. */
export type Stage = 'production' | 'base' | 'development'

export interface ComposeServiceFact extends Placed {
  readonly service: string
  readonly stage: Stage
  readonly image: string | null
  /** Build context inside the repository; null when there is no build, it is not written here or it cannot be told. */
  readonly context: string | null
  /** The context as written. */
  readonly contextText: string | null
  readonly contextLine: number
  readonly dockerfile: string | null
  readonly target: string | null
  readonly builds: boolean
  /** Command and entrypoint as one line of text each. */
  readonly command: string | null
  readonly commandLine: number
  readonly entrypoint: string | null
  readonly entrypointLine: number
  readonly workingDirectory: string | null
  readonly healthcheck: 'present' | 'disabled' | 'absent'
  readonly profiles: string
  readonly restart: string | null
  readonly user: string | null
  readonly privileged: boolean
  readonly extendsOther: boolean
}

export interface ComposePortFact extends Placed {
  readonly service: string
  readonly published: string | null
  readonly host: string | null
  readonly target: string
}

export interface ComposeDependencyFact extends Placed {
  readonly service: string
  readonly on: string
  readonly condition: string
}

/** `${NAME}` in a compose file: `required` is `:?`, `default` has `:-` or `-`, `alternate` is `:+`. */
export interface ComposeReferenceFact extends Placed {
  readonly name: string
  readonly form: 'plain' | 'default' | 'required' | 'alternate'
}

/** One variable given to a service. `value` is kept only for switches: true, false, 0, 1 and names of environments. */
export interface ComposeVariableFact extends Placed {
  readonly service: string
  readonly name: string
  readonly value: string | null
}

export interface ComposeVolumeFact extends Placed {
  readonly service: string
  readonly source: string
  readonly target: string
}

export const composeCollector: Collector = {
  id: 'compose',
  wants: (file) => file.language === 'yaml' && /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/.test(file.path),
  collect(file, trees, emit) {
    references(file.path, file.text, emit)
    const root = YamlValue.root(trees.yaml())
    const services = root?.get('services')?.entries() ?? []
    const stage = stageOf(
      file.path,
      file.text,
      services.some((entry) => entry.value.get('build') !== null),
    )
    for (const { key, value, line } of services) {
      emit('composeService', service({ file: file.path, line, service: key, stage }, value))
      ports(file.path, key, value, emit)
      dependencies(file.path, key, value, emit)
      variables(file.path, key, value, emit)
      volumes(file.path, key, value, emit)
    }
  },
}

/**
 * Names decide first. A file without a telling name is for development when it reloads code or mounts sources, or when
 * it builds nothing and restarts nothing: then it only brings up the databases a developer needs.
 */
function stageOf(path: string, text: string, builds: boolean): Stage {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  if (/[._-](?:override|dev|devel|development|local|test|tests|testing|ci|e2e|debug|sandbox|example|demo)\b/.test(name))
    return 'development'
  const region = regionOf(path)
  if (region === 'test' || region === 'example' || region === 'docs' || region === 'vendored') return 'development'
  if (/(?:^|\/)(?:\.devcontainer|dev|local|development|tooling|ci)\//.test(path)) return 'development'
  if (/[._-](?:prod|production|deploy|deployment|staging|live|release)\b/.test(name)) return 'production'
  if (/(?:^|\/)(?:prod|production|staging)\//.test(path)) return 'production'
  if (/--reload\b|\brun dev\b|\b(?:pnpm|yarn) dev\b|nodemon|runserver|NODE_ENV[:=]\s*['"]?development/.test(text))
    return 'development'
  if (region === 'tooling') return 'development'
  return builds || /^\s+restart:\s*['"]?(?:always|unless-stopped|on-failure)/m.test(text) ? 'base' : 'development'
}

function service(
  place: Pick<ComposeServiceFact, 'file' | 'line' | 'service' | 'stage'>,
  value: YamlValue,
): ComposeServiceFact {
  const build = value.get('build')
  const context = build === null ? null : (build.text ?? build.textOf('context'))
  const command = value.get('command')
  const entrypoint = value.get('entrypoint')
  const inline = build?.get('dockerfile_inline') !== null && build?.get('dockerfile_inline') !== undefined
  return {
    ...place,
    image: value.textOf('image'),
    builds: build !== null,
    context: context === null || inline || /:\/\/|^git@/.test(context) ? null : joinPath(folderOf(place.file), context),
    contextText: context,
    contextLine: build?.get('context')?.line ?? build?.line ?? place.line,
    dockerfile: build?.textOf('dockerfile') ?? null,
    target: build?.textOf('target') ?? null,
    command: commandText(command),
    commandLine: command?.textLine ?? place.line,
    entrypoint: commandText(entrypoint),
    entrypointLine: entrypoint?.textLine ?? place.line,
    workingDirectory: value.textOf('working_dir'),
    healthcheck: healthcheckOf(value.get('healthcheck')),
    profiles: (value.get('profiles')?.items() ?? []).map((item) => item.text).join(','),
    restart: value.textOf('restart'),
    user: value.textOf('user'),
    privileged: value.textOf('privileged') === 'true',
    extendsOther: value.get('extends') !== null,
  }
}

function commandText(value: YamlValue | null): string | null {
  if (value === null) return null
  if (!value.isList) return value.text?.replace(/\$\$/g, '$').trim() ?? null
  return value
    .items()
    .map((item) => (item.text ?? '').replace(/\$\$/g, '$'))
    .join(' ')
    .trim()
}

function healthcheckOf(value: YamlValue | null): ComposeServiceFact['healthcheck'] {
  if (value === null) return 'absent'
  const none = value.textOf('test') === 'NONE' || value.get('test')?.items()[0]?.text === 'NONE'
  return none || value.textOf('disable') === 'true' ? 'disabled' : 'present'
}

function ports(file: string, service: string, value: YamlValue, emit: Emit): void {
  for (const item of value.get('ports')?.items() ?? []) {
    const line = item.line
    if (item.isMap) {
      const published = item.textOf('published')
      emit('composePort', {
        file,
        line,
        service,
        published,
        host: item.textOf('host_ip'),
        target: item.textOf('target') ?? '',
      })
      continue
    }
    const port = shortPort(item.text ?? '')
    if (port !== null) emit('composePort', { file, line, service, ...port })
  }
}

/** `127.0.0.1:5432:5432/tcp`, `5432:5432`, `5432`; variables may hold colons of their own. */
function shortPort(text: string): Pick<ComposePortFact, 'published' | 'host' | 'target'> | null {
  const plain = text.replace(/\$\{[^}]*\}/g, 'VARIABLE').replace(/\/\w+$/, '')
  const match = /^(?:(\[[^\]]+\]|[^:]+):)?(?:([^:]*):)?([^:]+)$/.exec(plain)
  if (match === null) return null
  const [, first, second, target] = match
  const host = second === undefined ? null : (first ?? null)
  return { host, published: second ?? first ?? null, target: target ?? '' }
}

function dependencies(file: string, service: string, value: YamlValue, emit: Emit): void {
  const list = value.get('depends_on')
  for (const item of list?.items() ?? [])
    emit('composeDependency', { file, line: item.line, service, on: item.text ?? '', condition: 'service_started' })
  for (const { key, value: entry, line } of list?.isMap ? list.entries() : []) {
    const condition = entry.textOf('condition') ?? 'service_started'
    emit('composeDependency', { file, line: entry.get('condition')?.line ?? line, service, on: key, condition })
  }
}

function variables(file: string, service: string, value: YamlValue, emit: Emit): void {
  const note = (name: string, text: string | null, line: number) => {
    if (!/^[A-Za-z_]\w*$/.test(name)) return
    const kept = text !== null && /^(?:true|false|yes|no|on|off|0|1|production|development|debug|info)$/i.test(text)
    emit('composeVariable', { file, line, service, name, value: kept ? text.toLowerCase() : null })
    emit('envDeclaration', { file, line, name, where: 'compose' })
  }
  const environment = value.get('environment')
  for (const item of environment?.items() ?? []) {
    const [, name = '', , text = null] = /^([^=]*)(=(.*))?$/.exec(item.text ?? '') ?? []
    note(name, text, item.line)
  }
  const args = value.get('build')?.get('args')
  for (const source of [environment, args])
    for (const entry of source?.isMap ? source.entries() : []) note(entry.key, entry.value.text, entry.line)
  for (const item of args?.items() ?? []) note((item.text ?? '').split('=')[0] ?? '', null, item.line)
}

function volumes(file: string, service: string, value: YamlValue, emit: Emit): void {
  for (const item of value.get('volumes')?.items() ?? []) {
    const [source = '', target = ''] = item.isMap
      ? [item.textOf('source') ?? '', item.textOf('target') ?? '']
      : (item.text ?? '').split(':')
    emit('composeVolume', { file, line: item.line, service, source, target })
  }
}

/** Every interpolation outside comments; `$$` is an escaped dollar and no reference. */
function references(file: string, text: string, emit: Emit): void {
  for (const [index, line] of text.split('\n').entries()) {
    const code = line.replace(/(?:^|\s)#.*$/, '').replace(/\$\$/g, '  ')
    for (const match of code.matchAll(/\$(?:\{([A-Za-z_]\w*)(:?[-?+])?|([A-Za-z_]\w*))/g)) {
      const name = match[1] ?? match[3]
      if (name !== undefined) emit('composeReference', { file, line: index + 1, name, form: formOf(match[2]) })
    }
  }
}

function formOf(operator: string | undefined): ComposeReferenceFact['form'] {
  if (operator === undefined) return 'plain'
  if (operator.endsWith('-')) return 'default'
  return operator.endsWith('?') ? 'required' : 'alternate'
}
