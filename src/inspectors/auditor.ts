import { EchelonError } from '../domain/errors.ts'
import type { InspectorRun } from '../domain/finding.ts'
import type { Layer } from '../domain/layer.ts'
import type { Survey } from '../domain/report.ts'
import type { Auditor } from '../ports/auditor.ts'
import { checkEvidence } from './evidence.ts'
import type { Collector } from './facts/collector.ts'
import type { FactStore } from './facts/store.ts'
import { survey } from './facts/survey.ts'
import type { Inspector, View } from './inspector.ts'
import { readFolder } from './read-folder.ts'
import { readSnapshot, renamedFiles } from './read-snapshot.ts'
import { runInspector } from './run-inspector.ts'
import { share } from './share.ts'
import type { Snapshot } from './snapshot.ts'
import { unmergedOf } from './unmerged.ts'
import { readSuppressions } from './suppressions.ts'

export interface AuditorOptions {
  readonly root: string
  /** The commit to audit; for a plain folder the label that `readFolder` gave it. */
  readonly commit: string
  /** False: a plain folder without git. */
  readonly versioned: boolean
  readonly collectors: readonly Collector[]
  readonly inspectors: readonly Inspector[]
  /** Run once after the survey: they add facts joined from others. Default none. */
  readonly derivations?: readonly ((view: View) => unknown)[]
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
    const snapshot = versioned
      ? await readSnapshot(root, options.commit, signal)
      : await readUnversioned(options, signal)
    const surveyed = await survey(snapshot, collectors, signal)
    const failed = derive({ snapshot, facts: surveyed.facts }, options.derivations ?? [])
    const facts = surveyed.facts.counts()
    const told = { ...surveyed.survey, facts, skipped: [...surveyed.survey.skipped, ...failed] }
    return { snapshot, facts: surveyed.facts, survey: brief(told, surveyed.facts) }
  })
  return {
    survey: async (signal) => (await read(signal)).survey,
    inspect: async (layer, signal) => inspectLayer(of(inspectors, layer), await read(signal), signal, inspectorLimitMs),
    verify: async (finding, signal) => checkEvidence(finding, await read(signal)),
    suppressions: async (signal) => readSuppressions((await read(signal)).snapshot, signal),
    unmerged: async (commits, signal) => (versioned ? unmergedOf(root, commits, options.commit, signal) : []),
    renames: async (since, signal) => (versioned ? renamedFiles(root, since, options.commit, signal) : new Map()),
  }
}

/** A join that breaks leaves its facts out and is listed; the inspectors that need it will say that they did not run. */
function derive(view: View, derivations: readonly ((view: View) => unknown)[]): Survey['skipped'] {
  return derivations.flatMap((make) => {
    try {
      make(view)
      return []
    } catch (cause) {
      return [{ file: `(${make.name})`, reason: cause instanceof Error ? cause.message : String(cause) }]
    }
  })
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

/** Adds what no parser could read, and lists files by name where few share a reason; the others are counted. */
function brief(survey: Survey, facts: FactStore): Survey {
  const refused = facts.all('unparsable').map(({ file, language }) => ({ file, reason: `not valid ${language}` }))
  const byReason = Map.groupBy([...survey.skipped, ...refused], ({ reason }) => reason)
  const skipped: Survey['skipped'] = []
  for (const [reason, files] of [...byReason].sort(([, a], [, b]) => a.length - b.length)) {
    const room = listedFiles - skipped.length
    if (files.length <= room) skipped.push(...files)
    else skipped.push({ file: `(${files.length} files)`, reason })
  }
  return { ...survey, skipped: skipped.slice(0, 2 * listedFiles) }
}
