import { cite } from '../cite.ts'
import type { ComposeServiceFact } from '../facts/compose.ts'
import { folderOf, joinPath, nameOf } from '../facts/path.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { dockerfileOf } from './dockerfile-use.ts'
import { reachOfStage } from './reach.ts'

export const missingBuildContext: Inspector = {
  id: 'deployment/missing-build-context',
  version: 1,
  layer: 'deployment',
  title: 'A compose file builds from a folder, Dockerfile or stage that does not exist',
  inspect(view): Inspection {
    const builds = view.facts.all('composeService').filter((service) => service.context !== null)
    const bad = builds.flatMap((service) => {
      const missing = missingPart(view, service)
      return missing === null ? [] : [{ service, missing }]
    })
    const groups = Map.groupBy(bad, ({ service }) => service.file)
    return {
      population: builds.length,
      bad: bad.length,
      unit: 'services that are built',
      drafts: [...groups].map(([key, group]) => draftOf(view, key, group)),
    }
  },
}

interface Missing {
  readonly service: ComposeServiceFact
  readonly missing: string
}

function missingPart(view: View, service: ComposeServiceFact): string | null {
  const context = service.context ?? ''
  if (isMadeElsewhere(view, context) || isCopy(view, service.file)) return null
  if (context !== '' && !hasFolder(view, context)) return isMerged(service) ? null : `folder ${context}`
  const dockerfile = dockerfileOf(service)
  if (dockerfile === null) return null
  if (!view.snapshot.paths.has(dockerfile)) return `Dockerfile ${dockerfile}`
  const stages = view.facts.all('dockerStage').filter((stage) => stage.file === dockerfile)
  if (service.target === null || /[${]/.test(service.target) || stages.length === 0) return null
  const wanted = service.target.toLowerCase()
  const isKnown = stages.some((stage) => stage.alias?.toLowerCase() === wanted || String(stage.stage) === wanted)
  return isKnown ? null : `stage "${service.target}" of ${dockerfile}`
}

/** The same file in the same folder name stands elsewhere too: one of them is carried along to be written somewhere else. */
function isCopy(view: View, file: string): boolean {
  const tail = `/${nameOf(folderOf(file))}/${nameOf(file)}`
  return (
    folderOf(file) !== '' &&
    view.facts
      .all('composeService')
      .some(
        (other) =>
          other.file !== file && folderOf(file).length > folderOf(other.file).length && `/${other.file}`.endsWith(tail),
      )
  )
}

/** Compose reads the paths of every file from the folder of the first one: this one means its own folder, seen from there. */
function isMerged({ file, contextText }: ComposeServiceFact): boolean {
  const inner = /^(?:\.\.\/)+(.+?)\/?$/.exec(contextText ?? '')?.[1]
  return inner !== undefined && file.startsWith(`${inner}/`)
}

function hasFolder(view: View, folder: string): boolean {
  const folders = view.facts.derived('deployment:folders', () => {
    const found = new Set<string>()
    for (const path of view.snapshot.paths) {
      found.add(path)
      for (let cut = path.indexOf('/'); cut !== -1; cut = path.indexOf('/', cut + 1)) found.add(path.slice(0, cut))
    }
    return found
  })
  return folders.has(folder)
}

/** A submodule, or a folder that a script or manual tells to clone. */
function isMadeElsewhere(view: View, context: string): boolean {
  if (context === '') return false
  if (view.snapshot.byPath.get('.gitmodules')?.text.includes(`path = ${context}`)) return true
  const name = nameOf(context)
  return cloneCommands(view).includes(name)
}

/** Every line that clones something, as one text. */
function cloneCommands(view: View): string {
  return view.facts.derived('deployment:clones', () =>
    view.snapshot.files
      .filter((file) => file.text.includes('git clone'))
      .flatMap((file) => file.text.split('\n').filter((line) => line.includes('git clone')))
      .join('\n'),
  )
}

function draftOf(view: View, key: string, group: readonly Missing[]): Unfiled {
  const [first] = group
  if (first === undefined) throw new Error('a group holds at least one service')
  const { service, missing } = first
  const who = group.length === 1 ? `Service "${service.service}"` : `${group.length} services`
  const parts = new Set(group.map((one) => one.missing)).size
  return {
    title: `${who} in ${service.file} cannot be built: there is no ${missing}${parts > 1 ? ', …' : ''}`.slice(0, 140),
    claim: 'mismatch',
    impact: 'service-dead',
    ...reachOfStage(service.stage, service.file),
    confidence: existsFromRoot(view, service) ? 'medium' : 'high',
    anchor: `build@compose:${key}`.slice(0, 300),
    evidence: group.slice(0, 10).map((one) => cite(view.snapshot, one.service.file, one.service.contextLine)),
    instances: group.map((one) => ({ file: one.service.file, line: one.service.contextLine })),
    fix: {
      advice: `Point the build at what exists, or add the ${missing}. Paths are relative to the compose file.`.slice(
        0,
        600,
      ),
      effort: 'S',
      doneWhen: `context, Dockerfile and target of these services in ${service.file} are tracked`.slice(0, 300),
    },
  }
}

/** Read from the root of the repository the path is right: a project directory given by hand would make it work. */
function existsFromRoot(view: View, service: ComposeServiceFact): boolean {
  const { paths } = view.snapshot
  const file = joinPath('', `${service.contextText ?? '.'}/${service.dockerfile ?? 'Dockerfile'}`)
  return folderOf(service.file) !== '' && file !== null && paths.has(file)
}
