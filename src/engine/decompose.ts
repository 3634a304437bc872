import type { Assignment } from '../domain/assignment.ts'
import type { Situation } from '../domain/coordinator.ts'
import type { Finding } from '../domain/finding.ts'
import { type Layer, layers, layerTitles } from '../domain/layer.ts'
import type { RunState } from '../domain/state.ts'
import type { TaskDraft } from '../domain/task.ts'
import { debts } from './strategies/debts.ts'
import { draft, pick } from './strategies/draft.ts'
import type { Decomposing, Planned } from './strategies/planned.ts'
import { recon } from './strategies/recon.ts'
import { repair } from './strategies/repair.ts'

/** Findings one verifier is handed at most. */
const findingsPerTask = 25

type Strategy = (from: Decomposing) => readonly TaskDraft[] | Planned

/** The named ways to turn an order into tasks. A coordinator in code may bring its own instead. */
export const strategies: Readonly<Record<string, Strategy>> = {
  /** One task for each specialist of the roster, with the phase's intent. */
  roster: ({ roster, intent }) =>
    roster.map((specialist) =>
      draft({ key: specialist, title: `${specialist}: ${firstSentence(intent)}`, specialist }),
    ),
  /** One task: read the repository into the fact store. */
  survey: ({ roster }) =>
    pick(roster, 'surveyor').map((specialist) =>
      draft({ key: 'survey', title: 'Read the repository', specialist, kind: 'survey', input: { work: 'survey' } }),
    ),
  /** One task for each explorer that has a layer. */
  layers: ({ roster, layerOf }) =>
    roster.flatMap((specialist) => {
      const layer = layerOf(specialist)
      if (layer === null) return []
      const input: Assignment = { work: 'inspect', layer }
      return [draft({ key: layer, title: `Inspect ${layerTitles[layer]}`, specialist, kind: 'inspect', input })]
    }),
  /** A survey, and each of the repository's own checks at the base. */
  recon,
  /** What was red before we began. */
  repair,
  /** The open debts of the coordinator's paths. */
  debts,
  /** The findings of the coordinator's layers, in batches for independent checking. */
  findings: ({ coordinator, roster, state }) =>
    pick(roster, 'evidence-checker').flatMap((specialist) =>
      (coordinator?.layers ?? layers).flatMap((layer) => verifyTasks(specialist, layer, unverified(state, layer))),
    ),
  /** One task: give confirmed findings their ids in the register and score the layers. */
  consolidate: ({ roster }) =>
    pick(roster, 'registrar').map((specialist) =>
      draft({
        key: 'register',
        title: 'Bring the register up to date',
        specialist,
        kind: 'consolidate',
        input: { work: 'consolidate' },
      }),
    ),
}

export const strategyNames: readonly string[] = Object.keys(strategies)

/** What a coordinator's own function may look at. */
export function situationOf(state: RunState, files: readonly string[]): Situation {
  return {
    findings: [...state.findings.values()].map(({ finding }) => finding),
    debts: [...state.debts.values()].map(({ debt }) => ({
      id: debt.id,
      state: debt.state,
      fingerprint: debt.fingerprint,
    })),
    files,
  }
}

function verifyTasks(specialist: string, layer: Layer, findings: readonly Finding[]): readonly TaskDraft[] {
  const tasks: TaskDraft[] = []
  for (let at = 0; at < findings.length; at += findingsPerTask) {
    const batch = findings.slice(at, at + findingsPerTask)
    const number = at / findingsPerTask + 1
    const input: Assignment = { work: 'verify', fingerprints: batch.map((finding) => finding.fingerprint) }
    const title = `Check ${batch.length} ${batch.length === 1 ? 'finding' : 'findings'} of ${layerTitles[layer]}`
    tasks.push(draft({ key: `${layer}-${number}`, title, specialist, kind: 'verify', input }))
  }
  return tasks
}

function unverified(state: RunState, layer: Layer): readonly Finding[] {
  return [...state.findings.values()]
    .map(({ finding }) => finding)
    .filter((finding) => finding.layer === layer && !state.verdicts.has(finding.fingerprint))
    .sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1))
}

function firstSentence(text: string): string {
  return (text.split(/(?<=[.!?])\s/, 1)[0] ?? '').replace(/\s+/g, ' ').trim()
}
