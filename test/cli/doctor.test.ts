import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type FixtureRepository, fixtureRepository } from '../../src/testing/index.ts'
import { echelon, echelonHere, values } from './echelon.ts'

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
    const { code, out } = await echelon(['doctor'], repository.root, { PATH: path, ANTHROPIC_API_KEY: secret })
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
      expect.objectContaining({ name: 'git', health: 'broken', remedy: 'Install git 2.38 or newer.' }),
    )
    expect(answer?.works).toContainEqual(expect.objectContaining({ what: 'full-stack-audit', ready: false }))
    expect(code).toBe(1)
  })

  test('a night is ready with a repository and room outside of it; what is missing is said', async () => {
    const { root } = repository
    expect(await nightIn('--repo', root, '--work', join(folder, 'work'))).toMatchObject({ ready: true })
    const plain = join(folder, 'plain')
    await mkdir(plain)
    expect(await nightIn('--repo', plain)).toMatchObject({ ready: false, why: 'Repository: no git repository' })
    await repository.git('branch', 'echelon')
    const taken = await nightIn('--repo', root, '--work', join(folder, 'work'))
    expect(taken?.why).toBe('Repository: its branch "echelon" leaves no room for branches below echelon/')
    await repository.git('branch', '-D', 'echelon')
    await repository.commit({ 'part/main.py': 'print(1)\n' })
    const part = await nightIn('--repo', join(root, 'part'))
    expect(part?.why).toBe('Repository: part/ of a larger repository')
    const within = await nightIn('--repo', root, '--work', join(root, 'work'))
    expect(within?.why).toMatch(/^Work folder: .* one within the other$/)
    await writeFile(join(folder, 'file'), '')
    const below = await nightIn('--repo', root, '--work', join(folder, 'file/x'))
    expect(below?.why).toMatch(/^Work folder: .* cannot be made: .* is a file$/)
  })

  test('an old git is enough for an audit and not for a night', async () => {
    const old = join(folder, 'old')
    const real = process.env.PATH ?? ''
    await program(old, 'git', `[ "$1" = --version ] && echo git version 2.34.1 || PATH=${real} exec git "$@"`)
    const { out, code } = await echelon(['doctor'], repository.root, { PATH: `${old}${delimiter}${real}` })
    expect(out).toMatch(/– {2}git +git version 2\.34\.1\. Missions that land changes need git 2\.38\.\n/)
    expect(out).toMatch(/night-mission, debt-sprint +does not run whole: git: git version 2\.34\.1\n/)
    expect(code).toBe(0)
  })

  test('names the checks that a night would run, and mistakes in their settings', async () => {
    const shop = await fixtureRepository({ 'package.json': '{"scripts":{"test":"node --test"}}\n', 'a.test.js': '\n' })
    const settings = join(shop.root, '.echelon/settings.yaml')
    expect((await echelonHere(['doctor', '--repo', shop.root])).out).toMatch(/✓ {2}Checks +npm test \(detected\)\n/)
    await mkdir(join(shop.root, '.echelon'))
    await writeFile(settings, 'checks:\n  - { name: mine, kind: test, run: make it }\n')
    const mine = await echelonHere(['doctor', '--repo', shop.root])
    expect(mine.out).toMatch(/✓ {2}Checks +mine \(\.echelon\/settings\.yaml\)\n/)
    expect(mine.out).toMatch(/– {2}Sandbox .*A night runs its checks with your rights/)
    expect(mine.out).toMatch(/ {2}Killed runs +what they leave running is /)
    await writeFile(settings, 'cheks: []\n')
    const bad = await echelonHere(['doctor', '--repo', shop.root])
    expect(bad.out).toMatch(/✗ {2}Checks +\.echelon\/settings\.yaml has a mistake\. "echelon check" shows where\.\n/)
    expect(bad.out).toMatch(/full-stack-audit +works: /)
    expect(bad.out).toMatch(/night-mission, debt-sprint +does not run whole: Checks: /)
    await shop.remove()
  })

  test('says which package manager is missing, and takes what the dependencies bring for granted', async () => {
    const files = {
      'package.json': '{"scripts":{"test":"node --test"}}\n',
      'pnpm-lock.yaml': '',
      'ruff.toml': '',
      'a.py': '',
    }
    const shop = await fixtureRepository(files)
    const few = join(folder, 'few')
    await program(few, 'git', `PATH=${process.env.PATH} exec git "$@"`)
    await symlink(process.execPath, join(few, 'node'))
    const { out } = await echelon(['doctor'], shop.root, { PATH: few })
    expect(out).toMatch(
      /– {2}Checks +.*pnpm test.* \(detected\); pnpm is not on PATH\. Install it, or those checks prove nothing of what lands\.\n/,
    )
    expect(out).toMatch(/night-mission, debt-sprint +works: /)
    await shop.remove()
  })
})

async function nightIn(...args: readonly string[]) {
  const { out } = await echelonHere(['doctor', '--json', ...args])
  const Answer = z.object({ works: z.array(z.object({ what: z.string(), ready: z.boolean(), why: z.string() })) })
  return Answer.parse(values(out)[0]).works.find(({ what }) => what.startsWith('night-mission'))
}
