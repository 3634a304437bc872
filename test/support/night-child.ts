import { appendFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { defineCoordinator, defineMission, defineSpecialist, resumeMission, runMission } from '../../src/index.ts'
import type { Job } from '../../src/ports/agent-backend.ts'
import { type Script, scriptedBackend, systemClock } from '../../src/testing/index.ts'

/**
 * Runs or resumes a small night in a process of its own, and dies by SIGKILL after the event it is told. A debt is found,
 * five tasks land: one pays the debt, one is sent back by a check, two conflict. What they write depends on nothing but
 * their key, their attempt and the files they find. `pauseMs`: how long each author takes. `minutes`: the night's length.
 */
const Order = z.object({
  verb: z.enum(['run', 'resume']),
  repo: z.string(),
  state: z.string(),
  work: z.string(),
  marks: z.string(),
  afterEvent: z.int().optional(),
  pauseMs: z.int().default(0),
  minutes: z.number().optional(),
  /** Only the work on files: no debt is looked for before it. */
  short: z.boolean().default(false),
})
const { verb, repo, state, work, marks, afterEvent, pauseMs, minutes, short } = Order.parse(
  JSON.parse(process.argv[2] ?? ''),
)

const tasks = {
  builders: { notes: ['notes.md'], number: ['number.txt'], north: ['shared.txt'], mend: ['worker.py'] },
  menders: { south: ['shared.txt'] },
}

const looking = [
  { name: 'look', explorers: ['explore-errors'], decompose: 'layers' },
  { name: 'verify', coordinators: ['keepers'], after: ['look'], decompose: 'findings' },
  { name: 'consolidate', coordinators: ['keepers'], after: ['verify'], decompose: 'consolidate' },
]

const mission = defineMission({
  name: 'night',
  description: 'Finds a debt, pays it, and does four other things.',
  limits: { attempts: 3, agents: 8, ...(minutes === undefined ? {} : { runMinutes: minutes }) },
  phases: [
    ...(short ? [] : looking),
    { name: 'act', coordinators: ['builders', 'menders'], after: short ? [] : ['consolidate'], needs: ['workspaces'] },
  ],
})

const coordinators = [
  defineCoordinator({
    name: 'keepers',
    description: 'Keep the register.',
    specialists: ['evidence-checker', 'registrar'],
    layers: ['errors'],
    decompose: 'findings',
  }),
  ...Object.entries(tasks).map(([name, own]) =>
    defineCoordinator({
      name,
      description: name,
      specialists: ['author', 'critic'],
      reviewer: 'critic',
      decompose: (_, { debts: [debt] }) =>
        Object.entries(own).map(([key, scope]) => ({
          key,
          title: `Do ${key}`,
          specialist: 'author',
          scope: [...scope],
          kind: 'code' as const,
          input:
            key === 'mend' && debt !== undefined
              ? { work: 'fix', debt: debt.id, fingerprint: debt.fingerprint, mechanical: false }
              : null,
        })),
    }),
  ),
]

const specialists = [
  defineSpecialist({ name: 'author', description: 'Writes.', tools: ['Read', 'Edit', 'Write'] }),
  defineSpecialist({ name: 'critic', description: 'Reads.', tools: ['Read'] }),
]

const contents: Readonly<Record<string, (before: string, attempt: number) => string>> = {
  notes: () => 'Better notes.\n',
  // The check wants it below ten: the first attempt goes back.
  number: (_, attempt) => (attempt === 1 ? '11\n' : '9\n'),
  // Both at the same place, and whoever comes second keeps what is there: in any order the end is the same.
  north: (before) => withLine(before, 'north'),
  south: (before) => withLine(before, 'south'),
  mend: (before) =>
    before.replace('except:\n        pass', 'except OSError as cause:\n        raise KeyError from cause'),
}

const files: Readonly<Record<string, string>> = {
  notes: 'notes.md',
  number: 'number.txt',
  north: 'shared.txt',
  south: 'shared.txt',
  mend: 'worker.py',
}

function withLine(before: string, line: string): string {
  const [first = '', ...rest] = before.split('\n')
  return [first, ...[line, ...rest.slice(0, -2)].sort(), ...rest.slice(-2)].join('\n')
}

function scriptFor(job: Job<unknown>): Script {
  const key = job.task.split('/').at(-1) ?? ''
  const mark = (): void => appendFileSync(marks, `${job.task}#${job.attempt}#${job.actor.name}\n`)
  if (job.actor.name === 'critic')
    return [
      { do: 'call', f: mark },
      { do: 'report', report: { outcome: 'done', summary: 'read it', review: { approved: true, reasons: [] } } },
    ]
  const write = async (): Promise<void> => {
    const file = join(job.cwd, files[key] ?? '')
    await writeFile(file, contents[key]?.(await readFile(file, 'utf8'), job.attempt) ?? '')
    mark()
  }
  return [
    { do: 'sleep', ms: pauseMs },
    { do: 'call', f: write },
    { do: 'report', report: { outcome: 'done', summary: 'wrote it' } },
  ]
}

let events = 0
const common = {
  ...{ repo, state, work, coordinators, specialists, env: {} },
  backends: [scriptedBackend(scriptFor, { clock: systemClock })],
  on: () => {
    if (++events === afterEvent) process.kill(process.pid, 'SIGKILL')
  },
}
const run = verb === 'run' ? runMission({ ...common, mission }) : resumeMission({ ...common, missions: [mission] })
run.on('event', ({ fact }) => console.log(fact.type))
// As the command line does it: asked twice, at once.
process.on('SIGTERM', () => void run.stop('graceful', 'SIGTERM'))
try {
  const { outcome, reason, run: id } = await run.result
  console.log(JSON.stringify({ outcome, reason, run: id, events }))
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause)
  process.exitCode = 4
}
