import { expect, test } from 'vitest'
import { complaintIn, hintIn } from '../../src/domain/complaint.ts'
import { endsSoon } from '../support/runaway.ts'

const outputs: readonly (readonly [string, string, string | null])[] = [
  [
    'npm ends with the place of its log',
    "npm warn EBADENGINE   package: 'a@1.0.0',\nnpm error code EUSAGE\nnpm error\nnpm error `npm ci` can only install packages when your package.json and package-lock.json are in sync.\nnpm error\nnpm error A complete log of this run can be found in: /home/a/.npm/_logs/b.log\n",
    'npm error `npm ci` can only install packages when your package.json and package-lock.json are in sync.',
  ],
  [
    'pip ends with a note that it is not at fault',
    "  Installing build dependencies: finished with status 'error'\n  error: subprocess-exited-with-error\n\n      WARNING: Retrying after connection broken by 'Failed to establish a new connection'\n      ERROR: Could not find a version that satisfies the requirement hatchling (from versions: none)\n      ERROR: No matching distribution found for hatchling\n\nnote: This error originates from a subprocess, and is likely not a problem with pip.",
    'ERROR: Could not find a version that satisfies the requirement hatchling (from versions: none)',
  ],
  [
    'jest ends with what it looked for',
    '> shop@1.2.0 test\n> jest\n\nNo tests found, exiting with code 1\nIn src\n  185 files checked.\nPattern:  - 0 matches',
    'No tests found, exiting with code 1',
  ],
  ['a missing program', 'there is no program "uv" on PATH', 'there is no program "uv" on PATH'],
  [
    'a program that an installation wanted',
    'the dependencies are not here: "uv sync --frozen" could not be started\nthere is no program "uv" on PATH',
    'there is no program "uv" on PATH',
  ],
  ['a missing module', '/usr/bin/python3: No module named pytest\n', '/usr/bin/python3: No module named pytest'],
  ['an exception', 'Traceback (most recent call last):\n  File "a.py"\nKeyError: \'HOME\'\n', "KeyError: 'HOME'"],
  ['nothing that sounds like an error', 'one\ntwo\n\n', 'two'],
  ['nothing but a warning', 'npm warn old lockfile\n', 'npm warn old lockfile'],
  ['nothing at all', ' \n\n', null],
]

test.each(outputs)('%s', (_what, output, line) => expect(complaintIn(output)).toBe(line))

test('an output that was made to be hard to read ends soon', () => {
  const hostile = `${'error'.repeat(200_000)}\n${'npm error '.repeat(100_000)}\n${'a'.repeat(1_000_000)}`
  expect(endsSoon(() => complaintIn(hostile))).not.toBeNull()
})

test('our own hint is no complaint of the program, and is found by itself', () => {
  const note =
    '[dependencies were installed without the install scripts of prisma; name your commands under setup: there]'
  const output = `src/a.ts(1,1): Cannot find module '@prisma/client'\n\n${note}\n`
  expect(complaintIn(output)).toBe("src/a.ts(1,1): Cannot find module '@prisma/client'")
  expect(hintIn(output)).toBe(note.slice(1, -1))
  expect(complaintIn(note)).toBeNull()
  expect(hintIn('it broke')).toBeNull()
})
