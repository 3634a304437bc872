import { EchelonError } from '../domain/errors.ts'
import type { InspectorRun } from '../domain/finding.ts'
import type { Layer } from '../domain/layer.ts'
import type { Survey } from '../domain/report.ts'
import { snippetOf } from '../domain/snippet.ts'
import type { Auditor } from '../ports/auditor.ts'
import { checkEvidence } from './evidence.ts'
import type { Collector } from './facts/collector.ts'
import { survey } from './facts/survey.ts'
import type { Inspector, View } from './inspector.ts'
import { readFolder } from './read-folder.ts'
import { readSnapshot, renamedFiles } from './read-snapshot.ts'
import { runInspector } from './run-inspector.ts'
import { share } from './share.ts'
import type { Snapshot } from './snapshot.ts'
import { readSuppressions } from './suppressions.ts'

export interface AuditorOptions {
  readonly root: string
  /** The commit to audit; for a plain folder the label that `readFolder` gave it. */
  readonly commit: string
  /** False: a plain folder without git. */
  readonly versioned: boolean
  readonly collectors: readonly Collector[]
  readonly inspectors: readonly Inspector[]
  /** The longest one inspector may take. Default one minute. */
  readonly inspectorLimitMs?: number
}

interface Read extends View {
  readonly survey: Survey
}

/** The deterministic side of an audit over one commit. Nothing is read before the first question. */
export function openAuditor(options: AuditorOptions): Auditor {
  const { root, versioned, collectors, inspectorLimitMs = 60_000 } = options
  const inspectors = inOrder(options.inspectors)
  const read = share(async (signal): Promise<Read> => {
    const snapshot = versioned ? await readSnapshot(root, options.commit, signal) : await readUnversioned(options, signal)
    const surveyed = await survey(snapshot, collectors, signal)
    return { snapshot, facts: surveyed.facts, survey: brief(surveyed.survey) }
  })
  return {
    inspectors: inspectors.map(({ id, version, layer, title }) => ({ id, version, layer, title })),
    survey: async (signal) => (await read(signal)).survey,
    inspect: async (layer, signal) => inspectLayer(of(inspectors, layer), await read(signal), signal, inspectorLimitMs),
    verify: async (finding, signal) => checkEvidence(finding, await read(signal)),
    suppressions: async (signal) => readSuppressions((await read(signal)).snapshot, signal),
    snippet: snippetOf,
    renames: async (since, signal) => (versioned ? renamedFiles(root, since, options.commit, signal) : new Map()),
  }
}

/** By id, and each id once: an inspector's id is the rule's name. */
function inOrder(inspectors: readonly Inspector[]): readonly Inspector[] {
  const sorted = inspectors.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const twice = sorted.find((inspector, index) => sorted[index + 1]?.id === inspector.id)
  if (twice !== undefined) throw new EchelonError('internal', `two inspectors have the id "${twice.id}"`)
  return sorted
}

function of(inspectors: readonly Inspector[], layer: Layer): readonly Inspector[] {
  return inspectors.filter((inspector) => inspector.layer === layer)
}

/** One after another, with a breath between, so that sixteen layers share one thread fairly. */
async function inspectLayer(
  inspectors: readonly Inspector[],
  view: View,
  signal: AbortSignal,
  limitMs: number,
): Promise<readonly InspectorRun[]> {
  const runs: InspectorRun[] = []
  for (const inspector of inspectors) {
    await new Promise((resolve) => setImmediate(resolve))
    signal.throwIfAborted()
    runs.push(await runInspector(inspector, view, signal, limitMs))
  }
  return runs
}

async function readUnversioned({ root, commit }: AuditorOptions, signal: AbortSignal): Promise<Snapshot> {
  const snapshot = await readFolder(root, signal)
  if (snapshot.commit === commit) return snapshot
  throw new EchelonError(
    'environment',
    `the files in ${root} are no longer those of ${commit} (now ${snapshot.commit}); start a new run.`,
  )
}

/** Files listed by name in a survey; a folder of pictures must not fill the ledger. */
const listedFiles = 200

function brief(survey: Survey): Survey {
  const { skipped } = survey
  if (skipped.length <= listedFiles) return survey
  const counts = new Map<string, number>()
  for (const { reason } of skipped.slice(listedFiles)) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const rest = [...counts].sort().map(([reason, count]) => ({ file: `(${count} more)`, reason }))
  return { ...survey, skipped: [...skipped.slice(0, listedFiles), ...rest.slice(0, listedFiles)] }
}
