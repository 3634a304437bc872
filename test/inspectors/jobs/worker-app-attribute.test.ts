import { expect, test } from 'vitest'
import { jobsCollectors } from '../../../src/inspectors/jobs/jobs.ts'
import { workerAppMissing } from '../../../src/inspectors/jobs/worker-app-missing.ts'
import { inspect } from '../../support/inspect.ts'

const compose = 'services:\n  worker:\n    build: backend\n    command: celery -A app.celery worker\n'
const app = 'from celery import Celery\n\ncelery = Celery("shop")\n'
const look = (files: Record<string, string>) =>
  inspect(workerAppMissing, jobsCollectors, {
    'docker-compose.yml': compose,
    'backend/app/core/celery_app.py': app,
    'backend/app/core/__init__.py': '',
    ...files,
  })

test('a path that names neither a module nor a name of its package is no app', async () => {
  const { drafts } = await look({ 'backend/app/__init__.py': '"""The shop."""\n' })
  expect(drafts).toMatchObject([{ anchor: 'app:app.celery@docker-compose.yml', impact: 'service-dead' }])
})

test.each<[string, Record<string, string>]>([
  ['the package binds the name', { 'backend/app/__init__.py': 'from app.core.celery_app import celery\n' }],
  ['the package takes in everything', { 'backend/app/__init__.py': 'from app.core.celery_app import *\n' }],
  ['a module of that path exists', { 'backend/app/__init__.py': '', 'backend/app/celery.py': app }],
  ['a folder of that path holds the app', { 'backend/app/__init__.py': '', 'backend/app/celery/celery.py': app }],
])('nothing is said when %s', async (_, files) => {
  expect((await look(files)).drafts).toEqual([])
})
