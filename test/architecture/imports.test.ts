import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { violations } from './imports.ts'

const source = join(import.meta.dirname, '../../src')
let copy: string | null = null
afterEach(async () => {
  if (copy !== null) await rm(copy, { recursive: true })
  copy = null
})

describe('imports go down only', () => {
  test('the house is clean', async () => {
    expect(await violations(source)).toEqual([])
  })

  test.each([
    ['domain/planted.ts', "import { readFileSync } from 'node:fs'", 'domain may use zod, picomatch only'],
    ['domain/planted.ts', "import type { Clock } from '../ports/clock.ts'", 'ports is above domain'],
    [
      'engine/planted.ts',
      "import { openEmbedded } from '../runtimes/embedded/embedded.ts'",
      'on one floor and do not meet',
    ],
    ['engine/documents/planted.ts', "import { readFile } from 'node:fs/promises'", 'engine may use zod only'],
    ['engine/planted.ts', "import { git } from '../git/read-git.ts'", 'engine reaches git through ports only'],
    ['ports/planted.ts', "import { git } from '../git/read-git.ts'", 'git is above ports'],
    ['runtimes/planted.ts', "export { runMission } from '../compose/run.ts'", 'compose is above runtimes'],
    ['shed/planted.ts', "import '../domain/json.ts'", 'the room "shed" is on no floor'],
    ['ports/planted.ts', "const late = import('../engine/door.ts')", 'engine is above ports'],
  ])('a planted violation in %s is found: %s', async (file, line, problem) => {
    copy = await mkdtemp(join(tmpdir(), 'echelon-floors-'))
    await cp(source, copy, { recursive: true })
    await mkdir(dirname(join(copy, file)), { recursive: true })
    await writeFile(join(copy, file), `${line}\n`)
    const found = await violations(copy)
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(problem)
  })
})
