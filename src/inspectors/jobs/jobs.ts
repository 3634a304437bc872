import { bullCollector } from '../facts/bullmq.ts'
import { celeryCollector } from '../facts/celery.ts'
import type { Collector } from '../facts/collector.ts'
import { pythonModuleCollector } from '../facts/python-modules.ts'
import { scriptConstantCollector } from '../facts/script-constants.ts'
import { workerCollector } from '../facts/workers.ts'
import type { Inspector } from '../inspector.ts'
import { bullQueueWithoutWorker } from './bullmq-queue-without-worker.ts'
import { queueWithoutWorker } from './queue-without-worker.ts'
import { scheduleWithoutTask } from './schedule-without-task.ts'
import { sentTaskMissing } from './sent-task-missing.ts'
import { taskModuleNotRegistered } from './task-module-not-registered.ts'
import { workerAppMissing } from './worker-app-missing.ts'

export const jobsCollectors: readonly Collector[] = [
  bullCollector,
  celeryCollector,
  pythonModuleCollector,
  scriptConstantCollector,
  workerCollector,
]

/** Background jobs: what is sent or scheduled, against what is registered and running. */
export const jobsInspectors: readonly Inspector[] = [
  bullQueueWithoutWorker,
  queueWithoutWorker,
  scheduleWithoutTask,
  sentTaskMissing,
  taskModuleNotRegistered,
  workerAppMissing,
]
