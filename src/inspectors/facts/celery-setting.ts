import type { SourceFile } from '../snapshot.ts'
import type { Emit } from './collector.ts'
import { assignmentsOf } from './python-assignment.ts'
import { type PythonEntry, type PythonValue, stringValue } from './python-value.ts'
import type { PythonTree } from './trees.ts'

/** The settings that say which tasks exist, where they go and when they run. */
export type CelerySetting = 'routes' | 'queues' | 'default_queue' | 'include' | 'schedule' | 'beat_entry'

interface Reader {
  readonly file: SourceFile
  readonly python: PythonTree
  readonly emit: Emit
}

const settings: Readonly<Record<string, CelerySetting>> = {
  task_routes: 'routes',
  routes: 'routes',
  task_queues: 'queues',
  queues: 'queues',
  task_default_queue: 'default_queue',
  default_queue: 'default_queue',
  include: 'include',
  imports: 'include',
  beat_schedule: 'schedule',
  beatschedule: 'schedule',
}

/** The setting behind a name in any of its spellings: `task_routes`, `CELERY_TASK_ROUTES`, `CELERYBEAT_SCHEDULE`. */
export function settingKey(name: string): CelerySetting | null {
  const bare = name
    .toLowerCase()
    .replace(/^celery_?/, '')
    .replace(/^beatschedule$|^beat_schedule$/, 'beat_schedule')
  return settings[bare] ?? null
}

/** Takes the facts out of one setting's value; a value that cannot be read is itself a fact. */
export function readSetting(reader: Reader, setting: CelerySetting | null, given: PythonValue, entry = ''): void {
  if (setting === null) return
  const value = followed(reader, given)
  switch (setting) {
    case 'routes':
      return readRoutes(reader, value)
    case 'queues':
      return readQueues(reader, value)
    case 'default_queue':
      return sayQueue(reader, value, 'default', '')
    case 'include':
      return readIncludes(reader, value)
    case 'schedule':
      return readSchedule(reader, value)
    case 'beat_entry':
      return readScheduled(reader, entry, value)
  }
}

/** A name that the same module binds once at its top stands for its value. */
function followed(reader: Reader, value: PythonValue): PythonValue {
  if (value.kind !== 'name') return value
  const bound = assignmentsOf(reader.python.tree.topNode, reader.python).filter(({ target }) => target === value.text)
  return bound.length === 1 ? (bound[0]?.value ?? value) : value
}

function readRoutes(reader: Reader, value: PythonValue): void {
  if (value.kind === 'list') {
    for (const item of value.items) readRoutes(reader, pairAsDict(item))
    return
  }
  if (value.kind !== 'dict') return unknown(reader, 'routes', value.line)
  for (const { key, value: route } of value.entries) {
    const queue = route.kind === 'dict' ? entry(route.entries, 'queue') : route
    const task = stringValue(key)
    if (queue !== undefined) sayQueue(reader, queue, 'routed', task ?? '')
  }
}

/** `('tasks.*', {'queue': 'x'})` means the same as a mapping with that entry. */
function pairAsDict(item: PythonValue): PythonValue {
  const [key, value] = item.kind === 'list' ? item.items : []
  if (key?.kind !== 'string' || value === undefined) return item
  return { kind: 'dict', entries: [{ key, value }], line: item.line }
}

function readQueues(reader: Reader, value: PythonValue): void {
  if (value.kind === 'dict') {
    for (const { key } of value.entries) sayQueue(reader, key, 'declared', '')
    return
  }
  if (value.kind !== 'list') return unknown(reader, 'queues', value.line)
  for (const item of value.items) {
    if (item.kind !== 'call') {
      unknown(reader, 'queues', item.line)
      continue
    }
    const name = item.args[0] ?? item.keywords.get('name')
    if (name === undefined) unknown(reader, 'queues', item.line)
    else sayQueue(reader, name, 'declared', '', item.line)
  }
}

function sayQueue(
  reader: Reader,
  value: PythonValue,
  how: 'declared' | 'default' | 'routed' | 'scheduled',
  task: string,
  line = value.line,
): void {
  const reference = value.kind === 'name' ? value.text : ''
  const queue = stringValue(value) ?? ''
  if (queue === '' && reference === '') return unknown(reader, 'queues', line)
  reader.emit('celeryQueue', { file: reader.file.path, line, queue, reference, how, task })
}

function readIncludes(reader: Reader, value: PythonValue): void {
  const say = (module: string, line: number) =>
    reader.emit('celeryInclude', {
      file: reader.file.path,
      line,
      module,
      how: 'include',
      related: '',
      isOpen: module === '',
    })
  if (value.kind !== 'list') return say(stringValue(value) ?? '', value.line)
  for (const item of value.items) say(stringValue(item) ?? '', item.line)
}

function readSchedule(reader: Reader, value: PythonValue): void {
  if (value.kind !== 'dict') return unknown(reader, 'schedule', value.line)
  for (const { key, value: scheduled } of value.entries) readScheduled(reader, stringValue(key) ?? '', scheduled)
}

function readScheduled(reader: Reader, key: string, value: PythonValue): void {
  if (value.kind !== 'dict') return unknown(reader, 'schedule', value.line)
  const task = entry(value.entries, 'task')
  if (task === undefined) return unknown(reader, 'schedule', value.line)
  const reference = task.kind === 'name' ? task.text : ''
  const name = stringValue(task) ?? ''
  if (name === '' && reference === '') return unknown(reader, 'schedule', value.line)
  reader.emit('celerySchedule', { file: reader.file.path, line: task.line, key, task: name, reference })
  const options = entry(value.entries, 'options')
  const queue = options?.kind === 'dict' ? entry(options.entries, 'queue') : undefined
  if (queue !== undefined) sayQueue(reader, queue, 'scheduled', name)
}

function entry(entries: readonly PythonEntry[], name: string): PythonValue | undefined {
  return entries.find(({ key }) => stringValue(key) === name)?.value
}

function unknown(reader: Reader, setting: string, line: number): void {
  reader.emit('celeryUnknown', { file: reader.file.path, line, setting })
}
