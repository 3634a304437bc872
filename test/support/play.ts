import type { Coordinator, Limits, LedgerEvent, Mission, RunResult } from '../../src/index.ts'
import { defineCoordinator, defineMission, defineSpecialist, runMission } from '../../src/index.ts'
import {
  type FixtureRepository,
  fixtureRepository,
  type Script,
  scriptedBackend,
  systemClock,
} from '../../src/testing/index.ts'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Night {
  readonly result: RunResult
  readonly events: readonly LedgerEvent[]
  /** A document as it was written. */
  read(name: string): Promise<string>
}

export interface Stage {
  readonly mission?: Mission
  readonly coordinators?: readonly Coordinator[]
  readonly scripts: Readonly<Record<string, Script>>
  /** Tools of the scripted specialists. Default: read-only. */
  readonly tools?: readonly string[]
  readonly limits?: Limits
  readonly price?: { readonly usd: number; readonly tokens: number } | 'unknown'
}

export const done = (summary = 'done'): Script[number] => ({ do: 'report', report: { outcome: 'done', summary } })

/** A mission with one phase for these coordinators. */
export function mission(coordinators: readonly string[], limits: Limits = {}): Mission {
  return defineMission({
    name: 'play',
    description: 'A play.',
    limits: { attempts: 1, ...limits },
    phases: [{ name: 'act', coordinators: [...coordinators] }],
  })
}

/** A coordinator with one task for each key, given to the specialist before the colon: `mason:base`. */
export function team(
  name: string,
  tasks: readonly string[],
  more: { roster?: readonly string[]; scope?: readonly string[] } = {},
): Coordinator {
  const split = tasks.map((task) => task.split(':') as [string, string])
  return defineCoordinator({
    name,
    description: name,
    specialists: [...(more.roster ?? new Set(split.map(([specialist]) => specialist)))],
    decompose: () =>
      split.map(([specialist, key]) => ({ key, title: `Do ${key}`, specialist, scope: [...(more.scope ?? [])] })),
  })
}

let repository: Promise<FixtureRepository> | null = null

/** Plays a mission with scripted agents on a real repository, and reads what it left. */
export async function play(stage: Stage): Promise<Night> {
  repository ??= fixtureRepository({ 'readme.md': 'a stage' })
  const { root } = await repository
  const coordinators = stage.coordinators ?? [
    team(
      'quality',
      Object.keys(stage.scripts).map((name) => `${name}:${name}`),
    ),
  ]
  const specialists = Object.keys(stage.scripts).map((name) =>
    defineSpecialist({ name, description: name, tools: [...(stage.tools ?? ['Read'])] }),
  )
  const events: LedgerEvent[] = []
  const run = runMission({
    mission: stage.mission ?? mission(coordinators.map(({ name }) => name)),
    repo: root,
    state: join(root, `.state-${Math.random().toString(36).slice(2)}`),
    specialists,
    coordinators,
    backends: [
      scriptedBackend(stage.scripts, {
        clock: systemClock,
        ...(stage.price === undefined ? {} : { price: stage.price }),
      }),
    ],
    env: {},
    on: (event) => events.push(event),
    ...(stage.limits === undefined ? {} : { limits: stage.limits }),
  })
  const result = await run.result
  return { result, events, read: (name) => readFile(join(result.documents, name), 'utf8') }
}
