import type { SourceFile } from '../snapshot.ts'
import { type CeleryCommand, celeryCommands } from './celery-command.ts'
import type { Collector, Emit } from './collector.ts'
import { nameOf } from './path.ts'
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
    const service = nameOf(file.path)
    for (const { at, text } of launcher === 'python' ? startedByPython(file.text) : [{ at: 0, text: file.text }]) {
      for (const command of celeryCommands(text)) {
        const line = lineAt(file.text, launcher === 'python' ? at : command.at)
        emitWorker({ file: file.path, line, launcher, service }, command, emit)
      }
    }
  },
}

function launcherOf(file: SourceFile): Launcher | null {
  const name = nameOf(file.path)
  if (file.path.startsWith('.github/')) return null
  if (file.language === 'yaml') return /^services:/m.test(file.text) ? 'compose' : 'kubernetes'
  if (file.language === 'python') return /worker_main|["']celery["']\s*,/.test(file.text) ? 'python' : null
  if (!file.text.includes('celery')) return null
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

/** Python that starts workers itself: `worker_main([...])` and the argument list of a process. */
function startedByPython(text: string): readonly { at: number; text: string }[] {
  return [...text.matchAll(/worker_main\(|["']celery["']\s*,/g)].map(({ 0: found, index }) => {
    const isMain = found.startsWith('worker_main')
    const rest = text.slice(isMain ? index + found.length : index, index + 600)
    const list = (rest.split(isMain ? ')' : ']')[0] ?? '').replace(/\n/g, ' ')
    return { at: index, text: isMain ? mainCommand(list) : list }
  })
}

/** A list that is not written down on the spot may name any queue. */
function mainCommand(list: string): string {
  return list.trim().startsWith('[') ? `celery -A $app worker ${list}` : 'celery -A $app worker -Q $list'
}

function lineWith(text: string, from: number): number {
  const lines = text.split('\n')
  for (let line = from; line < from + 30; line++) if (lines[line - 1]?.includes('celery') === true) return line
  return from
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
