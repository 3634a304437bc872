import type { SourceFile } from '../snapshot.ts'
import { type CeleryCommand, celeryCommands } from './celery-command.ts'
import type { Collector, Emit } from './collector.ts'
import { nameOf } from './region.ts'
import type { Placed } from './store.ts'
import type { Trees } from './trees.ts'
import { YamlValue } from './yaml-map.ts'

export type Launcher = 'compose' | 'dockerfile' | 'procfile' | 'supervisor' | 'kubernetes' | 'python' | 'script'

/** One Celery worker or beat that some file starts. */
export interface WorkerFact extends Placed {
  readonly launcher: Launcher
  /** The service, program or file that starts it. */
  readonly service: string
  readonly role: 'worker' | 'beat'
  /** What `-A` names, as written. */
  readonly app: string
  /** Comma-joined; empty for the default queue. */
  readonly queues: string
  /** Comma-joined modules of `-I`. */
  readonly includes: string
  /** True when the queues come from a variable that the repository does not set. */
  readonly isDynamic: boolean
}

/** One queue that one worker takes tasks from by `-Q`. */
export interface WorkerQueueFact extends Placed {
  readonly service: string
  readonly queue: string
}

/** One service of a compose file, as far as starting workers goes. */
export interface LaunchFact extends Placed {
  readonly service: string
  /** Entrypoint and command in one line; empty when the image decides. */
  readonly command: string
  readonly isBuilt: boolean
  /** False when neither image nor build is given: the file lies over another one. */
  readonly isWhole: boolean
}

export const workerCollector: Collector = {
  id: 'workers',
  wants: (file) => launcherOf(file) !== null,
  collect: (file, trees, emit) => {
    const launcher = launcherOf(file)
    if (launcher === null) return
    if (launcher === 'compose') return collectCompose(file, trees, emit)
    const lines = lineStarts(file.text)
    const text = launcher === 'python' ? workerMains(file.text) : file.text
    for (const command of celeryCommands(text)) {
      emitWorker({ file: file.path, line: lines(command.at), launcher, service: nameOf(file.path) }, command, emit)
    }
  },
}

function launcherOf(file: SourceFile): Launcher | null {
  const name = nameOf(file.path)
  if (file.path.startsWith('.github/')) return null
  if (file.language === 'yaml') return /^services:/m.test(file.text) ? 'compose' : 'kubernetes'
  if (!file.text.includes('celery')) return null
  if (file.language === 'python') return file.text.includes('worker_main') ? 'python' : null
  if (file.language === 'dockerfile') return 'dockerfile'
  if (/^Procfile/.test(name)) return 'procfile'
  if (/^\[program:/m.test(file.text)) return 'supervisor'
  if (file.language === 'shell' || /^(?:Makefile|justfile|package\.json|entrypoint|start|run)/i.test(name))
    return 'script'
  if (file.language === 'toml' && !/^(?:pyproject|uv|poetry)/.test(name)) return 'procfile'
  return /\.service$/.test(name) ? 'supervisor' : null
}

function collectCompose(file: SourceFile, trees: Trees, emit: Emit): void {
  for (const service of YamlValue.root(trees.yaml())?.get('services')?.entries() ?? []) {
    const parts = ['entrypoint', 'command'].flatMap((key) => {
      const entry = service.value.entries().find((candidate) => candidate.key === key)
      return entry === undefined ? [] : [{ line: entry.line, text: wordsOf(entry.value) }]
    })
    const command = parts.map((part) => part.text).join(' ')
    const isBuilt = service.value.get('build') !== null
    const isWhole = isBuilt || service.value.get('image') !== null || service.value.get('extends') !== null
    const line = parts[0]?.line ?? service.line
    emit('launch', { file: file.path, line, service: service.key, command, isBuilt, isWhole })
    for (const found of celeryCommands(command)) {
      const at = lineWith(file.text, parts.at(-1)?.line ?? line)
      emitWorker({ file: file.path, line: at, launcher: 'compose', service: service.key }, found, emit)
    }
  }
}

function wordsOf(value: YamlValue): string {
  const items = value.items()
  return items.length === 0 ? (value.text ?? '') : items.map((item) => item.text ?? '').join(' ')
}

type Place = Pick<WorkerFact, 'file' | 'line' | 'launcher' | 'service'>

function emitWorker(place: Place, command: CeleryCommand, emit: Emit): void {
  const { role, app, isDynamic, queues, includes } = command
  emit('worker', { ...place, role, app, isDynamic, queues: queues.join(','), includes: includes.join(',') })
  const { file, line, service } = place
  for (const queue of queues) emit('workerQueue', { file, line, service, queue })
}

/** Only the argument lists of `worker_main`, written as the command they stand for; the rest is blanked. */
function workerMains(text: string): string {
  let kept = ''
  for (const match of text.matchAll(/worker_main\(/g)) {
    const from = match.index
    kept = kept.padEnd(from, ' ')
    kept += ` celery -A $app worker ${text.slice(from + 'worker_main('.length, from + 600).split(')')[0] ?? ''}`
  }
  return kept
}

function lineWith(text: string, from: number): number {
  const lines = text.split('\n')
  for (let line = from; line < from + 30; line++) if (lines[line - 1]?.includes('celery') === true) return line
  return from
}

function lineStarts(text: string): (offset: number) => number {
  return (offset) => text.slice(0, offset).split('\n').length
}
