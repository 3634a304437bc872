import { expect, test } from 'vitest'
import { jobsCollectors } from '../../../src/inspectors/jobs/jobs.ts'
import { queueWithoutWorker } from '../../../src/inspectors/jobs/queue-without-worker.ts'
import { inspect } from '../../support/inspect.ts'

const look = (files: Record<string, string>) => inspect(queueWithoutWorker, jobsCollectors, files)
const anchors = async (files: Record<string, string>) => (await look(files)).drafts.map(({ anchor }) => anchor)

const app = `from celery import Celery
from kombu import Queue

app = Celery("shop", include=["app.tasks"])
app.conf.update(
    task_queues=(Queue("mail"), Queue("metrics")),
    task_routes={"app.tasks.collect": {"queue": "metrics"}, "app.tasks.send": {"queue": "mail"}},
)
`
const tasks = `from app.worker import app

@app.task
def collect():
    pass

@app.task
def send():
    pass
`
const code = { 'backend/app/worker.py': app, 'backend/app/tasks.py': tasks }
const compose = (command: string) => `services:\n  worker:\n    build: backend\n    command: ${command}\n`

test('a queue that no worker of a production file lists is dead, and both sides are quoted', async () => {
  const { drafts, population, bad } = await look({
    ...code,
    'docker-compose.yml': compose('celery -A app.worker worker -Q mail'),
  })
  expect([population, bad]).toEqual([2, 1])
  expect(drafts).toMatchObject([
    {
      anchor: 'queue:metrics@compose:docker-compose.yml',
      impact: 'service-dead',
      reach: 'production',
      confidence: 'high',
    },
  ])
  expect(drafts[0]?.evidence).toMatchObject([
    { kind: 'code', file: 'backend/app/worker.py', startLine: 7, role: 'primary' },
    { kind: 'code', file: 'docker-compose.yml', startLine: 4, role: 'related' },
    { kind: 'absence', query: { fact: 'workerQueue', where: { file: 'docker-compose.yml', queue: 'metrics' } } },
  ])
})

test('each production file counts for itself, and development files are one cause', async () => {
  const command = compose('celery -A app.worker worker -Q mail')
  expect(
    await anchors({
      ...code,
      'docker-compose.prod.yml': command,
      'deploy/docker-compose.staging.yml': command,
      'docker-compose.dev.yml': command,
      'docker-compose.test.yml': command,
    }),
  ).toEqual([
    'queue:metrics@compose:deploy/docker-compose.staging.yml',
    'queue:metrics@development',
    'queue:metrics@compose:docker-compose.prod.yml',
  ])
})

test.each([
  ['a worker without -Q takes every declared queue', compose('celery -A app.worker worker')],
  ['the list names both', compose('celery -A app.worker worker -Q mail,metrics')],
  ['the list comes from the environment', compose('celery -A app.worker worker -Q $QUEUES')],
  [
    'a second worker takes the other queue',
    `${compose('celery -A app.worker worker -Q mail')}  other:\n    image: shop\n    command: [celery, -A, app.worker, worker, -Q, metrics]\n`,
  ],
])('%s: nothing is said', async (_, text) => {
  expect(await anchors({ ...code, 'docker-compose.yml': text })).toEqual([])
})

test('a script that a service starts brings its workers along', async () => {
  const files = {
    ...code,
    'docker-compose.yml': compose('bash ./start-worker.sh'),
    'backend/start-worker.sh': '#!/bin/sh\nexec celery -A app.worker worker -Q mail\n',
  }
  expect(await anchors(files)).toEqual(['queue:metrics@compose:docker-compose.yml'])
})

test.each([
  [
    'starts a process with the queue',
    'check_call(["python", "-m", "celery", "-A", "app.worker", "worker", "-Q", "metrics"])\n',
  ],
  ['runs a worker of its own', 'app.worker_main(["worker", "-Q", "metrics"])\n'],
  ['runs a worker with a list made elsewhere', 'app.worker_main(argv)\n'],
])('Python that %s keeps the claim back', async (_, text) => {
  const files = { ...code, 'docker-compose.yml': compose('celery -A app.worker worker -Q mail'), 'app/run.py': text }
  expect(await anchors(files)).toEqual([])
})

test('an entry point of the image may start the missing worker', async () => {
  const files = {
    ...code,
    'docker-compose.yml': `${compose('celery -A app.worker worker -Q mail')}  other:\n    build: backend\n    command: metrics\n`,
    'backend/entrypoint.sh': 'case $1 in\n  metrics)\n    celery -A app.worker worker -Q metrics\n    ;;\nesac\n',
  }
  expect(await anchors(files)).toEqual([])
})

test('an overlay runs the workers of the file below it', async () => {
  const files = {
    ...code,
    'docker-compose.yml': compose('celery -A app.worker worker -Q mail,metrics'),
    'docker-compose.staging.yml': 'services:\n  worker:\n    environment:\n      A: b\n',
  }
  expect(await anchors(files)).toEqual([])
})

test('an overlay that narrows the list is the one to blame', async () => {
  const files = {
    ...code,
    'docker-compose.yml': compose('celery -A app.worker worker -Q mail,metrics'),
    'docker-compose.staging.yml': 'services:\n  worker:\n    command: celery -A app.worker worker -Q mail\n',
  }
  const { drafts } = await look(files)
  expect(drafts.map(({ anchor }) => anchor)).toEqual(['queue:metrics@compose:docker-compose.staging.yml'])
  expect(drafts[0]?.evidence.filter(({ kind }) => kind === 'absence')).toMatchObject([
    { query: { where: { file: 'docker-compose.staging.yml' } } },
  ])
})

test('names behind constants count like literals', async () => {
  const files = {
    'app/queues.py': 'class Queues:\n    METRICS = "metrics"\n',
    'app/worker.py': 'from celery import Celery\napp = Celery("x")\n',
    'app/tasks.py':
      'from app.worker import app\nfrom app.queues import Queues\n\n@app.task(queue=Queues.METRICS)\ndef collect():\n    pass\n',
    Procfile: 'worker: celery -A app.worker worker -Q mail\n',
  }
  expect(await anchors(files)).toEqual(['queue:metrics@procfile:Procfile'])
})

test('a routed queue is not taken by a worker without -Q when no queue is declared', async () => {
  const routed =
    'from celery import Celery\napp = Celery("x")\napp.conf.task_routes = {"app.tasks.*": {"queue": "metrics"}}\n'
  const files = { 'app/worker.py': routed, 'app/tasks.py': tasks, Procfile: 'worker: celery -A app.worker worker\n' }
  expect(await anchors(files)).toEqual(['queue:metrics@procfile:Procfile'])
})

test('a route that fits no task is untidy, not an outage', async () => {
  const routed =
    'from celery import Celery\napp = Celery("x")\napp.conf.task_routes = {"old.tasks.*": {"queue": "old"}}\n'
  const files = { 'app/worker.py': routed, 'app/tasks.py': tasks, Procfile: 'worker: celery -A app.worker worker\n' }
  expect((await look(files)).drafts).toMatchObject([{ impact: 'hygiene' }])
})

test('a repository without Celery is not applicable', async () => {
  expect(await look({ 'docker-compose.yml': compose('node server.js') })).toMatchObject({ population: 0, bad: 0 })
})
