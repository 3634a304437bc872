import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { plainEnvironment } from '../../src/processes/environment.ts'
import { openPrivateHome } from '../../src/processes/private-home.ts'
import { runProcess } from '../../src/processes/run-process.ts'

let user = ''
beforeEach(async () => {
  user = await mkdtemp(join(tmpdir(), 'echelon-user-'))
})
afterEach(() => rm(user, { recursive: true }))

const canary = 'canary-5f1c'
const home = { home: '/private/home', temporary: '/private/tmp' }

describe('what a command of a repository sees', () => {
  test('no key, no token and no address with a password, by whatever name', async () => {
    const keys = [
      'ANTHROPIC_API_KEY',
      'MISTRAL_API_KEY',
      'GITHUB_TOKEN',
      'AWS_SECRET_ACCESS_KEY',
      'NPM_TOKEN',
      'NODE_OPTIONS',
    ]
    const secrets = Object.fromEntries(keys.map((name) => [name, canary]))
    const addresses = {
      npm_config_registry: `https://me:${canary}@registry.example.com/`,
      'npm_config_//registry.example.com/:_authToken': canary,
      HTTPS_PROXY: `http://me:${canary}@proxy.example.com:3128`,
      PIP_INDEX_URL: `https://${canary}@pypi.example.com/simple`,
      SSH_AUTH_SOCK: `/tmp/${canary}`,
    }
    await writeFile(
      join(user, '.npmrc'),
      [
        'registry=https://npm.example.com/',
        '@acme:registry = https://acme.example.com/npm/',
        `@evil:registry=https://u:${canary}@evil.example.com/`,
        `//npm.example.com/:_authToken=${canary}`,
        `script-shell=/tmp/${canary}`,
      ].join('\n'),
    )
    const source = { PATH: process.env.PATH, HOME: user, ...secrets, ...addresses }
    const own = await openPrivateHome(user)
    const signal = new AbortController().signal
    const order = { argv: ['sh', '-c', 'env; cat "$HOME/.npmrc"; ls -A "$HOME" "$TMPDIR"'], cwd: '/', signal }
    const env = plainEnvironment(source, own)
    const { output } = await runProcess({ ...order, env, milliseconds: 60_000, outputBytes: 50_000 })
    expect(output).toContain(`HOME=${own.home}`)
    expect(output).toContain('registry=https://npm.example.com/\n@acme:registry=https://acme.example.com/npm/\n')
    expect(output).not.toContain(canary)
    // Without the list it would be there: the same command with the user's own environment.
    const open = await runProcess({
      ...order,
      env: { HOME: own.home, TMPDIR: own.temporary, ...secrets },
      milliseconds: 60_000,
      outputBytes: 50_000,
    })
    expect(open.output).toContain(canary)
    await own.remove()
    await expect(stat(own.home)).rejects.toThrow('ENOENT')
  })

  test('the toolchains that are there, so that shims find them from another home', async () => {
    await mkdir(join(user, '.cargo'))
    const env = plainEnvironment({ HOME: user, GOPATH: join(user, 'gone'), RUSTUP_HOME: user, PATH: '/bin' }, home)
    expect(env).toMatchObject({ CARGO_HOME: join(user, '.cargo'), RUSTUP_HOME: user, HOME: '/private/home' })
    expect(env).not.toHaveProperty('GOPATH')
  })

  test('what the settings name, but never another PATH, HOME or folder of the checkout on the PATH', () => {
    const source = {
      PATH: '/usr/bin:node_modules/.bin:/opt/echelon/node_modules/.bin:/npm/node-gyp-bin::/bin:.',
      HOME: '/home/me',
      DATABASE_URL: 'postgres://u:p@h/d',
    }
    const env = plainEnvironment(source, home, ['DATABASE_URL', 'HOME', 'PATH', 'ABSENT'])
    expect(env).toMatchObject({ DATABASE_URL: 'postgres://u:p@h/d', PATH: '/usr/bin:/bin', HOME: '/private/home' })
    expect(env).not.toHaveProperty('ABSENT')
  })

  test('that nobody watches it', () => {
    const env = plainEnvironment({ FORCE_COLOR: '3', CI: 'false', TZ: 'Europe/Berlin' }, home)
    expect(env).toMatchObject({ CI: '1', NO_COLOR: '1', FORCE_COLOR: '0', TERM: 'dumb', TZ: 'Europe/Berlin' })
  })

  test('a home of its own each time, with nothing of the user but addresses', async () => {
    const [one, other] = await Promise.all([openPrivateHome(user), openPrivateHome(null)])
    expect(one.home).not.toBe(other.home)
    expect(await readFile(join(one.home, '.npmrc'), 'utf8')).toBe('')
    await Promise.all([one.remove(), other.remove()])
  })
})
