import { cite } from '../cite.ts'
import type { ComposePortFact, ComposeServiceFact } from '../facts/compose.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { bindPorts } from './bind-port.ts'
import { mergedWith } from './composition.ts'
import { storeOf } from './image.ts'
import { reachOfStage } from './reach.ts'

interface Published {
  readonly port: ComposePortFact
  readonly service: ComposeServiceFact
  readonly kind: string
  readonly open: boolean
}

export const publishedDatabasePort: Inspector = {
  id: 'deployment/published-database-port',
  version: 1,
  layer: 'deployment',
  title: 'A production compose file opens a database or cache to every network the host is on',
  inspect(view): Inspection {
    const stores = view.facts
      .all('composeService')
      .filter((service) => service.stage !== 'development' && kindOf(view, service) !== null)
    const published = stores.flatMap((service) => publishedBy(view, service))
    const groups = Map.groupBy(published, ({ service }) => service.file)
    return {
      population: stores.length,
      bad: new Set(published.map(({ service }) => service)).size,
      unit: 'databases and caches in compose files',
      drafts: [...groups].map(([key, group]) => draftOf(view, key, group)),
    }
  },
}

function kindOf(view: View, service: ComposeServiceFact): ReturnType<typeof storeOf> {
  return storeOf(mergedWith(view, service).find((one) => one.image !== null)?.image ?? null)
}

function publishedBy(view: View, service: ComposeServiceFact): Published[] {
  const store = kindOf(view, service)
  if (store === null || service.profiles !== '') return []
  const isOpen = store.open && !asksForPassword(view, service)
  return view.facts
    .all('composePort')
    .filter((port) => port.file === service.file && port.service === service.service && isEverywhere(port))
    .map((port) => ({ port, service, kind: store.kind, open: isOpen }))
}

function asksForPassword(view: View, service: ComposeServiceFact): boolean {
  const all = mergedWith(view, service)
  if (all.some((one) => /requirepass|\.conf|aclfile|\$/.test(`${one.command} ${one.entrypoint}`))) return true
  return view.facts
    .all('composeVariable')
    .some(
      (variable) =>
        variable.service === service.service &&
        /PASS|AUTH|USER/.test(variable.name) &&
        variable.name !== 'ALLOW_EMPTY_PASSWORD',
    )
}

/** Published on a fixed port of all interfaces; a variable may well hold a loopback address. */
function isEverywhere(port: ComposePortFact): boolean {
  if (port.published === null || /VARIABLE|\$/.test(port.published)) return false
  return port.host === null || /^(?:0\.0\.0\.0|\[::\]|\*)$/.test(port.host)
}

function draftOf(view: View, file: string, group: readonly Published[]): Unfiled {
  const [first] = group
  if (first === undefined) throw new Error('a group holds at least one port')
  const isProduction = first.service.stage === 'production'
  const open = group.filter((one) => one.open)
  const names = [...new Set(group.map((one) => `${one.kind} ("${one.service.service}")`))].join(', ')
  return {
    title: `${file} publishes ${names} on all interfaces${open.length > 0 ? ', without a password' : ''}`.slice(0, 140),
    claim: 'presence',
    // A file that is not marked as production may as well serve one developer's machine.
    impact: isProduction ? 'security' : 'quality',
    ...reachOfStage(first.service.stage, file),
    confidence: open.length > 0 && isProduction ? 'high' : 'medium',
    anchor: `ports@compose:${file}`,
    evidence: [...open, ...group.filter((one) => !one.open)]
      .slice(0, 8)
      .map(({ port }) => cite(view.snapshot, port.file, port.line)),
    instances: group.map(({ port }) => ({ file: port.file, line: port.line })),
    fix: {
      advice:
        'Remove the port: services of one compose file reach each other by name. If the host needs it, bind it to 127.0.0.1.',
      effort: 'S',
      doneWhen: `no database or cache in ${file} is published beyond the loopback interface`,
      ...bindPorts(view, group),
    },
  }
}
