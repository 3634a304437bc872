import type { ComposeServiceFact } from '../facts/compose.ts'
import { folderOf, nameOf } from '../facts/path.ts'
import type { View } from '../inspector.ts'

/** A service as one overlay changes it, beside what the base file says. */
export interface Overlaid {
  readonly base: ComposeServiceFact
  readonly overlay: ComposeServiceFact
}

/** Services that one file changes on top of the base file of its folder. */
export function overlaysOf(view: View): readonly Overlaid[] {
  return view.facts.derived('deployment:overlays', () => {
    const files = Map.groupBy(view.facts.all('composeService'), (service) => service.file)
    return [...files].flatMap(([file, services]) => {
      const base = baseOf(file, services, files)
      return base === null ? [] : paired(base, services)
    })
  })
}

/** The same service in the files that are merged with this one, itself first. */
export function mergedWith(view: View, service: ComposeServiceFact): readonly ComposeServiceFact[] {
  const related = overlaysOf(view).flatMap(({ base, overlay }) =>
    base.service === service.service && (base.file === service.file || overlay.file === service.file)
      ? [base, overlay]
      : [],
  )
  return [service, ...related.filter((other) => other !== service)]
}

/** A file is an overlay when one of its services has neither image nor build and the base file has that service. */
function baseOf(
  file: string,
  services: readonly ComposeServiceFact[],
  files: ReadonlyMap<string, readonly ComposeServiceFact[]>,
): readonly ComposeServiceFact[] | null {
  if (isBaseName(file)) return null
  const bare = services.filter((service) => service.image === null && !service.builds && !service.extendsOther)
  if (bare.length === 0) return null
  for (const [other, known] of files) {
    if (other === file || folderOf(other) !== folderOf(file) || !isBaseName(other)) continue
    if (bare.every((service) => known.some((one) => one.service === service.service))) return known
  }
  return null
}

function isBaseName(file: string): boolean {
  return /^(?:docker-)?compose(?:\.base)?\.ya?ml$/.test(nameOf(file))
}

function paired(base: readonly ComposeServiceFact[], overlay: readonly ComposeServiceFact[]): Overlaid[] {
  return overlay.flatMap((service) => {
    const below = base.find((one) => one.service === service.service)
    return below === undefined ? [] : [{ base: below, overlay: service }]
  })
}
