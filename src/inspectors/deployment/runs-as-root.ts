import { cite } from '../cite.ts'
import type { DockerStageFact } from '../facts/dockerfile.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { dockerfileReach } from './dockerfile-use.ts'

/** Images that leave root by themselves, or whose start script does. */
const ownUser =
  /distroless|nonroot|unprivileged|chainguard|bitnami|\/lambda\/|(?:^|\/)(?:nginx|httpd|caddy|traefik|postgres|redis|mysql|mariadb|mongo|rabbitmq|grafana|keycloak|scratch)(?:$|[:/-])/i

export const runsAsRoot: Inspector = {
  id: 'deployment/runs-as-root',
  version: 1,
  layer: 'deployment',
  title: 'Images run their program as root',
  inspect(view): Inspection {
    const images = view.facts
      .all('dockerStage')
      .filter(
        (stage) =>
          stage.last && dockerfileReach(view, stage.file).reach !== 'dev-or-test' && startsSomething(view, stage),
      )
    const asRoot = images.filter((stage) => isRoot(view, stage))
    return {
      population: images.length,
      bad: asRoot.length,
      unit: 'images built here',
      drafts: asRoot.length === 0 ? [] : [draftOf(view, asRoot)],
    }
  },
}

function startsSomething(view: View, stage: DockerStageFact): boolean {
  return view.facts
    .all('dockerInstruction')
    .some((one) => one.file === stage.file && one.stage === stage.stage && /^(?:CMD|ENTRYPOINT)$/.test(one.instruction))
}

function isRoot(view: View, stage: DockerStageFact): boolean {
  const user = userOf(view, stage)
  if (user !== null) return /^(?:root|0)(?::|$)/.test(user)
  return !leavesRoot(view, stage.file)
}

/** The last `USER` of the stage or of those it is built on; null when none is set and the image's own is root. */
function userOf(view: View, stage: DockerStageFact): string | null {
  const users = view.facts
    .all('dockerInstruction')
    .filter((one) => one.file === stage.file && one.stage === stage.stage && one.instruction === 'USER')
  const own = users.at(-1)?.text
  if (own !== undefined) return own
  if (stage.parent === null)
    return ownUser.test(stage.base) || ownUser.test(stage.tag ?? '') || /[$]/.test(stage.base) ? 'other' : null
  const parent = view.facts.all('dockerStage').find((one) => one.file === stage.file && one.stage === stage.parent)
  return parent === undefined ? null : userOf(view, parent)
}

/** A start script may drop its rights with gosu and the like. */
function leavesRoot(view: View, dockerfile: string): boolean {
  const drops = /\b(?:gosu|su-exec|setpriv|s6-setuidgid|runuser|su -)\b/
  if (drops.test(view.snapshot.byPath.get(dockerfile)?.text ?? '')) return true
  return view.snapshot.files.some((file) => file.language === 'shell' && drops.test(file.text))
}

function draftOf(view: View, stages: readonly DockerStageFact[]): Unfiled {
  const files = stages.map((stage) => stage.file)
  const some = files.slice(0, 3).join(', ') + (files.length > 3 ? ', …' : '')
  return {
    title: `${files.length} image${files.length === 1 ? ' runs' : 's run'} as root: ${some}`.slice(0, 140),
    claim: 'absence',
    impact: 'hygiene',
    reach: 'reachable',
    reachWhy: 'Dockerfiles that are not marked as development',
    confidence: 'high',
    anchor: 'images:root',
    evidence: stages.slice(0, 12).map((stage) => cite(view.snapshot, stage.file, stage.line)),
    instances: stages.slice(0, 500).map((stage) => ({ file: stage.file, line: stage.line })),
    fix: {
      advice: 'Create a user in the last stage, give it what it must write, and end the file with USER.',
      effort: 'S',
      doneWhen: 'the last stage of each Dockerfile sets a user other than root',
    },
  }
}
