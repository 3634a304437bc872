import { cite } from '../cite.ts'
import { manifestsOf } from '../facts/manifest.ts'
import { regionOf } from '../facts/region.ts'
import type { Placed } from '../facts/store.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { counted } from '../wording.ts'
import { imageName } from './image.ts'

interface Use extends Placed {
  readonly image: string
}

export const latestTag: Inspector = {
  id: 'deployment/latest-tag',
  version: 1,
  layer: 'deployment',
  title: 'Images are named without a version, so two builds of one commit may differ',
  inspect(view): Inspection {
    const uses = imagesIn(view)
    const floating = uses.filter((use) => isFloating(use.image))
    return {
      population: uses.length,
      bad: floating.length,
      unit: 'images',
      drafts: floating.length === 0 ? [] : [draftOf(view, floating)],
    }
  },
}

/** Images pulled from a registry: those the repository builds itself carry whatever tag it likes. */
function imagesIn(view: View): Use[] {
  const built = new Set(
    view.facts.all('composeService').flatMap((service) => (service.builds ? [service.image ?? ''] : [])),
  )
  const services = view.facts
    .all('composeService')
    .filter((service) => service.stage !== 'development' && service.image !== null && !built.has(service.image))
    .filter((service) => !isOwn(view, service.image ?? ''))
    .map((service) => ({ file: service.file, line: imageLine(view, service), image: service.image ?? '' }))
  const stages = view.facts
    .all('dockerStage')
    .filter((stage) => stage.parent === null && !/^scratch$/i.test(stage.base) && regionOf(stage.file) === 'source')
    .map((stage) => ({
      file: stage.file,
      line: stage.line,
      image:
        stage.base + (stage.tag === null ? '' : `:${stage.tag}`) + (stage.digest === null ? '' : `@${stage.digest}`),
    }))
  return [...services, ...stages].filter((use) => imageName(use.image) !== null)
}

/** The project's own image in its own compose file: users are meant to get the newest. */
function isOwn(view: View, image: string): boolean {
  const projects = view.facts.derived('deployment:projects', () => projectNames(view))
  const pushed = view.facts.derived('deployment:pushed-images', () => pushedImages(view))
  const repository = imageName(image)?.repository ?? ''
  return repository.split('/').some((part) => projects.has(part)) || pushed.has(repository)
}

/** What the root manifests call the project. */
function projectNames(view: View): ReadonlySet<string> {
  const script = manifestsOf(view.snapshot).find((one) => one.folder === '')?.name ?? ''
  const python = /^name\s*=\s*["']([\w.-]+)["']/m.exec(view.snapshot.byPath.get('pyproject.toml')?.text ?? '')?.[1]
  return new Set([script.replace(/^@[^/]*\//, ''), python ?? ''].filter((name) => name !== ''))
}

/** What the workflows publish: names with an owner, as they stand in the text. */
function pushedImages(view: View): ReadonlySet<string> {
  const workflows = view.snapshot.files.filter((file) => file.path.startsWith('.github/workflows/'))
  return new Set(
    workflows
      .filter((file) => /build-push-action|docker push|metadata-action|push: true/.test(file.text))
      .flatMap((file) => file.text.match(/(?<![\w./-])[a-z0-9][\w.-]*(?:\/[\w.-]+){1,3}(?![\w/@-])/g) ?? []),
  )
}

function imageLine(view: View, service: Placed & { readonly image: string | null }): number {
  const lines = (view.snapshot.byPath.get(service.file)?.text ?? '').split('\n')
  const at = lines.findIndex(
    (line, index) => index >= service.line - 1 && /^\s*image:/.test(line) && line.includes(service.image ?? ''),
  )
  return at === -1 ? service.line : at + 1
}

function isFloating(image: string): boolean {
  const name = imageName(image)
  return name !== null && name.digest === null && (name.tag === null || name.tag === 'latest')
}

function draftOf(view: View, uses: readonly Use[]): Unfiled {
  const names = [...new Set(uses.map((use) => use.image))]
  const some = names.slice(0, 3).join(', ') + (names.length > 3 ? ', …' : '')
  return {
    title: `${counted(names.length, 'image')} without a fixed version: ${some}`.slice(0, 140),
    claim: 'presence',
    impact: 'hygiene',
    reach: 'reachable',
    reachWhy: 'named by compose files or Dockerfiles that are not for development only',
    confidence: 'proven',
    anchor: 'images:floating',
    evidence: uses.slice(0, 12).map((use) => cite(view.snapshot, use.file, use.line)),
    instances: uses.slice(0, 500).map((use) => ({ file: use.file, line: use.line })),
    fix: {
      advice: 'Name the version that is in use today, better with its digest, and let an update bot raise it.',
      effort: 'S',
      doneWhen: 'no image is named without a tag or with the tag latest',
    },
  }
}
