import type { Coordinator } from '../domain/coordinator.ts'
import type { Problem } from '../domain/errors.ts'
import { defaultLimits, type Limits } from '../domain/limits.ts'
import type { Mission } from '../domain/mission.ts'
import type { Path } from '../domain/path-in-value.ts'
import { limitKeys } from './keys.ts'
import type { LoadedLibrary } from './load.ts'

/** Limits that ask for more than the level above allows. They do not loosen anything; whoever wrote them should know. */
export function loosened(
  library: LoadedLibrary,
  mission: Mission,
  coordinators: readonly Coordinator[],
): readonly Problem[] {
  const outer = { ...defaultLimits, ...mission.limits }
  const missionName = `mission "${mission.name}"`
  const phases = mission.phases.flatMap(({ name, limits }, index) =>
    compare(limits, outer, `phase "${name}"`, missionName).map(({ key, problem }) =>
      place(library, mission.file, ['phases', index, 'limits', key], problem),
    ),
  )
  const teams = coordinators.flatMap(({ name, limits, file }) =>
    compare(limits, outer, `coordinator "${name}"`, missionName).map(({ key, problem }) =>
      place(library, file, ['limits', key], problem),
    ),
  )
  return [...phases, ...teams]
}

interface Loose {
  readonly key: string
  readonly problem: string
}

function compare(inner: Limits, outer: Limits, innerName: string, outerName: string): readonly Loose[] {
  const [wanted, allowed] = [numbers(inner), numbers(outer)]
  return limitKeys.flatMap((key) => {
    const [more, most] = [wanted.get(key), allowed.get(key)]
    if (more === undefined || most === undefined || more <= most) return []
    return [
      { key, problem: `${innerName} asks for ${key} ${more}, and ${outerName} allows ${most}: limits only tighten` },
    ]
  })
}

function numbers(limits: Limits): ReadonlyMap<string, number> {
  return new Map(Object.entries(limits).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
}

function place(library: LoadedLibrary, file: string, path: Path, problem: string): Problem {
  return { file, line: library.lineOf(file, path), problem }
}
