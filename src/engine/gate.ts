import type { Finding } from '../domain/finding.ts'
import { layers } from '../domain/layer.ts'
import { rank } from '../domain/severity-order.ts'
import type { Auditor } from '../ports/auditor.ts'

/** What the inspectors say of one change, on the tree that would land. */
export interface GateVerdict {
  readonly verdict: 'fixed' | 'partial' | 'refused' | 'not-asked'
  readonly reasons: readonly string[]
  /** The same rule elsewhere, still open. */
  readonly siblings: readonly string[]
}

/** Findings by commit, of the few commits that matter at a time. */
const commitsKept = 4

/** The fix gate's memory of what the inspectors find at which commit. */
export class Gate {
  readonly #auditAt: (commit: string) => Auditor
  readonly #found = new Map<string, Promise<Finds>>()

  constructor(auditAt: (commit: string) => Auditor) {
    this.#auditAt = auditAt
  }

  /** The finding as it stands at a commit. Null: the inspectors do not find it there. */
  async finding(commit: string, fingerprint: string, signal: AbortSignal): Promise<Finding | null> {
    return (await this.#at(commit, signal)).findings.get(fingerprint) ?? null
  }

  /** Whether a change that owes this finding pays it at `commit`. */
  async judge(owed: Owed | null, { from, commit }: Step, signal: AbortSignal): Promise<GateVerdict> {
    if (owed === null) return { verdict: 'not-asked', reasons: [], siblings: [] }
    const [before, after] = [await this.#at(from, signal), await this.#at(commit, signal)]
    const siblings = [...after.findings.values()]
      .filter(({ rule, fingerprint }) => rule === owed.rule && fingerprint !== owed.fingerprint)
      .map(({ title }) => title)
      .slice(0, 50)
    const silent = after.silent.find(({ inspector }) => inspector === owed.rule)
    if (silent !== undefined)
      return refuse(siblings, `the inspector ${owed.rule} could not run on the merged tree: ${silent.reason}`)
    if (!after.rules.has(owed.rule))
      return { verdict: 'not-asked', reasons: [`no inspector answers for ${owed.rule}; a review does`], siblings }
    const still = after.findings.get(owed.fingerprint)
    if (still === undefined) return { verdict: 'fixed', reasons: [], siblings }
    const places = before.findings.get(owed.fingerprint)?.instances.length ?? still.instances.length
    const left = `${owed.rule} still finds it at ${still.instances.length} of ${places} places`
    if (still.instances.length < places) return { verdict: 'partial', reasons: [left], siblings }
    return refuse(siblings, left)
  }

  /** Whether the inspector that found a debt runs at a commit and does not find it. Without its word nothing is paid. */
  async isPaid({ rule, fingerprint }: Owed, commit: string, signal: AbortSignal): Promise<boolean> {
    const { rules, findings } = await this.#at(commit, signal)
    return rules.has(rule) && !findings.has(fingerprint)
  }

  /** The first finding that a step brings and that is as grave as the worst it was to pay, or graver. Null: none. */
  async worse(worstPaid: Finding['severity'], { from, commit }: Step, signal: AbortSignal): Promise<string | null> {
    const [before, after] = [await this.#at(from, signal), await this.#at(commit, signal)]
    for (const finding of after.findings.values()) {
      if (!finding.registered || before.findings.has(finding.fingerprint)) continue
      if (rank(finding.severity) <= rank(worstPaid))
        return `it brings a new ${finding.severity}: ${finding.title} (${finding.rule}, ${placeOf(finding)})`
    }
    return null
  }

  #at(commit: string, signal: AbortSignal): Promise<Finds> {
    const known = this.#found.get(commit)
    if (known !== undefined) return known
    const asked = inspectAll(this.#auditAt(commit), signal)
    this.#found.set(commit, asked)
    asked.catch(() => this.#found.delete(commit))
    for (const old of [...this.#found.keys()].slice(0, -commitsKept)) this.#found.delete(old)
    return asked
  }
}

/** What a change was to pay. */
export interface Owed {
  readonly debt: string
  readonly fingerprint: string
  readonly rule: string
  readonly severity: Finding['severity']
}

/** From one commit to the next. */
interface Step {
  readonly from: string
  readonly commit: string
}

interface Finds {
  /** Inspectors that ran. */
  readonly rules: ReadonlySet<string>
  readonly findings: ReadonlyMap<string, Finding>
  readonly silent: readonly { readonly inspector: string; readonly reason: string }[]
}

async function inspectAll(auditor: Auditor, signal: AbortSignal): Promise<Finds> {
  const findings = new Map<string, Finding>()
  const silent: { inspector: string; reason: string }[] = []
  const rules = new Set<string>()
  for (const layer of layers)
    for (const run of await auditor.inspect(layer, signal)) {
      if (run.status === 'notRun') silent.push({ inspector: run.inspector, reason: run.reason })
      else {
        rules.add(run.inspector)
        for (const finding of run.findings) findings.set(finding.fingerprint, finding)
      }
    }
  return { rules, findings, silent }
}

function refuse(siblings: readonly string[], reason: string): GateVerdict {
  return { verdict: 'refused', reasons: [reason], siblings }
}

function placeOf({ instances: [first] }: Finding): string {
  return first === undefined ? 'nowhere' : `${first.file}:${first.line}`
}
