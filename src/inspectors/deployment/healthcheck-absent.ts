import { cite } from '../cite.ts'
import type { ComposeDependencyFact, ComposeServiceFact } from '../facts/compose.ts'
import { folderOf } from '../facts/path.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { dockerfileOf } from './dockerfile-use.ts'
import { giveHealthcheck } from './give-healthcheck.ts'
import { reachOfStage } from './reach.ts'

/** Official images that bring no health check of their own. */
const withoutCheck =
  /^(?:docker\.io\/)?(?:library\/)?(?:postgres|redis|mysql|mariadb|mongo|rabbitmq|memcached|nginx|node|python|valkey\/valkey|postgis\/postgis|pgvector\/pgvector)(?:$|:|@)/

export const healthcheckAbsent: Inspector = {
  id: 'deployment/healthcheck-absent',
  version: 1,
  layer: 'deployment',
  title: 'A service waits for another to become healthy, but that one has no health check',
  inspect(view): Inspection {
    const waits = view.facts.all('composeDependency').filter((dependency) => dependency.condition === 'service_healthy')
    const bad = waits.flatMap((wait) => {
      const target = targetOf(view, wait)
      return target !== null && hasNoCheck(view, target) ? [{ wait, target }] : []
    })
    const groups = Map.groupBy(bad, ({ target }) => `${target.file}#${target.service}`)
    return {
      population: waits.length,
      bad: bad.length,
      unit: 'dependencies on a healthy service',
      drafts: [...groups].map(([key, group]) => draftOf(view, key, group)),
    }
  },
}

function targetOf(view: View, wait: ComposeDependencyFact): ComposeServiceFact | null {
  return (
    view.facts.all('composeService').find((service) => service.file === wait.file && service.service === wait.on) ??
    null
  )
}

/** No file of the folder gives the service a check, and neither does its image. */
function hasNoCheck(view: View, target: ComposeServiceFact): boolean {
  const same = view.facts
    .all('composeService')
    .filter((service) => service.service === target.service && folderOf(service.file) === folderOf(target.file))
  if (target.extendsOther || same.some((service) => service.healthcheck === 'present')) return false
  if (!target.builds) return target.image !== null && withoutCheck.test(target.image)
  const dockerfile = dockerfileOf(target)
  if (dockerfile === null || !view.snapshot.byPath.has(dockerfile)) return false
  const { facts } = view
  const isPlain = facts
    .all('dockerStage')
    .some(
      (stage) =>
        stage.file === dockerfile &&
        /^(?:docker\.io\/)?(?:library\/)?(?:python|node|debian|ubuntu|alpine|golang|nginx|rust|ruby|php|openjdk|eclipse-temurin)$/.test(
          stage.base,
        ),
    )
  return (
    isPlain && facts.count({ fact: 'dockerInstruction', where: { file: dockerfile, instruction: 'HEALTHCHECK' } }) === 0
  )
}

function draftOf(
  view: View,
  key: string,
  group: readonly { readonly wait: ComposeDependencyFact; readonly target: ComposeServiceFact }[],
): Unfiled {
  const [first] = group
  if (first === undefined) throw new Error('a group holds at least one dependency')
  const { target } = first
  const waiting = group.map(({ wait }) => `"${wait.service}"`).join(', ')
  return {
    title: `${waiting} in ${target.file} waits for "${target.service}" to be healthy, which has no health check`.slice(
      0,
      140,
    ),
    claim: 'absence',
    impact: 'service-dead',
    ...reachOfStage(target.stage, target.file),
    confidence: target.builds ? 'high' : 'proven',
    anchor: `healthcheck@compose:${key}`,
    evidence: [
      ...group.slice(0, 5).map(({ wait }) => cite(view.snapshot, wait.file, wait.line)),
      cite(view.snapshot, target.file, target.line, { role: 'related' }),
      {
        kind: 'absence',
        query: {
          fact: 'composeService',
          where: { file: target.file, service: target.service, healthcheck: 'present' },
        },
        scope: [target.file],
        expected: 0,
      },
    ],
    instances: group.map(({ wait }) => ({ file: wait.file, line: wait.line })),
    fix: {
      advice: `Give "${target.service}" a healthcheck that asks the program itself, or wait for service_started.`,
      effort: 'S',
      doneWhen: `"${target.service}" has a healthcheck or nobody waits for its health`,
      ...giveHealthcheck(view, target),
    },
  }
}
