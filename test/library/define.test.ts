import { expect, test } from 'vitest'
import type { z } from 'zod'
import type { Situation } from '../../src/domain/coordinator.ts'
import { DefinitionError } from '../../src/domain/errors.ts'
import { defaultLimits } from '../../src/domain/limits.ts'
import type { Order, TaskDraft } from '../../src/domain/task.ts'
import { defineCoordinator, defineMission, defineSpecialist } from '../../src/library/define.ts'
import { loadLibrary } from '../../src/library/load.ts'
import { resolveMission } from '../../src/library/resolve.ts'
import { packageRoot } from '../../src/library/roots.ts'

type DraftInput = z.input<typeof TaskDraft>

test('a coordinator with its own way to make tasks is fifteen lines, and a mission can use it beside shipped ones', async () => {
  const docs = defineCoordinator({
    name: 'docs',
    description: 'Keeps every page true.',
    specialists: ['doc-writer'],
    limits: { agents: 4 },
    decompose: (order, { files }) =>
      files
        .filter((file) => file.endsWith('.md'))
        .map((file, n) => ({
          key: `page-${n}`,
          title: `${order.goal}: ${file}`,
          specialist: 'doc-writer',
          scope: [file],
        })),
  })
  const mission = defineMission({
    name: 'true-pages',
    description: 'Make every page true.',
    phases: [{ name: 'pages', coordinators: ['docs'] }],
    success: ['pages.done >= 1'],
  })
  const given = { coordinators: [docs], missions: [mission] }
  const library = await loadLibrary({ roots: [{ folder: packageRoot() }], given })
  const resolved = resolveMission(library, 'true-pages', ['static'], ['roster'])
  expect(resolved.coordinators.get('docs')).toBe(docs)
  expect(resolved.mission.phases[0]).toMatchObject({ intent: 'Make every page true.', direct: false, needs: [] })
  expect(resolved.provenance.find(({ name }) => name === 'docs')).toMatchObject({ file: 'defineCoordinator("docs")' })
})

const place = { phase: 'pages', coordinator: 'docs' }
const order: Order = { ...place, goal: 'Mend', intent: '', limits: defaultLimits, success: [] }
const nothing: Situation = { findings: [], debts: [], files: [] }

test('tasks that a function drafts are filled in, and a wrong one is named with its place', async () => {
  const ask = (drafts: readonly DraftInput[]) => {
    const team = defineCoordinator({ name: 'team', description: 'd', specialists: ['scout'], decompose: () => drafts })
    if (typeof team.decompose === 'string') throw new Error('the function was lost')
    return team.decompose(order, nothing)
  }
  expect(await ask([{ key: 'a', title: 'Look', specialist: 'scout' }])).toEqual([
    {
      key: 'a',
      title: 'Look',
      specialist: 'scout',
      scope: [],
      after: [],
      kind: 'simple',
      input: null,
      instructions: '',
    },
  ])
  const typo = { key: 'b', title: 'Look', specialist: 'scout', scopes: ['docs/**'] }
  await expect(ask([{ key: 'a', title: '', specialist: 'scout' }, typo])).rejects.toThrow(
    [
      'defineCoordinator("team"):1  "decompose[0].title" must not be empty',
      'defineCoordinator("team"):1  unknown key "scopes" in decompose[1]; did you mean "scope"?',
    ].join('\n'),
  )
})

test('what is left out has its default', () => {
  expect(defineSpecialist({ name: 'scout', description: 'Looks.', tools: ['Read'] })).toEqual({
    kind: 'specialist',
    name: 'scout',
    description: 'Looks.',
    tools: ['Read'],
    disallowedTools: [],
    model: 'inherit',
    backend: null,
    layer: null,
    memoryMb: 64,
    limits: {},
    instructions: '',
    file: 'defineSpecialist("scout")',
  })
  expect(defineCoordinator({ name: 'team', description: 'd', specialists: ['scout'] })).toMatchObject({
    domain: ['**'],
    reviewer: null,
    decompose: 'roster',
    standingOrders: [],
    layers: [],
  })
})

test('another function is another definition: the hash of the provenance changes', async () => {
  const hash = async (key: string) => {
    const decompose = key === 'a' ? () => [] : () => [...[]]
    const team = defineCoordinator({ name: 'team', description: 'd', specialists: ['scout'], decompose })
    return (await loadLibrary({ roots: [], given: { coordinators: [team] } })).provenance[0]?.sha256
  }
  expect(await hash('a')).toBe(await hash('a'))
  expect(await hash('a')).not.toBe(await hash('b'))
})

test('a wrong definition is refused with every problem, named by its place in the code', () => {
  const typo = { name: 'docs', description: 'd', specialists: [], speciallists: ['x'], limits: { agents: 0 } }
  expect(() => defineCoordinator(typo)).toThrow(DefinitionError)
  expect(() => defineCoordinator(typo)).toThrow(
    [
      'defineCoordinator("docs"):1  "limits.agents" must be at least 1',
      'defineCoordinator("docs"):1  "specialists" must not be empty',
      'defineCoordinator("docs"):1  unknown key "speciallists"; did you mean "specialists"?',
    ].join('\n'),
  )
  expect(() => defineMission({ name: 'Night Mission', description: 'd', phases: [{ name: 'one' }] })).toThrow(
    '"name" is "Night Mission": must be lower-case words joined by hyphens',
  )
})
