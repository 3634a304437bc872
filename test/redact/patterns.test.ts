import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createRedactor } from '../../src/redact/redactor.ts'

const { text: redact } = createRedactor({ values: [] })

/** Random-looking characters, always the same ones. Keys are put together here so that this file holds none. */
function noise(length: number, alphabet = 'k3Z9qLw7Xb2Vn8Rt5Yd1Hm6Ga0PcSfJuEiOo4TlBsMvNxCzDrWgAeQhUyIpKj'): string {
  return Array.from({ length }, (_, index) => alphabet[(index * 7 + (index >> 3)) % alphabet.length]).join('')
}
const capitals = noise(16, 'K3Z9QLW7XB2VN8RT5YD1')
const join = (...parts: readonly string[]): string => parts.join('')
const pem = (kind: string, separator = '\n') =>
  [`-----BEGIN ${kind}PRIVATE KEY-----`, noise(64), noise(64), noise(24), `-----END ${kind}PRIVATE KEY-----`].join(
    separator,
  )

describe('a secret known by its shape alone is hidden', () => {
  test.each([
    ['a Postgres URL', `postgres://app:${noise(12)}@db:5432/shop`, 'postgres://app:[redacted:dsn]@db:5432/shop'],
    [
      'a Postgres URL with a slash in the password',
      'postgresql://app:pa/ss@db/shop',
      'postgresql://app:[redacted:dsn]@db/shop',
    ],
    ['a password with an at sign', 'mysql://root:p@ss@db/shop', 'mysql://root:[redacted:dsn]@db/shop'],
    [
      'MongoDB with a cluster',
      'mongodb+srv://me:hunter22@c0.example.net',
      'mongodb+srv://me:[redacted:dsn]@c0.example.net',
    ],
    ['Redis without a user', 'redis://:hunter22@cache:6379', 'redis://:[redacted:dsn]@cache:6379'],
    ['Redis over TLS', 'rediss://default:hunter22@cache', 'rediss://default:[redacted:dsn]@cache'],
    ['AMQP', 'amqp://guest:hunter22@mq/%2f', 'amqp://guest:[redacted:dsn]@mq/%2f'],
    [
      'a web address with credentials',
      'https://bot:hunter22@git.example/r.git',
      'https://bot:[redacted:dsn]@git.example/r.git',
    ],
    ['a capital scheme', 'DATABASE=POSTGRES://APP:HUNTER22@DB', 'DATABASE=POSTGRES://APP:[redacted:dsn]@DB'],
    ['AWS', `id ${join('AK', 'IA')}${capitals} end`, 'id [redacted:aws-key] end'],
    ['GitHub', `${join('gh', 'p_')}${noise(36)}`, '[redacted:github-token]'],
    ['GitHub, fine-grained', `${join('github_', 'pat_')}${noise(60)}`, '[redacted:github-token]'],
    ['GitLab', `${join('gl', 'pat-')}${noise(20)}`, '[redacted:gitlab-token]'],
    ['Slack', `${join('xo', 'xb-')}123456789012-${noise(24)}`, '[redacted:slack-token]'],
    [
      'a Slack webhook',
      `https://${join('hooks.slack', '.com/services/')}T0123/B0123/${noise(24)}`,
      'https://[redacted:slack-webhook]',
    ],
    ['Stripe', `${join('sk_', 'live_')}${noise(24)}`, '[redacted:stripe-key]'],
    ['OpenAI', `${join('s', 'k-proj-')}${noise(48)}`, '[redacted:model-key]'],
    ['Anthropic', `x-api-key: ${join('s', 'k-ant-api03-')}${noise(80)}`, 'x-api-key: [redacted:model-key]'],
    [
      'Mistral, by the name it is assigned to',
      `MISTRAL_API_KEY=${noise(32)}`,
      'MISTRAL_API_KEY=[redacted:assigned-secret]',
    ],
    ['Google', `${join('AI', 'za')}${noise(35)}`, '[redacted:google-key]'],
    ['npm', `${join('np', 'm_')}${noise(36)}`, '[redacted:npm-token]'],
    ['Hugging Face', `${join('h', 'f_')}${noise(34)}`, '[redacted:hugging-face-token]'],
    ['a JSON web token', `${join('ey', 'J')}hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${noise(43)}`, '[redacted:jwt]'],
    ['a bearer header', `Authorization: Bearer ${noise(30)}`, 'Authorization: Bearer [redacted:authorization]'],
    [
      'a basic header',
      `authorization: basic ${Buffer.from('me:hunter22').toString('base64')}`,
      'authorization: basic [redacted:authorization]',
    ],
    ['a private key', `x\n${pem('RSA ')}\ny`, 'x\n[redacted:private-key]\ny'],
    ['a private key in JSON', JSON.stringify({ key: pem('') }), '{"key":"[redacted:private-key]"}'],
    ['a quoted client secret', `{"client_secret": "${noise(24)}"}`, '{"client_secret": "[redacted:assigned-secret]"}'],
    [
      'a secret in JSON inside JSON',
      `{\\"api_key\\":\\"${noise(24)}\\"}`,
      '{\\"api_key\\":\\"[redacted:assigned-secret]\\"}',
    ],
    ['a YAML secret', `  secret_key: ${noise(40)}`, '  secret_key: [redacted:assigned-secret]'],
    [
      'a secret in hexadecimal digits',
      `SECRET_KEY=${noise(64, '0a1b2c3d4e5f6789')}`,
      'SECRET_KEY=[redacted:assigned-secret]',
    ],
    ['an AWS secret', `aws_secret_access_key = ${noise(40)}`, 'aws_secret_access_key = [redacted:assigned-secret]'],
  ])('%s', (_, text, expected) => {
    expect(redact(text)).toBe(expected)
  })

  test.each(['\\n', '%3D', '\\u003d', '\u001b[31m', '"', '=', ' '])('also right behind %j', (before) => {
    expect(redact(`${before}${join('gh', 'p_')}${noise(36)}`)).toBe(`${before}[redacted:github-token]`)
  })

  test('a private key whose footer was cut off is hidden as far as it goes', () => {
    const cut = pem('EC ').slice(0, 140)
    expect(redact(`${cut}`)).toBe('[redacted:private-key]')
    expect(redact(`${cut}\u0000 rest`)).toBe('[redacted:private-key]\u0000 rest')
  })

  test('in a stream, however it is cut', () => {
    const whole = `a ${pem('')} b\nDB=postgres://u:${noise(10)}@h ${join('gh', 'p_')}${noise(36)}\nBearer ${noise(30)} z`
    const expected = redact(whole)
    expect(expected.match(/\[redacted:/g)).toHaveLength(4)
    for (let at = 0; at <= whole.length; at += 1) {
      const stream = createRedactor({ values: [] }).stream()
      expect(stream.push(whole.slice(0, at)) + stream.push(whole.slice(at)) + stream.end()).toBe(expected)
    }
  })
})

describe('what only looks like a secret stays', () => {
  test.each([
    'commit 9fceb02d0ae598e95dc970b74767f19372d61af8',
    '"integrity": "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",',
    'id: 123e4567-e89b-12d3-a456-426614174000',
    '"fingerprint":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"',
    '"key": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"',
    'cache_key = "d41d8cd98f00b204e9800998ecf8427e"',
    'token: 123e4567-e89b-12d3-a456-426614174000',
    'const token = request.headers.authorization',
    'const apiKey = process.env.MISTRAL_API_KEY_2024',
    'API_KEY=§{MISTRAL_API_KEY:-default}',
    'password: z.string().min(12).max(128)',
    'if (password === user.passwordHash2) return next()',
    'const secretName = getSecretNameV2(environment)',
    'postgres://user:$DB_PASSWORD@localhost/db',
    'postgres://user:§{PASSWORD}@localhost/db',
    'postgres://user:<password>@localhost/db',
    'http://localhost:3000/path?mail=me@example.com',
    'redis://cache:6379/0?owner=me@example.com',
    'https://example.com/@scope/package',
    'Authorization: Bearer §{token}',
    'basic authentication is the basic case; bearer authentication is not',
    '.sk-folding-cube-animation-container-2 { color: red }',
    'task-management-board-with-many-words-12345',
    '-----BEGIN PUBLIC KEY-----',
    '-----BEGIN PRIVATE KEY----- is how it starts.',
    'queryKey: ["admin", "users", page2]',
    'storageKey = "adminUsersTableColumns2024Version1"',
    'keyframes: fade-in-from-left-to-right-100-percent',
    'import { tokenizer } from "./tokenizer-of-sources-v2.ts"',
    'tokens: 123456789012345678901234567890',
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin',
    'secret: kubernetes-secret-name-of-the-service',
    'password: "correct-horse-battery-staple"',
  ])('%s', (written) => {
    // The sign stands for a dollar: a linter takes the two characters in a string for a mistake.
    const line = written.replaceAll('§', '$')
    expect(redact(line)).toBe(line)
  })

  test.each(['src/domain', 'src/ports', 'src/redact', 'node_modules/commander/lib', 'node_modules/yaml/dist'])(
    'and so does every line of %s',
    (folder) => {
      const root = new URL(`../../${folder}/`, import.meta.url)
      const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.[jt]s$/.test(file))
      expect(files.length).toBeGreaterThan(5)
      for (const file of files) {
        const source = readFileSync(new URL(file, root), 'utf8')
        expect(redact(source), file).toBe(source)
      }
    },
  )

  test('and so does the lock file, with its thousand hashes', () => {
    const lock = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')
    expect(redact(lock)).toBe(lock)
  })
})
