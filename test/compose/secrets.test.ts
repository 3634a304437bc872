import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defineSpecialist, runMission } from '../../src/index.ts'
import { type FixtureRepository, fixtureRepository, scriptedBackend, systemClock } from '../../src/testing/index.ts'
import { mission, team } from '../support/play.ts'

const canary = 'cnry/Zq7"Wm+4xK9=vT2p&Lr8'
const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** Twelve ways in which the same secret turns up. Written out here, so that the redactor cannot agree with itself. */
const forms: Readonly<Record<string, string>> = {
  raw: canary,
  base64: base64(canary).replace(/=+$/, ''),
  'base64, one byte in': base64(`x${canary}yz`),
  'base64, two bytes in': base64(`xy${canary}z`),
  'base64 for URLs': Buffer.from(canary).toString('base64url'),
  hex: Buffer.from(canary).toString('hex'),
  'upper-case hex': Buffer.from(canary).toString('hex').toUpperCase(),
  'URL-encoded': encodeURIComponent(canary),
  'JSON-escaped': JSON.stringify(canary).slice(1, -1),
  'JSON-escaped twice': JSON.stringify(JSON.stringify(canary).slice(1, -1)).slice(1, -1),
  reversed: [...canary].reverse().join(''),
  'HTML-escaped': canary.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
}

/** What of a form must not be found: inside a longer base64 text, the part that is the secret's own. */
const tell = (name: string, form: string): string => (name.includes(' in') ? form.slice(4, -4) : form)

let repository: FixtureRepository
beforeAll(async () => {
  const lines = Object.values(forms).map((form) => `  // TODO: security, ${form} must not be allowed for now`)
  repository = await fixtureRepository({
    'src/auth/token.ts': `export function check(token: string) {\n${lines.join('\n')}\n  return true\n}\n`,
    'src/auth/login.py': `import os\n\ndef login(user):\n${lines.map((line) => line.replace('//', '  #')).join('\n')}\n    try:\n        return True\n    except:\n        pass\n`,
    '.env.example': Object.values(forms)
      .map((form, n) => `SERVICE_${n}_KEY="${form}"`)
      .join('\n'),
  })
})
afterAll(() => repository.remove())

describe('secrets never leave', () => {
  test('twelve forms of a secret, planted in code, notes, errors and the goal, are in no file that a run leaves', async () => {
    expect(Object.keys(forms)).toHaveLength(12)
    const everything = Object.values(forms).join(' ')
    const talker = defineSpecialist({ name: 'talker', description: 'Talks.', tools: ['Read'] })
    const common = { repo: repository.root, env: { PLANTED_API_KEY: canary }, goal: everything }
    await runMission({ ...common, mission: 'full-stack-audit' }).result
    await runMission({
      ...common,
      out: join(repository.root, 'documents'),
      mission: mission(['quality']),
      specialists: [talker],
      coordinators: [team('quality', ['talker:talk', 'talker:fall'])],
      backends: [
        scriptedBackend(
          (job) => [
            { do: 'note', text: everything },
            ...(job.title === 'Do fall'
              ? [{ do: 'throw' as const, message: `cannot reach ${everything}` }]
              : [
                  {
                    do: 'report' as const,
                    report: { outcome: 'done' as const, summary: everything, notes: Object.values(forms) },
                  },
                ]),
          ],
          { clock: systemClock },
        ),
      ],
    }).result
    const leaks: string[] = []
    const left = [
      ...(await filesBelow(join(repository.root, '.echelon'))),
      ...(await filesBelow(join(repository.root, 'documents'))),
    ]
    for (const file of left) {
      const bytes = await readFile(file)
      for (const [name, form] of Object.entries(forms))
        if (bytes.includes(tell(name, form))) leaks.push(`${file}: ${name}`)
    }
    expect(left.some((file) => file.endsWith('ledger.db'))).toBe(true)
    expect(left.some((file) => file.endsWith('report.html'))).toBe(true)
    expect(leaks).toEqual([])
  })
})

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
