import type { SyntaxNode } from '@lezer/common'
import type { SourceFile } from '../snapshot.ts'
import { readSetting, settingKey } from './celery-setting.ts'
import type { Collector, Emit } from './collector.ts'
import { assignmentOf } from './python-assignment.ts'
import { importedFrom, moduleOf } from './python-modules.ts'
import { ancestor, nodesOf } from './python-node.ts'
import { qualifiedName } from './python-symbol.ts'
import { calleeOf, callOf, type PythonCall, type PythonValue, stringValue } from './python-value.ts'
import type { Placed } from './store.ts'
import type { PythonTree } from './trees.ts'

/** One `Celery(...)` application. */
export interface CeleryAppFact extends Placed {
  /** The variable it is bound to, or an empty string. */
  readonly variable: string
  readonly module: string
}

/** One function or class that Celery can run. */
export interface CeleryTaskFact extends Placed {
  /** The explicit name; empty when Celery makes it from the module and the function. */
  readonly name: string
  /** The constant that holds the explicit name. */
  readonly reference: string
  /** True when the explicit name is computed and cannot be read. */
  readonly isNameDynamic: boolean
  readonly symbol: string
  readonly module: string
}

/** A queue's name where it is declared, routed to, or sent to. Either `queue` or `reference` is set. */
export interface CeleryQueueFact extends Placed {
  readonly queue: string
  /** The constant that holds the name. */
  readonly reference: string
  readonly how: 'declared' | 'default' | 'routed' | 'task' | 'sent' | 'scheduled'
  /** Task or pattern that goes there; empty when any may. */
  readonly task: string
}

/** A module (or package) that an app loads tasks from. */
export interface CeleryIncludeFact extends Placed {
  readonly module: string
  readonly how: 'include' | 'autodiscover'
  /** The module below each package that autodiscovery loads. */
  readonly related: string
  /** True when the list cannot be read, or means every installed application. */
  readonly isOpen: boolean
}

/** One entry of a beat schedule. */
export interface CeleryScheduleFact extends Placed {
  readonly key: string
  readonly task: string
  readonly reference: string
}

/** A place that sends a task: by function (`task` is its name) or by name. */
export interface CelerySendFact extends Placed {
  readonly task: string
  /** The constant that holds the name. */
  readonly reference: string
  readonly byName: boolean
}

/** Something about Celery that is computed and therefore unknown: a setting, or tasks that are classes. */
export interface CeleryUnknownFact extends Placed {
  readonly setting: string
}

export const celeryCollector: Collector = {
  id: 'celery',
  wants: (file) =>
    file.language === 'python' &&
    /celery|shared_task|\.task\b|^imports\b|\.delay\(|apply_async|beat_schedule/im.test(file.text),
  collect: (file, trees, emit) => {
    const reader: Reader = { file, python: trees.python(), emit, usesCelery: usesCelery(file) }
    for (const node of nodesOf(reader.python, ['CallExpression'])) readCall(reader, node)
    for (const node of nodesOf(reader.python, ['DecoratedStatement'])) readTask(reader, node)
    for (const node of nodesOf(reader.python, ['AssignStatement'])) readAssignment(reader, node)
  },
}

interface Reader {
  readonly file: SourceFile
  readonly python: PythonTree
  readonly emit: Emit
  readonly usesCelery: boolean
}

function usesCelery(file: SourceFile): boolean {
  const rivals = /^(?:taskiq|prefect|airflow|invoke|locust|huey|procrastinate|dramatiq|fabric)\b/
  return !importedFrom(file.text, rivals)
}

function readCall(reader: Reader, node: SyntaxNode): void {
  const callee = calleeOf(node, reader.python)
  const last = callee.slice(callee.lastIndexOf('.') + 1)
  switch (last) {
    case 'Celery':
      return readApp(reader, node)
    case 'autodiscover_tasks':
      return readAutodiscover(reader, callOf(node, reader.python))
    case 'update':
      return callee.endsWith('conf.update') ? readSettings(reader, callOf(node, reader.python)) : undefined
    case 'register_task':
      return reader.emit('celeryUnknown', { ...placeOf(reader, node), setting: 'task-class' })
    case 'send_task':
    case 'delay':
    case 'apply_async':
    case 's':
    case 'si':
    case 'signature':
      return readSend(reader, last, callOf(node, reader.python))
    default:
      return
  }
}

function placeOf({ file, python }: Reader, node: SyntaxNode): Placed {
  return { file: file.path, line: python.line(node.from) }
}

function readApp(reader: Reader, node: SyntaxNode): void {
  if (!reader.usesCelery) return
  const call = callOf(node, reader.python)
  const assignment = ancestor(node, ['AssignStatement'])
  const target = assignment === null ? null : assignmentOf(assignment, reader.python)
  const { path } = reader.file
  reader.emit('celeryApp', {
    file: path,
    line: call.line,
    variable: target?.value?.kind === 'call' ? target.target : '',
    module: moduleOf(path),
  })
  readSettings(reader, call)
}

function readSettings(reader: Reader, call: PythonCall): void {
  for (const [name, value] of call.keywords) readSetting(reader, settingKey(name), value)
  const [first] = call.args
  if (first?.kind !== 'dict') return
  for (const { key, value } of first.entries) readSetting(reader, settingKey(stringValue(key) ?? ''), value)
}

function readAutodiscover(reader: Reader, call: PythonCall): void {
  const [packages] = call.args.length > 0 ? call.args : [call.keywords.get('packages')]
  const related = stringValue(call.args[1] ?? call.keywords.get('related_name')) ?? 'tasks'
  const say = (module: string, isOpen: boolean) =>
    reader.emit('celeryInclude', {
      file: reader.file.path,
      line: call.line,
      module,
      how: 'autodiscover',
      related,
      isOpen,
    })
  if (packages?.kind !== 'list') return say('', true)
  for (const item of packages.items) say(stringValue(item) ?? '', stringValue(item) === null)
}

function readSend(reader: Reader, how: string, call: PythonCall): void {
  const path = call.callee.split('.')
  const byName = how === 'send_task' || (how === 'signature' && path.length === 1)
  const task = byName ? (stringValue(call.args[0]) ?? '') : (path.at(-2) ?? '').replace(/[^\w].*$/, '')
  const place = { file: reader.file.path, line: call.line }
  const first = call.args[0]
  const reference = byName && first?.kind === 'name' ? first.text : ''
  if (task !== '' || reference !== '') reader.emit('celerySend', { ...place, task, reference, byName })
  const queue = call.keywords.get('queue')
  if (queue !== undefined && (how === 'send_task' || how === 'apply_async')) {
    reader.emit('celeryQueue', { ...place, ...namedBy(queue), how: 'sent', task })
  }
}

function namedBy(value: PythonValue): { queue: string; reference: string } {
  return { queue: stringValue(value) ?? '', reference: value.kind === 'name' ? value.text : '' }
}

function readTask(reader: Reader, node: SyntaxNode): void {
  if (!reader.usesCelery) return
  const { python, file } = reader
  const decorator = node.getChildren('Decorator').find((candidate) => isTask(calleeOf(candidate, python)))
  const definition = node.getChild('FunctionDefinition')
  const name = definition?.getChild('VariableName')
  if (decorator === undefined || definition === null || name === null || name === undefined) return
  const call = callOf(decorator, python)
  const given = call.keywords.get('name')
  const symbol = qualifiedName(definition, python)
  reader.emit('celeryTask', {
    file: file.path,
    line: python.line(definition.from),
    name: stringValue(given) ?? '',
    reference: given?.kind === 'name' ? given.text : '',
    isNameDynamic: (given !== undefined && given.kind !== 'string' && given.kind !== 'name') || call.open,
    symbol,
    module: moduleOf(file.path),
  })
  const queue = call.keywords.get('queue')
  if (queue === undefined) return
  reader.emit('celeryQueue', { file: file.path, line: queue.line, ...namedBy(queue), how: 'task', task: symbol })
}

function isTask(callee: string): boolean {
  return /(?:^|\.)shared_task$/.test(callee) || /(?:celery|app|worker|queue)\w*\.task$/i.test(callee)
}

function readAssignment(reader: Reader, node: SyntaxNode): void {
  const read = assignmentOf(node, reader.python)
  if (read?.value == null) return
  const inConf = /\.conf\.(\w+)$/.exec(read.target)?.[1]
  if (inConf !== undefined) return readSetting(reader, settingKey(inConf), read.value)
  const entry = /beat_schedule\[["']([^"']+)["']\]$/i.exec(read.target)?.[1]
  if (entry !== undefined) return readSetting(reader, 'beat_entry', read.value, entry)
  if (!/^\w+$/.test(read.target) || ancestor(node, ['FunctionDefinition']) !== null) return
  const isModuleList = /^(?:include|imports)$/.test(read.target) && read.value.kind === 'list'
  if (/^CELERY|^(?:task_routes|task_queues|task_default_queue|beat_schedule)$/.test(read.target) || isModuleList)
    readSetting(reader, settingKey(read.target), read.value)
}
