import { expect, test } from 'vitest'
import { duplicateConfiguration } from '../../../src/inspectors/environment/duplicate-configuration.ts'
import { environmentCollectors } from '../../../src/inspectors/environment/environment.ts'
import { settingBesideClass } from '../../../src/inspectors/environment/setting-beside-class.ts'
import { inspect } from '../../support/inspect.ts'

const config = 'export default {}\n'
const doubled = (files: Record<string, string>) => inspect(duplicateConfiguration, environmentCollectors, files)

test('two configurations of one tool in one folder are reported, both named', async () => {
  const { drafts, population } = await doubled({
    'web/next.config.js': config,
    'web/next.config.mjs': config,
    'web/vite.config.ts': config,
  })
  expect(population).toBe(2)
  expect(drafts).toMatchObject([{ anchor: 'config:next@web', impact: 'quality' }])
  expect(drafts[0]?.instances.map(({ file }) => file)).toEqual(['web/next.config.js', 'web/next.config.mjs'])
})

test.each<[string, Record<string, string>]>([
  ['two tools', { 'vite.config.ts': config, 'vitest.config.ts': config }],
  ['two folders', { 'a/next.config.js': config, 'b/next.config.mjs': config }],
  ['purposes in the names', { 'vite.config.ts': config, 'vite.config.lib.ts': config }],
  [
    'a command that names one',
    {
      'jest.config.js': config,
      'jest.config.cjs': config,
      'package.json': '{ "scripts": { "e2e": "jest -c jest.config.cjs" } }',
    },
  ],
  ['fixtures', { 'test/fixtures/next.config.js': config, 'test/fixtures/next.config.mjs': config }],
])('%s are no duplicate', async (_, files) => {
  expect((await doubled(files)).drafts).toEqual([])
})

const settings = `from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    REDIS_URL: str = "redis://redis"
    SECRET_KEY: str
`
const reader = (name: string) => `import os\nvalue = os.getenv("${name}", "redis://redis")\n`
const beside = (files: Record<string, string>) =>
  inspect(settingBesideClass, environmentCollectors, {
    'api/requirements.txt': '',
    'api/app/config.py': settings,
    ...files,
  })

test('a setting that modules read past its class is one finding with every place', async () => {
  const { drafts, population, bad } = await beside({
    'api/app/cache.py': reader('REDIS_URL'),
    'api/app/jobs.py': reader('REDIS_URL'),
  })
  expect([population, bad]).toEqual([2, 1])
  expect(drafts).toMatchObject([{ anchor: 'settings:api', impact: 'hygiene' }])
  expect(drafts[0]?.instances).toEqual([
    { file: 'api/app/cache.py', line: 2 },
    { file: 'api/app/jobs.py', line: 2 },
  ])
})

test.each<[string, Record<string, string>]>([
  ['another variable', { 'api/app/cache.py': reader('CACHE_URL') }],
  ['a test', { 'api/tests/test_cache.py': reader('REDIS_URL') }],
  ['the server’s own configuration', { 'api/gunicorn_conf.py': reader('REDIS_URL') }],
  ['another service', { 'worker/requirements.txt': '', 'worker/app/main.py': reader('REDIS_URL') }],
])('%s is not read past the class', async (_, files) => {
  expect((await beside(files)).drafts).toEqual([])
})
