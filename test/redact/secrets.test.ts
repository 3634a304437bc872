import { expect, test } from 'vitest'
import { createRedactor } from '../../src/redact/redactor.ts'
import { collectSecrets } from '../../src/redact/secrets.ts'

test.each([
  'MISTRAL_API_KEY',
  'ANTHROPIC_API_KEY',
  'GITHUB_TOKEN',
  'NPM_TOKEN',
  'AWS_SECRET_ACCESS_KEY',
  'CLIENT_SECRET',
  'PGPASSWORD',
  'MYSQL_PWD',
  'DB_PASSWORD',
  'SENTRY_DSN',
  'SESSION_COOKIE',
  'npm_config_authToken',
  'API_KEY_STAGING',
  'SLACK_WEBHOOK_URL',
])('the value of %s is worth hiding', (name) => {
  expect(collectSecrets({ [name]: ' a-value-of-length ' })).toEqual([{ name, value: 'a-value-of-length' }])
})

test.each([
  ['PATH', '/usr/bin:/usr/local/bin'],
  ['PWD', '/home/me/project'],
  ['OLDPWD', '/home/me/project'],
  ['SSH_AUTH_SOCK', '/run/user/1000/agent'],
  ['SSH_PUBLIC_KEY', 'ssh-ed25519 AAAAC3Nza'],
  ['TOKEN_FILE', '/run/secrets/token'],
  ['GITHUB_TOKEN', 'short'],
  ['KEYBOARD', 'us-international'],
  ['MONKEY', 'a-value-of-length'],
  ['HOMEPAGE', 'https://example.com/page'],
])('%s=%s is not', (name, value) => {
  expect(collectSecrets({ [name]: value })).toEqual([])
})

test('a connection string is hidden whole, and its password wherever it turns up alone, escaped or not', () => {
  const secrets = collectSecrets({ DATABASE_URL: 'postgres://app:p%40ssw0rd-9@db:5432/shop' })
  expect(secrets.map(({ value }) => value)).toEqual([
    'postgres://app:p%40ssw0rd-9@db:5432/shop',
    'p%40ssw0rd-9',
    'p@ssw0rd-9',
  ])
  const redactor = createRedactor({ values: secrets })
  expect(redactor.text('password authentication failed for p@ssw0rd-9')).toBe(
    'password authentication failed for [redacted:DATABASE_URL]',
  )
})

test('a connection string without a password is no secret, and one under an innocent name is', () => {
  expect(collectSecrets({ CACHE: 'redis://cache:6379/0' })).toEqual([])
  expect(collectSecrets({ CACHE: 'redis://:hunter2hunter2@cache:6379/0' })).toHaveLength(2)
})

test('an absent variable, and one larger than any secret, are left out', () => {
  expect(collectSecrets({ API_KEY: undefined, BIG_TOKEN: 'x'.repeat(70_000) })).toEqual([])
})
