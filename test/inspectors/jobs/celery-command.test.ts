import { expect, test } from 'vitest'
import { celeryCommands } from '../../../src/inspectors/facts/celery-command.ts'

const worker = { role: 'worker', app: 'app.worker', queues: ['mail', 'metrics'], isDynamic: false, includes: [] }

test.each([
  ['a plain command', 'celery -A app.worker worker -Q mail,metrics'],
  ['long options', 'exec celery --app=app.worker worker --loglevel=info --queues=mail,metrics'],
  ['a Python module', 'python -m celery -A app.worker worker -Q mail,metrics'],
  ['the old order of options', 'celery worker -A app.worker -Q mail,metrics'],
  ['a list of a manifest', 'command: ["celery", "-A", "app.worker", "worker", "-Q", "mail,metrics"]\nports: []'],
  [
    'a block list',
    '  command:\n    - celery\n    - -A\n    - app.worker\n    - worker\n    - -Q\n    - mail,metrics\n  ports:\n',
  ],
  [
    'a supervisor program',
    '[program:w]\ncommand=celery -A app.worker worker\n    -Q mail,metrics\nautostart=true\n[program:x]',
  ],
  ['a continued line', 'celery -A app.worker worker \\\n  -Q mail,metrics\necho done'],
  ['a variable of the script', 'QUEUES="mail,metrics"\ncelery -A app.worker worker -Q "$QUEUES"'],
  ['a variable with a default', `celery -A app.worker worker -Q \${QUEUES:-mail,metrics}`],
])('%s is read', (_, text) => {
  expect(celeryCommands(text)).toMatchObject([worker])
})

test.each([
  ['a commented line', '# celery -A app.worker worker'],
  ['an installation', 'pip install celery redis'],
  ['a health check', 'celery -A app.worker inspect ping'],
  ['the dashboard', 'celery -A app.worker flower --port=5555'],
  ['a sentence', 'echo "Starting celery worker"'],
])('%s starts no worker', (_, text) => {
  expect(celeryCommands(text)).toEqual([])
})

test('a queue called celery is a queue and not a second command', () => {
  expect(celeryCommands('celery -A app.worker worker -Q celery,mail').map(({ queues }) => queues)).toEqual([
    ['celery', 'mail'],
  ])
})

test('two programs of one file stay apart, and -B starts a beat as well', () => {
  const text = 'celery -A one worker -Q a\ncelery -A two worker -B -Q b\n'
  expect(celeryCommands(text).map(({ app, role, queues }) => [app, role, ...queues])).toEqual([
    ['one', 'worker', 'a'],
    ['two', 'worker', 'b'],
    ['two', 'beat'],
  ])
})

test.each([
  ['a variable that nobody sets', 'celery -A app worker -Q $QUEUES'],
  ['a hole of a chart', '["celery", "-A", "app", "worker", "-Q", "{{ .Values.queues }}"]'],
])('%s makes the queues unknown', (_, text) => {
  expect(celeryCommands(text)).toMatchObject([{ isDynamic: true }])
})
