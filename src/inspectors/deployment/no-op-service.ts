import { cite } from '../cite.ts'
import type { ComposeServiceFact } from '../facts/compose.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { reachOfStage } from './reach.ts'

export const noOpService: Inspector = {
  id: 'deployment/no-op-service',
  version: 1,
  layer: 'deployment',
  title: 'A service is deployed whose command does nothing',
  inspect(view): Inspection {
    const services = view.facts
      .all('composeService')
      .filter((service) => service.stage !== 'development' && commandOf(service) !== null)
    const idle = services.filter((service) => isIdle(view, service))
    return {
      population: services.length,
      bad: idle.length,
      unit: 'services with a command',
      drafts: idle.map((service) => draftOf(view, service)),
    }
  },
}

function commandOf(service: ComposeServiceFact): string | null {
  if (service.command === null && service.entrypoint === null) return null
  return [service.entrypoint, service.command].filter((part) => part !== null && part !== '').join(' ')
}

/** Only talks or sleeps. A bare sleep in an image of others is a tool box, a profile is started by hand. */
function isIdle(view: View, service: ComposeServiceFact): boolean {
  if (service.profiles !== '' || isAwaited(view, service)) return false
  const parts = partsOf(commandOf(service) ?? '')
  if (parts.length === 0 || !parts.every((part) => talks(part) || sleeps(part))) return false
  return parts.some(talks) || service.builds
}

/** The commands of a line, out of the shells that wrap them; the custom entrypoint of an image is not known, so it is kept. */
function partsOf(command: string): string[] {
  const inner = command
    .replace(/^(?:\/bin\/|\/usr\/bin\/env )?(?:ba|z|a)?sh\s+(?:-\w+\s+)*/, '')
    .replace(/^(['"])(.*)\1$/s, '$2')
  return inner
    .split(/\s*(?:&&|\|\||;|\n|\bdo\b|\bdone\b)\s*/)
    .map((part) => part.replace(/^while\s+(?:true|:)$/, ':').trim())
    .filter((part) => part !== '')
}

function talks(part: string): boolean {
  return /^(?:echo|printf)\b[^>|`]*$/.test(part) && !part.includes('$(')
}

function sleeps(part: string): boolean {
  return /^(?:exec\s+)?(?:sleep\s+(?:infinity|inf|\d+\w?)|tail\s+-[fF]\s+\/dev\/null|true|\/bin\/true|:|exit\s+0|cat)$/.test(
    part,
  )
}

/** Another service waits for it to finish: a step in a chain, not a worker. */
function isAwaited(view: View, service: ComposeServiceFact): boolean {
  return view.facts
    .all('composeDependency')
    .some(
      (dependency) => dependency.on === service.service && dependency.condition === 'service_completed_successfully',
    )
}

function draftOf(view: View, service: ComposeServiceFact): Unfiled {
  const line = service.command === null ? service.entrypointLine : service.commandLine
  const talking = partsOf(commandOf(service) ?? '').some(talks)
  return {
    title:
      `Service "${service.service}" in ${service.file} does nothing: its command only ${talking ? 'prints a message' : 'sleeps'}`.slice(
        0,
        140,
      ),
    claim: 'behaviour',
    impact: 'service-dead',
    ...reachOfStage(service.stage, service.file),
    confidence: talking ? 'high' : 'medium',
    anchor: `service:${service.service}@compose:${service.file}`,
    evidence: [cite(view.snapshot, service.file, line)],
    instances: [{ file: service.file, line }],
    fix: {
      advice: 'Start the real program, or remove the service so that nobody counts on it.',
      effort: 'M',
      doneWhen: `the command of "${service.service}" starts a program, or the service is gone`,
    },
  }
}
