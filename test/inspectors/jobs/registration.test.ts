import { expect, test } from 'vitest'
import type { Inspector } from '../../../src/inspectors/inspector.ts'
import { jobsCollectors } from '../../../src/inspectors/jobs/jobs.ts'
import { scheduleWithoutTask } from '../../../src/inspectors/jobs/schedule-without-task.ts'
import { sentTaskMissing } from '../../../src/inspectors/jobs/sent-task-missing.ts'
import { taskModuleNotRegistered } from '../../../src/inspectors/jobs/task-module-not-registered.ts'
import { workerAppMissing } from '../../../src/inspectors/jobs/worker-app-missing.ts'
import { inspect } from '../../support/inspect.ts'

const anchors = async (inspector: Inspector, files: Record<string, string>) =>
  (await inspect(inspector, jobsCollectors, files)).drafts.map(({ anchor }) => anchor)

const compose = (app: string) => `services:\n  worker:\n    build: .\n    command: celery -A ${app} worker\n`
const worker = 'from celery import Celery\ncelery_app = Celery("x", include=["app.tasks"])\n'
const task = (name: string) => `from app.worker import celery_app\n\n@celery_app.task\ndef ${name}():\n    pass\n`

test.each([
  ['a module that is gone', 'app.jobs.main', 'app:app.jobs.main@docker-compose.yml'],
  ['a variable that is gone', 'app.worker:celery', 'app:app.worker:celery@docker-compose.yml'],
])('a worker that starts %s cannot run', async (_, app, anchor) => {
  const files = { 'backend/app/worker.py': worker, 'docker-compose.yml': compose(app) }
  const { drafts } = await inspect(workerAppMissing, jobsCollectors, files)
  expect(drafts).toMatchObject([{ anchor, impact: 'service-dead', reach: 'production' }])
  expect(drafts[0]?.evidence[0]).toMatchObject({ file: 'docker-compose.yml', startLine: 4 })
})

test.each([
  ['a module', 'app.worker'],
  ['a module and its variable', 'app.worker:celery_app'],
  ['a dotted variable', 'app.worker.celery_app'],
  ['a package that holds celery.py', 'shop'],
  ['a folder without __init__', 'plain'],
  ['an app of an installed package', 'superset.tasks.celery_app:app'],
  ['a variable of the environment', '$CELERY_APP'],
])('a worker that starts %s is fine', async (_, app) => {
  const files = {
    'backend/app/worker.py': worker,
    'shop/celery.py': worker,
    'plain/other.py': '',
    'docker-compose.yml': compose(app),
  }
  expect(await anchors(workerAppMissing, files)).toEqual([])
})

test('tasks in a module that nothing loads are dead when something sends them', async () => {
  const files = {
    'backend/app/worker.py': worker,
    'backend/app/tasks.py': task('known'),
    'backend/app/reports.py': task('build'),
    'backend/app/api.py': 'from app.reports import build\nbuild.delay()\n',
    'docker-compose.yml': compose('app.worker'),
  }
  const { drafts, population } = await inspect(taskModuleNotRegistered, jobsCollectors, files)
  expect(population).toBe(2)
  expect(drafts).toMatchObject([
    { anchor: 'tasks:backend.app.reports', impact: 'service-dead', reach: 'production', confidence: 'high' },
  ])
})

test.each([
  ['imported by a module that is included', { 'app/tasks.py': 'from app import reports\n' }],
  ['imported with dots', { 'app/tasks.py': 'from .reports import build\n' }],
  ['listed in the settings', { 'app/conf.py': 'CELERY_IMPORTS = ("app.reports",)\n' }],
  ['discovered by its package', { 'app/more.py': 'celery_app.autodiscover_tasks(["app"], related_name="reports")\n' }],
  ['discovered over all applications', { 'app/more.py': 'celery_app.autodiscover_tasks()\n' }],
  ['imported by its name', { 'app/worker.py': `${worker}importlib.import_module("app." + name)\n` }],
  ['in a computed list', { 'app/more.py': 'celery_app.conf.update(include=find_modules())\n' }],
])('a task module %s is registered', async (_, more) => {
  const files = { 'app/worker.py': worker, 'app/reports.py': task('build'), ...more }
  expect(await anchors(taskModuleNotRegistered, files)).toEqual([])
})

const beat = (entry: string) =>
  `${worker}celery_app.conf.beat_schedule = {"nightly": {"task": ${entry}, "schedule": 60}}\n`

test('a schedule that names a task which was renamed never runs, and the likely task is shown', async () => {
  const files = { 'backend/app/worker.py': beat('"app.jobs.clean"'), 'backend/app/tasks.py': task('clean') }
  const { drafts } = await inspect(scheduleWithoutTask, jobsCollectors, files)
  expect(drafts).toMatchObject([{ anchor: 'schedule:app.jobs.clean', impact: 'feature-broken' }])
  expect(drafts[0]?.evidence).toMatchObject([
    { file: 'backend/app/worker.py', startLine: 3 },
    { file: 'backend/app/tasks.py', role: 'related' },
  ])
})

test.each([
  ['the module and function', '"app.tasks.clean"', task('clean')],
  ['an explicit name', '"night"', task('clean').replace('.task', '.task(name="night")')],
  [
    'a name behind a constant',
    'Names.NIGHT',
    `class Names:\n    NIGHT = "night"\n\n${task('clean').replace('.task', '.task(name=Names.NIGHT)')}`,
  ],
  ["one of Celery's own", '"celery.backend_cleanup"', task('clean')],
  ['a task of an installed package', '"django_cleanup.tasks.sweep"', task('clean')],
  ['something computed', 'task_name()', task('clean')],
  ['a task whose name is computed', '"app.jobs.clean"', task('clean').replace('.task', '.task(name=PREFIX + "clean")')],
])('a schedule that names %s is fine', async (_, entry, tasks) => {
  expect(await anchors(scheduleWithoutTask, { 'app/worker.py': beat(entry), 'app/tasks.py': tasks })).toEqual([])
})

test('a task that is sent under an old name is dropped by every worker', async () => {
  const send = (name: string) => `from app.worker import celery_app\n\ndef go():\n    celery_app.send_task("${name}")\n`
  const files = (name: string) => ({ 'app/worker.py': worker, 'app/tasks.py': task('clean'), 'app/api.py': send(name) })
  expect(await anchors(sentTaskMissing, files('app.jobs.clean'))).toEqual(['task:app.jobs.clean'])
  expect(await anchors(sentTaskMissing, files('app.tasks.clean'))).toEqual([])
  expect(await anchors(sentTaskMissing, files('other_service.tasks.clean'))).toEqual([])
})
