import { expect, test } from 'vitest'
import { jobsCollectors } from '../../../src/inspectors/jobs/jobs.ts'
import { queueWithoutWorker } from '../../../src/inspectors/jobs/queue-without-worker.ts'
import { taskModuleNotRegistered } from '../../../src/inspectors/jobs/task-module-not-registered.ts'
import { inspect } from '../../support/inspect.ts'
import { mend } from './a-mend.ts'

const app = `from celery import Celery

app = Celery("shop", include=["app.tasks.mail"])
app.conf.task_routes = {"app.tasks.*": {"queue": "mail"}, "app.tasks.mail.collect": {"queue": "metrics"}}
`
const tasks = `from app.worker import app


@app.task
def collect():
    return 1
`
const code = { 'backend/app/worker.py': app, 'backend/app/tasks/mail.py': tasks, 'backend/app/tasks/__init__.py': '' }
const worker = (command: string) => `services:\n  worker:\n    image: shop:1.0\n    command: ${command}\n`
const plain = 'celery -A app.worker worker -Q mail -c 4 # four at once'

test('an idle queue joins the list in every file of the finding, and in that word only', async () => {
  const result = await mend('jobs/queue-without-worker', {
    ...code,
    'docker-compose.dev.yml': worker(plain),
    'docker-compose.test.yml': worker('["celery", "-A", "app.worker", "worker", "-Q", "mail"]'),
    'docker-compose.prod.yml': worker("[celery, -A, app.worker, worker, --queues, mail, -l, info] # 'x'"),
    'deploy/Procfile': 'web: gunicorn app\nworker: celery -A app.worker worker --queues=mail\n',
  })
  expect(result).toMatchObject({ repaired: 3, left: 0, came: [], stayed: [] })
  expect(result.changed).toEqual({
    'docker-compose.dev.yml': worker(plain.replace('mail', 'mail,metrics')),
    'docker-compose.test.yml': worker('["celery", "-A", "app.worker", "worker", "-Q", "mail,metrics"]'),
    'docker-compose.prod.yml': worker(`[celery, -A, app.worker, worker, --queues, "mail,metrics", -l, info] # 'x'`),
    'deploy/Procfile': 'web: gunicorn app\nworker: celery -A app.worker worker --queues=mail,metrics\n',
  })
})

test('where several workers run, the one that takes the queue elsewhere takes it here', async () => {
  const two = (queues: string) =>
    `services:\n  mail:\n    image: a:1\n    command: celery -A app.worker worker -Q mail\n  heavy:\n    image: a:1\n    command:\n      - celery\n      - -A\n      - app.worker\n      - worker\n      - -Q\n      - ${queues}\n`
  const files = { ...code, 'docker-compose.yml': two('slow,metrics'), 'docker-compose.prod.yml': two('slow') }
  const result = await mend('jobs/queue-without-worker', files)
  expect(result).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [] })
  expect(result.changed).toEqual({ 'docker-compose.prod.yml': two('slow,metrics') })
})

const two = `${worker('celery -A app.worker worker -Q mail')}  slow:\n    image: a:1\n    command: celery -A app.worker worker -Q slow\n`
test.each<[string, Record<string, string>]>([
  ['two workers could take it', { 'docker-compose.yml': two }],
  [
    'the queue has a worker of its own elsewhere',
    {
      'docker-compose.yml': `${worker('celery -A app.worker worker -Q mail')}  metrics:\n    image: a:1\n    command: celery -A app.worker worker -Q metrics\n`,
      Procfile: 'worker: celery -A app.worker worker -Q mail\n',
    },
  ],
  [
    'the command is shared by an anchor',
    {
      'docker-compose.yml':
        'services:\n  a:\n    image: a:1\n    command: &run celery -A app.worker worker -Q mail\n  b:\n    image: a:1\n    command: *run\n',
    },
  ],
  [
    'the list is the default of a variable',
    { 'docker-compose.yml': worker(`celery -A app.worker worker -Q \${QUEUES:-mail}`) },
  ],
  [
    'one of the files of the finding cannot be changed',
    { 'docker-compose.dev.yml': worker(plain), 'docker-compose.test.yml': two },
  ],
  ['the worker takes the default queue', { Procfile: 'worker: celery -A app.worker worker\n' }],
])('an idle queue is left to a person when %s', async (_, files) => {
  const { drafts } = await inspect(queueWithoutWorker, jobsCollectors, { ...code, ...files })
  expect(drafts.length).toBeGreaterThan(0)
  expect(drafts.filter(({ fix }) => fix.edits !== undefined)).toEqual([])
})

test('a queue that nothing feeds may as well go: no edits', async () => {
  const { drafts } = await inspect(queueWithoutWorker, jobsCollectors, {
    ...code,
    'backend/app/worker.py': app.replace('app.tasks.mail.collect', 'old.*'),
    Procfile: 'worker: celery -A app.worker worker -Q mail\n',
  })
  expect(drafts).toHaveLength(1)
  expect(drafts[0]?.fix.edits).toBeUndefined()
})

const sender = 'from app.tasks.report import build\n\n\ndef order():\n    build.delay()\n'
const report = 'from celery import shared_task\n\n\n@shared_task\ndef build():\n    return 1\n'
const late = {
  'backend/app/tasks/report.py': report,
  'backend/app/api.py': sender,
  'backend/app/tasks/mail.py': tasks,
  'backend/app/tasks/__init__.py': '',
}

test.each([
  ['on one line', 'include=["app.tasks.mail"])', 'include=["app.tasks.mail", "app.tasks.report"])'],
  ['as a tuple', "include=('app.tasks.mail',))", "include=('app.tasks.mail', 'app.tasks.report',))"],
  [
    'one item a line',
    'include=[\n        "app.tasks.mail",  # letters\n    ],\n)',
    'include=[\n        "app.tasks.mail",  # letters\n        "app.tasks.report",\n    ],\n)',
  ],
  [
    'one item a line without a last comma',
    'include=[\n        "app.tasks.mail"\n    ]\n)',
    'include=[\n        "app.tasks.mail",\n        "app.tasks.report"\n    ]\n)',
  ],
])('a module of tasks that are sent joins the list of the app: %s', async (_, before, after) => {
  const text = (list: string) => `from celery import Celery\n\napp = Celery("shop", ${list}\n`
  const result = await mend('jobs/task-module-not-registered', { ...late, 'backend/app/worker.py': text(before) })
  expect(result).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [] })
  expect(result.changed).toEqual({ 'backend/app/worker.py': text(after) })
})

test('autodiscovery gets the package of the module', async () => {
  const text = 'from celery import Celery\n\napp = Celery("shop")\napp.autodiscover_tasks(["shop.mail"])\n'
  const result = await mend('jobs/task-module-not-registered', {
    'shop/worker.py': text,
    'shop/mail/tasks.py': report.replace('build', 'send'),
    'shop/report/tasks.py': report,
    'shop/api.py': sender.replace('app.tasks.report', 'shop.report.tasks'),
  })
  expect(result).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [] })
  expect(result.changed['shop/worker.py']).toBe(text.replace('"shop.mail"', '"shop.mail", "shop.report"'))
})

const registered = 'from celery import Celery\n\napp = Celery("shop", include=["app.tasks.mail"])\n'
test.each<[string, Record<string, string>]>([
  ['nobody sends its tasks', { 'backend/app/api.py': '' }],
  ['there are two apps', { 'backend/app/second.py': 'from celery import Celery\n\nother = Celery("x")\n' }],
  ['the app lists nothing', { 'backend/app/worker.py': 'from celery import Celery\n\napp = Celery("shop")\n' }],
  ['another root has a module of the name', { 'jobs/app/tasks/report.py': '' }],
])('a module of tasks is left to a person when %s', async (_, files) => {
  const { drafts } = await inspect(taskModuleNotRegistered, jobsCollectors, {
    ...late,
    'backend/app/worker.py': registered,
    ...files,
  })
  expect(drafts.length).toBeGreaterThan(0)
  expect(drafts.filter(({ fix }) => fix.edits !== undefined)).toEqual([])
})
