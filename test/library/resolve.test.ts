import { expect, test } from 'vitest'
import { DefinitionError, problemLine } from '../../src/domain/errors.ts'
import { loadLibrary } from '../../src/library/load.ts'
import { checkLibrary, resolveMission } from '../../src/library/resolve.ts'
import { folderWith, markdown } from './folders.ts'

const reader = (name: string, more = '') => markdown(`name: ${name}\ndescription: d\ntools: Read\n${more}`)
const team = (name: string, more: string) => markdown(`name: ${name}\ndescription: d\n${more}`)
const orders = (...phases: readonly string[]) => phases.map((phase) => `## ${phase}\n\nDo ${phase}.\n`).join('\n')

async function problemsOf(files: Readonly<Record<string, string>>, mission = 'night'): Promise<readonly string[]> {
  const library = await loadLibrary({ roots: [{ folder: await folderWith(files), label: '' }] })
  try {
    resolveMission(library, mission, ['static', 'scripted'], ['roster', 'layers'])
    return []
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error
    return error.message.split('\n')
  }
}

test('a coordinator that does not exist is named with its place and the one that was meant', async () => {
  const phases =
    'phases:\n  - name: recon\n    coordinators: [resilience]\n  - name: harden\n    after: [recon]\n    coordinators:\n      - resilence'
  const files = {
    'agents/a.md': reader('a'),
    'coordinators/resilience.md': team('resilience', 'specialists: [a]'),
    'missions/night-mission.md': markdown(`name: night\ndescription: d\n${phases}`, orders('recon', 'harden')),
  }
  expect(await problemsOf(files)).toEqual([
    'missions/night-mission.md:10  phase "harden" names the coordinator "resilence"; did you mean "resilience"?',
  ])
})

test('all problems of a mission and of whom it uses come at once, in the order of files and lines', async () => {
  const mission = markdown(
    `
name: night
description: d
phases:
  - name: one
    explorers: [writer, reader, ghost]
    decompose: layers
    after: [thre]
  - name: two
    after: [three]
    coordinators: [team]
    decompose: rooster
    go:
      - one.done >= 0.8
      - three.dnoe > 1
      - findings.P0 = 0
  - name: three
    after: [two]
  - name: two
    coordinators: [team, nobody]
success:
  - tow.done >= 1
  - cost.usd < lots
`,
    orders('one', 'two', 'three'),
  )
  const files = {
    'agents/writer.md': markdown('name: writer\ndescription: d\ntools: Read, Edit\nlayer: api'),
    'agents/reader.md': reader('reader', 'backend: statc'),
    'coordinators/team.md': team(
      'team',
      'specialists:\n  - reader\n  - writr\n  - reader\nreviewer: judge\ndecompose: mine',
    ),
    'missions/night.md': mission,
  }
  expect(await problemsOf(files)).toEqual([
    'agents/reader.md:5  specialist "reader" names the backend "statc", which is not known; did you mean "static"?',
    'coordinators/team.md:6  coordinator "team" names the specialist "writr"; did you mean "writer"?',
    'coordinators/team.md:7  coordinator "team" names the specialist "reader" twice',
    'coordinators/team.md:8  coordinator "team" names the reviewer "judge"; there is no such specialist',
    'coordinators/team.md:9  coordinator "team" names the strategy "mine"; known strategies: roster, layers',
    'missions/night.md:6  phase "one" names the explorer "writer"; it has tools that write, and an explorer lists only tools that read',
    'missions/night.md:6  phase "one" names the explorer "ghost"; there is no such specialist',
    'missions/night.md:6  phase "one" gives each explorer its layer, and "reader" has none',
    'missions/night.md:8  phase "one" comes after "thre"; did you mean "three"?',
    'missions/night.md:10  the phases wait for each other: two → three → two',
    'missions/night.md:12  phase "two" names the strategy "rooster"; did you mean "roster"?',
    'missions/night.md:14  the condition "one.done >= 0.8" of phase "two" asks about "one", which has not finished by then; finished by then: three, two',
    'missions/night.md:15  the condition "three.dnoe > 1" of phase "two" asks "three" for "dnoe", at character 7; did you mean "done"?',
    'missions/night.md:16  the condition "findings.P0 = 0" of phase "two" needs one of >= <= == != > < after the measure, at character 13',
    'missions/night.md:17  phase "three" has nobody to do it; name its coordinators or its explorers',
    'missions/night.md:19  phase "two" stands here a second time',
    'missions/night.md:20  phase "two" names the coordinator "nobody"; there is no such coordinator',
    'missions/night.md:22  the condition "tow.done >= 1" of success asks about "tow", which has not finished by then; did you mean "two"?',
    'missions/night.md:23  the condition "cost.usd < lots" of success needs a number at the end, at character 12',
  ])
})

test('whoever takes over must be of the roster, and whoever changes files needs somebody who reviews it', async () => {
  const phases = `phases:
  - name: build
    coordinators: [alone, reviewed, own-reviewer]
    needs: [workspaces]
  - name: look
    coordinators: [alone]`
  const files = {
    'agents/a.md': reader('a'),
    'agents/senior.md': reader('senior'),
    'agents/code-reviewer.md': reader('code-reviewer'),
    'coordinators/alone.md': team('alone', 'specialists: [a]\ntakeover: senior'),
    'coordinators/reviewed.md': team('reviewed', 'specialists: [a]\nreviewer: senior\ntakeover: seniro'),
    'coordinators/own-reviewer.md': team('own-reviewer', 'specialists: [a, code-reviewer]\ntakeover: a'),
    'missions/night.md': markdown(`name: night\ndescription: d\n${phases}`, orders('build', 'look')),
  }
  expect(await problemsOf(files)).toEqual([
    'coordinators/alone.md:5  coordinator "alone" names the takeover "senior"; it is not in its roster; add it to specialists',
    'coordinators/reviewed.md:6  coordinator "reviewed" names the takeover "seniro"; did you mean "senior"?',
    'missions/night.md:6  phase "build" changes files, and nobody reviews what "alone" makes, so that nothing could land; name a reviewer in coordinators/alone.md',
  ])
})

test('what the mission does not use does not stop it, and check lists it all the same', async () => {
  const files = {
    'agents/a.md': reader('a'),
    'agents/broken.md': '---\nname: broken\n',
    'coordinators/team.md': team('team', 'specialists: [a]'),
    'coordinators/idle.md': team('idle', 'specialists: [nobody]'),
    'missions/night.md': markdown(
      'name: night\ndescription: d\nphases: [{name: one, coordinators: [team]}]',
      orders('one'),
    ),
  }
  const library = await loadLibrary({ roots: [{ folder: await folderWith(files), label: '' }] })
  const resolved = resolveMission(library, 'night', ['static'], ['roster'])
  expect([...resolved.specialists.keys()]).toEqual(['a'])
  expect(resolved.provenance.map(({ file }) => file)).toEqual([
    'agents/a.md',
    'coordinators/team.md',
    'missions/night.md',
  ])
  expect(checkLibrary(library, ['static'], ['roster']).problems.map(problemLine)).toEqual([
    'agents/broken.md:1  the frontmatter has no closing --- line',
    'coordinators/idle.md:4  coordinator "idle" names the specialist "nobody"; there is no such specialist',
  ])
})

test('an edited copy that is broken stops the mission; the definition it replaces does not take its place unseen', async () => {
  const roots = [
    {
      label: 'package',
      folder: await folderWith({
        'agents/a.md': reader('a'),
        'coordinators/team.md': team('team', 'specialists: [a]'),
        'missions/night.md': markdown(
          'name: night\ndescription: d\nphases: [{name: one, coordinators: [team]}]',
          orders('one'),
        ),
      }),
    },
    { label: '.echelon', folder: await folderWith({ 'agents/a.md': reader('a', 'memoryMb: much') }) },
  ]
  const library = await loadLibrary({ roots })
  expect(() => resolveMission(library, 'night', ['static'], ['roster'])).toThrow(
    '.echelon/agents/a.md:5  "memoryMb" must be a number, not "much"',
  )
})

test('limits that ask for more than the mission allows are pointed out and stop nothing', async () => {
  const files = {
    'agents/a.md': reader('a'),
    'coordinators/team.md': team('team', 'specialists: [a]\nlimits:\n  agents: 12\n  attempts: 1'),
    'missions/night.md': markdown(
      'name: night\ndescription: d\nlimits:\n  agents: 4\nphases:\n  - name: one\n    coordinators: [team]\n    limits:\n      costUsd: 3',
      orders('one'),
    ),
  }
  const library = await loadLibrary({ roots: [{ folder: await folderWith(files), label: '' }] })
  expect(resolveMission(library, 'night', ['static'], ['roster']).warnings.map(problemLine)).toEqual([
    'coordinators/team.md:6  coordinator "team" asks for agents 12, and mission "night" allows 4: limits only tighten',
    'missions/night.md:10  phase "one" asks for costUsd 3, and mission "night" allows 0: limits only tighten',
  ])
})

test('a mission that does not exist is met with the nearest one', async () => {
  const files = {
    'missions/x.md': markdown(
      'name: night-mission\ndescription: d\nphases: [{name: one, explorers: [a]}]',
      orders('one'),
    ),
  }
  expect(await problemsOf(files, 'night-misson')).toEqual([
    'missions:1  there is no mission "night-misson"; did you mean "night-mission"?',
  ])
  expect(await problemsOf(files, 'brunch')).toEqual([
    'missions:1  there is no mission "brunch"; known missions: night-mission',
  ])
})
