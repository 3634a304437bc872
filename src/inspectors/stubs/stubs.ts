import { chanceCollector } from '../facts/chance.ts'
import type { Collector } from '../facts/collector.ts'
import { pythonStubCollector } from '../facts/python-stub.ts'
import { stubCollector } from '../facts/stub.ts'
import { todoCollector } from '../facts/todo.ts'
import type { Inspector } from '../inspector.ts'
import { fabricatedResult } from './fabricated-result.ts'
import { notImplemented } from './not-implemented.ts'
import { placeholderResponse } from './placeholder-response.ts'
import { todoInCriticalPath } from './todo-in-critical-path.ts'

export const stubsCollectors: readonly Collector[] = [
  chanceCollector,
  pythonStubCollector,
  stubCollector,
  todoCollector,
]

export const stubsInspectors: readonly Inspector[] = [
  fabricatedResult,
  notImplemented,
  placeholderResponse,
  todoInCriticalPath,
]
