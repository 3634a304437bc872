import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FixtureRepository, fixtureRepository } from '../../src/testing/index.ts'
import { echelon, values } from './echelon.ts'

let repository: FixtureRepository
let folder: string

beforeAll(async () => {
  repository = await fixtureRepository({ 'main.py': 'print(1)\n' })
  folder = await mkdtemp(join(tmpdir(), 'echelon-path-'))
  await program(folder, 'claude', `echo "9.9.9 \u001b[2J(agent)"; echo "$@" > ${join(folder, 'asked')}`)
  await program(folder, 'codex', 'sleep 60')
  await program(folder, 'gemini', 'exit 3')
  await program(join(repository.root, 'node_modules/.bin'), 'opencode', `touch ${join(folder, 'ran')}`)
})
afterAll(async () => {
  await repository.remove()
  await rm(folder, { recursive: true })
})

async function program(where: string, name: string, body: string): Promise<void> {
  await mkdir(where, { recursive: true })
  await writeFile(join(where, name), `#!/bin/sh\n${body}\n`)
  await chmod(join(where, name), 0o755)
}

describe('doctor', () => {
  test('says what is there, asks agents for their version only, runs nothing of the repository, shows no key', async () => {
    const path = [folder, join(repository.root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
    const secret = 'sk-ant-REDACT-ME-0123456789'
    const begun = Date.now()
    const { code, out } = await echelon(['doctor'], repository.root, { PATH: path, ANTHROPIC_API_KEY: secret })
    expect(Date.now() - begun).toBeLessThan(8_000)
    expect(code).toBe(0)
    expect(out).toMatch(/^✓ {2}Node +\d+\.\d+\.\d+, \d+ cores\n✓ {2}git +git version /)
    expect(out).toContain('9.9.9 \\e[2J(agent)')
    expect(out).toMatch(/codex +does not answer within 3 s\n/)
    expect(out).toMatch(/gemini +is there and does not start\n/)
    expect(out).toMatch(/opencode +lies in the repository and is not run\n/)
    expect(out).toMatch(/ANTHROPIC_API_KEY +set\n/)
    expect(out).not.toContain(secret)
    expect(out).toMatch(/✓ {2}full-stack-audit +works: needs no model and no key\n/)
    expect(await readFile(join(folder, 'asked'), 'utf8')).toBe('--version\n')
    expect(await readdir(folder)).not.toContain('ran')
  })

  test('without git it says so, and that the audit will not work', async () => {
    const bare = join(folder, 'bare')
    await mkdir(bare)
    await symlink(process.execPath, join(bare, 'node'))
    const { code, out } = await echelon(['doctor', '--json'], repository.root, { PATH: bare })
    const [answer] = values(out)
    expect(answer?.checks).toContainEqual(
      expect.objectContaining({ name: 'git', health: 'broken', remedy: 'Install git 2.30 or newer.' }),
    )
    expect(answer?.works).toContainEqual(expect.objectContaining({ what: 'full-stack-audit', ready: false }))
    expect(code).toBe(1)
  })
})
