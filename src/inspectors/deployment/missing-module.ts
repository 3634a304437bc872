import type { Confidence, Reach } from '../../domain/finding.ts'
import { cite } from '../cite.ts'
import { nameOf } from '../facts/path.ts'
import { regionOf } from '../facts/region.ts'
import type { Placed } from '../facts/store.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { dockerfileReach } from './dockerfile-use.ts'
import { presenceOf } from './present.ts'
import { reachOfStage } from './reach.ts'
import { type Start, startsIn } from './start.ts'

interface Launch extends Placed {
  readonly start: Start
  readonly where: string
  readonly reach: { readonly reach: Reach; readonly reachWhy: string }
}

export const missingModule: Inspector = {
  id: 'deployment/missing-module',
  version: 1,
  layer: 'deployment',
  title: 'A container starts a module, file or script that does not exist',
  inspect(view): Inspection {
    const launches = [...fromDockerfiles(view), ...fromCompose(view)]
    const missing = launches.filter((launch) => confidenceOf(view, launch) !== null)
    const groups = Map.groupBy(missing, (launch) => `${nameOfStart(launch.start)}@${launch.where}`)
    return {
      population: launches.length,
      bad: groups.size,
      unit: 'start commands',
      drafts: [...groups].map(([key, group]) => draftOf(view, key, group)),
    }
  },
}

/** What the last stage of each Dockerfile runs. */
function fromDockerfiles(view: View): Launch[] {
  const last = new Map(view.facts.all('dockerStage').map((stage) => [stage.file, stage.stage]))
  return view.facts.all('dockerInstruction').flatMap((instruction) => {
    if (instruction.instruction !== 'CMD' && instruction.instruction !== 'ENTRYPOINT') return []
    if (last.get(instruction.file) !== instruction.stage || regionOf(instruction.file) === 'vendored') return []
    const reach = dockerfileReach(view, instruction.file)
    const starts = startsIn(instruction.text).filter((start) => !isMadeByImage(view, instruction.file, start))
    return starts.map((start) => ({
      file: instruction.file,
      line: instruction.line,
      start,
      where: instruction.file,
      reach,
    }))
  })
}

/** A file that the Dockerfile itself downloads, writes or takes from another image. */
function isMadeByImage(view: View, file: string, start: Start): boolean {
  if (start.kind !== 'file') return false
  const name = nameOf(start.path)
  const { facts } = view
  return (
    facts
      .all('dockerInstruction')
      .some((one) => one.file === file && one.instruction === 'RUN' && one.text.includes(name)) ||
    facts.all('dockerCopy').some((one) => one.file === file && `${one.source} ${one.target}`.includes(name)) ||
    !facts.all('dockerCopy').some((one) => one.file === file && one.from === null)
  )
}

/** Commands of services whose image is built here; those of other people's images start other people's files. */
function fromCompose(view: View): Launch[] {
  return view.facts.all('composeService').flatMap((service) => {
    if (!service.builds) return []
    const reach = reachOfStage(service.stage, service.file)
    const where = `compose:${service.file}#${service.service}`
    const lines = [
      { text: service.entrypoint, line: service.entrypointLine },
      { text: service.command, line: service.commandLine },
    ]
    return lines.flatMap(({ text, line }) =>
      startsIn(text ?? '').map((start) => ({ file: service.file, line, start, where, reach })),
    )
  })
}

/** Null when the start is fine or nothing sure can be said. */
function confidenceOf(view: View, { start }: Launch): Confidence | null {
  const presence = presenceOf(view, start)
  if (presence === 'missing') return 'high'
  return presence === 'foreign' && start.kind === 'application' ? 'medium' : null
}

function nameOfStart(start: Start): string {
  switch (start.kind) {
    case 'application':
      return `${start.module}:${start.attribute}`
    case 'module':
      return start.module
    case 'file':
      return start.path
    case 'script':
      return `script ${start.script}`
  }
}

function draftOf(view: View, key: string, group: readonly Launch[]): Unfiled {
  const [first] = group
  if (first === undefined) throw new Error('a group holds at least one launch')
  const name = nameOfStart(first.start)
  return {
    title: `${first.where.replace('compose:', '')} starts ${name}, which does not exist in the repository`.slice(
      0,
      140,
    ),
    claim: 'mismatch',
    impact: 'service-dead',
    ...first.reach,
    confidence: confidenceOf(view, first) ?? 'medium',
    anchor: `start:${key}`,
    evidence: group.slice(0, 5).map((launch) => cite(view.snapshot, launch.file, launch.line)),
    instances: group.map((launch) => ({ file: launch.file, line: launch.line })),
    fix: {
      advice: `Name the module or file that exists today, or add ${name} where the image expects it.`,
      effort: 'S',
      doneWhen: `${name} resolves to a tracked file, or nothing starts it`,
    },
  }
}
