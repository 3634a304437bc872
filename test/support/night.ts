import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AgentBackend, Coordinator, LedgerEvent, Limits, Mission, RunResult, Specialist } from '../../src/index.ts'
import { defineCoordinator, defineMission, defineSpecialist, runMission } from '../../src/index.ts'
import type { Fact, FactOf, FactType } from '../../src/domain/event.ts'
import type { MissionInput } from '../../src/library/define.ts'
import type { Job } from '../../src/ports/agent-backend.ts'
import {
  type FixtureRepository,
  fixtureRepository,
  type Script,
  scriptedBackend,
  systemClock,
} from '../../src/testing/index.ts'

/** A repository whose test suite is one file: every `*.rule` file holds lines that must all be true. */
export const suite = {
  'package.json': '{ "name": "stage", "private": true, "type": "module", "scripts": { "test": "node --test" } }\n',
  'test/all.test.js': `import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
test('left and right agree', () => {
  assert.equal(readFileSync('left.txt', 'utf8').split('\\n')[0], readFileSync('right.txt', 'utf8').split('\\n')[0])
})
test('the number is small', () => {
  assert.ok(Number(readFileSync('number.txt', 'utf8')) < 10)
})
`,
  'left.txt': 'one\nleft\n',
  'right.txt': 'one\nright\n',
  'number.txt': '1\n',
  'notes.md': 'Notes.\n',
}

export interface Stage {
  readonly files?: Readonly<Record<string, string>>
  readonly repository?: FixtureRepository
  /** Keys of tasks with their scope; each is done by the specialist `author`, or the one before the colon. */
  readonly tasks: Readonly<Record<string, readonly string[]>>
  /** What an author does, by the key of its task and its attempt. */
  readonly does: (key: string, attempt: number, job: Job<unknown>) => Script
  /** What the reviewer says; approves when absent. */
  readonly reviews?: (key: string, attempt: number, job: Job<unknown>) => Script
  readonly takeover?: boolean
  /** Tasks of a second coordinator beside the first. */
  readonly beside?: Readonly<Record<string, readonly string[]>>
  readonly mission?: Partial<MissionInput>
  readonly limits?: Limits
  readonly state?: string
  readonly work?: string
  readonly backends?: readonly AgentBackend[]
}

export interface Night {
  readonly result: RunResult
  readonly events: readonly LedgerEvent[]
  readonly repository: FixtureRepository
  readonly branch: string
  facts<T extends FactType>(type: T): readonly FactOf<T>[]
  /** A document as it was written. */
  read(name: string): Promise<string>
  /** A file on the mission branch. */
  landed(path: string): Promise<string>
}

export const finished: Script = [{ do: 'report', report: { outcome: 'done', summary: 'did it' } }]

/** Writes files into the workspace and says that it is done. */
export function writes(files: Readonly<Record<string, string>>, summary = 'wrote it'): Script {
  const write = async ({ cwd }: Job<unknown>): Promise<void> => {
    for (const [path, text] of Object.entries(files)) await writeFile(join(cwd, path), text)
  }
  return [
    { do: 'call', f: write },
    { do: 'report', report: { outcome: 'done', summary } },
  ]
}

export function reviewed(approved: boolean, ...reasons: string[]): Script {
  return [{ do: 'report', report: { outcome: 'done', summary: 'read it', review: { approved, reasons } } }]
}

/** Plays a mission of one coordinator whose authors change files, on a real repository with real checks. */
export async function night(stage: Stage): Promise<Night> {
  const repository = stage.repository ?? (await stageRepository(stage.files ?? suite))
  const run = begin(stage, repository)
  const events: LedgerEvent[] = []
  run.on('event', (event) => events.push(event))
  const result = await run.result
  const branch = `echelon/${result.run}`
  return {
    result,
    events,
    repository,
    branch,
    facts: (type) => events.flatMap(({ fact }) => (isOf(fact, type) ? [fact] : [])),
    read: (name) => readFile(join(result.documents, name), 'utf8'),
    landed: (path) => repository.git('show', `${branch}:${path}`),
  }
}

/** A repository with its checks in its settings: node without npm starts in a third of the time. */
export async function stageRepository(files: Readonly<Record<string, string>>): Promise<FixtureRepository> {
  const repository = await fixtureRepository(files)
  await mkdir(join(repository.root, '.echelon'), { recursive: true })
  await writeFile(join(repository.root, '.echelon/.gitignore'), '*\n')
  const settings = 'checks:\n  - { name: tests, kind: test, run: node --test }\n'
  await writeFile(join(repository.root, '.echelon/settings.yaml'), settings)
  return repository
}

export function begin(stage: Stage, repository: FixtureRepository): ReturnType<typeof runMission> {
  return runMission({ ...castOf(stage), repo: repository.root, ...placesOf(stage, repository), env: {} })
}

export function placesOf({ state, work }: Stage, { root }: FixtureRepository): { state: string; work: string } {
  return { state: state ?? join(root, '.echelon'), work: work ?? `${root}-work` }
}

/** Everybody of a stage: for `runMission` and, with the same definitions, for `resumeMission`. */
export function castOf(stage: Stage): {
  readonly mission: Mission
  readonly specialists: readonly Specialist[]
  readonly coordinators: readonly Coordinator[]
  readonly backends: readonly AgentBackend[]
} {
  const names = Object.keys(stage.tasks).map((key) => (key.includes(':') ? (key.split(':')[0] ?? 'author') : 'author'))
  const authors = [...new Set([...names, ...(stage.takeover === true ? ['senior'] : [])])]
  const specialists = [
    ...authors.map((name) => defineSpecialist({ name, description: name, tools: ['Read', 'Edit', 'Write'] })),
    defineSpecialist({ name: 'critic', description: 'reviews', tools: ['Read'] }),
  ]
  const team = (name: string, tasks: Stage['tasks']): Coordinator =>
    defineCoordinator({
      name,
      description: name,
      specialists: [...authors, 'critic'],
      reviewer: 'critic',
      ...(stage.takeover === true ? { takeover: 'senior' } : {}),
      decompose: () =>
        Object.entries(tasks).map(([key, scope]) => ({
          key: key.split(':').at(-1) ?? key,
          title: `Do ${key.split(':').at(-1)}`,
          specialist: key.includes(':') ? (key.split(':')[0] ?? 'author') : 'author',
          scope: [...scope],
          kind: 'code' as const,
        })),
    })
  const coordinators = [
    team('builders', stage.tasks),
    ...(stage.beside === undefined ? [] : [team('menders', stage.beside)]),
  ]
  const mission = defineMission({
    name: 'play',
    description: 'A play that lands.',
    limits: { attempts: 2, ...stage.limits },
    phases: [{ name: 'act', coordinators: coordinators.map(({ name }) => name), needs: ['workspaces'] }],
    ...stage.mission,
  })
  const backends = stage.backends ?? [scriptedBackend((job) => scriptFor(stage, job), { clock: systemClock })]
  return { mission, specialists, coordinators, backends }
}

function scriptFor({ does, reviews }: Stage, job: Job<unknown>): Script {
  const key = job.task.split('/').at(-1) ?? job.task
  if (job.actor.name !== 'critic') return does(key, job.attempt, job)
  return reviews?.(key, job.attempt, job) ?? reviewed(true)
}

/** Takes away what a stage has left behind. */
export async function clear({ repository }: Pick<Night, 'repository'>): Promise<void> {
  await repository.remove()
  await rm(`${repository.root}-work`, { recursive: true, force: true })
}

function isOf<T extends FactType>(fact: Fact, type: T): fact is FactOf<T> {
  return fact.type === type
}
