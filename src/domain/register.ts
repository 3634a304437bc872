import type { Debt, Register } from './debt.ts'
import type { Finding } from './finding.ts'
import { acceptedBy, type IgnoreComment, unobeyedNotes } from './ignore-comment.ts'
import { type Recognised, recognise } from './recognise.ts'
import type { Consolidation } from './report.ts'
import { type Looked, scoreLayers } from './score.ts'
import { bySeverity, compare, rank } from './severity-order.ts'
import { snippetOf } from './snippet.ts'

export interface ConsolidateOptions {
  /** What every inspector of this run did. A debt is gone only when the inspector of its rule ran. */
  readonly inspections: readonly Looked[]
  /** Files renamed since the register's debts were last seen, old path → new path. */
  readonly renames: ReadonlyMap<string, string>
  readonly suppressions: readonly IgnoreComment[]
  /** Files that could not be read this time: silence about them proves nothing. Default none. */
  readonly unread?: ReadonlySet<string>
  /** Commits that paid a debt and that are on a branch, but not in the history of `commit`. Default none. */
  readonly unmerged?: ReadonlySet<string>
  readonly commit: string
  /** ISO date; acceptances that end before it are over. */
  readonly today: string
}

/** A consolidation, and what a person should be told beside it. */
export interface Consolidated extends Consolidation {
  readonly notes: string[]
}

/**
 * Moves the register on by one run. Known debts keep their ids through edits, renames and rule versions; new ones get the
 * next, in order of severity, layer and anchor. Nothing is `fixed` here: only the fix gate may say that.
 */
export function consolidate(
  confirmed: readonly Finding[],
  previous: Register,
  options: ConsolidateOptions,
): Consolidated {
  const findings = distinct(confirmed.filter((finding) => finding.registered))
  const known = recognise(findings, previous.debts, options.renames)
  const seen = known.map((one) => seeAgain(one, options))
  const seenIds = new Set(seen.map(({ id }) => id))
  const unseen = previous.debts.filter(({ id }) => !seenIds.has(id)).map((debt) => miss(debt, options))
  const { added, nextId } = register(unknown(findings, known, options), previous, options.commit)
  const debts = [...seen, ...unseen, ...added].sort((a, b) => number(a) - number(b))
  const before = new Map(previous.debts.map((debt) => [debt.id, debt.state]))
  const turned = (state: Debt['state']) =>
    debts.filter((debt) => debt.state === state && (before.get(debt.id) ?? state) !== state).map(({ id }) => id)
  return {
    debts,
    nextId,
    added: added.map(({ id }) => id),
    gone: turned('gone'),
    reopened: turned('reopened'),
    suppressed: suppressed(findings, seen, options.suppressions),
    scores: scoreLayers(options.inspections, debts),
    notes: unobeyedNotes(options.suppressions),
  }
}

/** Commits that the debts were last seen at, where to ask for renames from; the one that most debts share comes last. */
export function lastSeenCommits({ debts }: Register): readonly string[] {
  const shared = Map.groupBy(debts, ({ lastSeen }) => lastSeen)
  return [...shared].sort(([a, of], [b, than]) => of.length - than.length || compare(a, b)).map(([commit]) => commit)
}

/** One finding per identity, whoever found it twice. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  const order = (a: Finding, b: Finding) => bySeverity(a, b) || compare(JSON.stringify(a), JSON.stringify(b))
  const byFingerprint = new Map(
    findings
      .toSorted(order)
      .reverse()
      .map((finding) => [finding.fingerprint, finding]),
  )
  return [...byFingerprint.values()].sort(order)
}

function seeAgain(known: Recognised, options: ConsolidateOptions): Debt {
  const { debt, finding } = known
  const { reason, until, ...rest } = debt
  const current = { ...rest, ...portrait(finding), aliases: aliases(debt, finding), lastSeen: options.commit }
  const state = stateAgain(known, options)
  if (state === 'accepted' || state === 'false-positive')
    return { ...current, state, ...(reason !== undefined && { reason }), ...(until !== undefined && { until }) }
  const comment = acceptedBy(finding, options.suppressions)
  if (comment === null) return { ...current, state }
  return { ...current, state: 'accepted', reason: `${inComment} ${comment.reason}` }
}

/** Tells an acceptance by a comment from a person's in the register: it ends when the comment goes. */
const inComment = 'comment in the code:'

function stateAgain({ debt, finding, by }: Recognised, { today, unmerged }: ConsolidateOptions): Debt['state'] {
  switch (debt.state) {
    case 'open':
    case 'fixing':
    case 'reopened':
      return debt.state
    case 'fixed':
      // Found where its repair is not merged yet: that proves nothing against the repair.
      return debt.fixedIn !== undefined && (unmerged?.has(debt.fixedIn) ?? false) ? 'fixed' : 'reopened'
    case 'gone':
      return 'reopened'
    case 'false-positive':
      return by === 'alike' ? 'reopened' : 'false-positive'
    case 'accepted': {
      const isOver = debt.until !== undefined && debt.until.slice(0, 10) < today.slice(0, 10)
      const isWorse = rank(finding.severity) < rank(debt.severity)
      const lostComment = debt.reason?.startsWith(inComment) ?? false
      return by === 'alike' || isOver || isWorse || lostComment ? 'reopened' : 'accepted'
    }
  }
}

/** What a debt repeats of its finding. */
function portrait(finding: Finding): Omit<Debt, 'id' | 'aliases' | 'state' | 'firstSeen' | 'lastSeen'> {
  const { fingerprint, rule, layer, severity, title, anchor, evidence, instances } = finding
  const snippet = snippetOf(evidence)
  return { fingerprint, rule, layer, severity, title, anchor, location: locate(evidence, instances), snippet }
}

/** Where to look: the first place, or where the evidence check found a single place's quote to have moved. */
function locate(evidence: Finding['evidence'], instances: Finding['instances']): Debt['location'] {
  const [first = { file: '', line: 1 }] = instances
  const quotes = evidence.filter((one) => one.kind === 'code').filter(({ file }) => file === first.file)
  const isQuoted = quotes.some(({ startLine, endLine }) => startLine <= first.line && first.line <= endLine)
  const primary = quotes.find(({ role }) => role === 'primary')
  return isQuoted || primary === undefined || instances.length > 1 ? first : { ...first, line: primary.startLine }
}

/** Earlier fingerprints, the newest fifty: a thing that moved more often is known by its present one. */
function aliases(debt: Debt, finding: Finding): string[] {
  const all = [...debt.aliases.filter((alias) => alias !== debt.fingerprint), debt.fingerprint]
  return all.filter((alias) => alias !== finding.fingerprint).slice(-50)
}

/** Not found this time. What a person decided stays decided; the rest is gone only if somebody looked. */
function miss(debt: Debt, { inspections, unread, renames }: ConsolidateOptions): Debt {
  const isOpen = debt.state === 'open' || debt.state === 'reopened' || debt.state === 'fixing'
  const looked = inspections.some(({ inspector, status }) => inspector === debt.rule && status === 'ran')
  const file = renames.get(debt.location.file) ?? debt.location.file
  return isOpen && looked && !(unread?.has(file) ?? false) ? { ...debt, state: 'gone' } : debt
}

function unknown(
  findings: readonly Finding[],
  known: readonly Recognised[],
  { suppressions }: ConsolidateOptions,
): readonly Finding[] {
  const taken = new Set(known.map(({ finding }) => finding))
  return findings.filter((finding) => !taken.has(finding) && acceptedBy(finding, suppressions) === null)
}

function register(
  findings: readonly Finding[],
  previous: Register,
  commit: string,
): { readonly added: readonly Debt[]; readonly nextId: number } {
  const first = Math.max(previous.nextId, 1, ...previous.debts.map((debt) => number(debt) + 1))
  const added = findings.toSorted(bySeverity).map<Debt>((finding, index) => ({
    id: `DEBT-${String(first + index).padStart(3, '0')}`,
    aliases: [],
    ...portrait(finding),
    state: 'open',
    firstSeen: commit,
    lastSeen: commit,
  }))
  return { added, nextId: first + added.length }
}

/** The number in a debt's id. */
export function number({ id }: Pick<Debt, 'id'>): number {
  return Number(id.slice('DEBT-'.length))
}

/** Findings that are there and that somebody has accepted, each with who and why. */
function suppressed(
  findings: readonly Finding[],
  seen: readonly Debt[],
  comments: readonly IgnoreComment[],
): Consolidation['suppressed'] {
  const debts = new Map(seen.map((debt) => [debt.fingerprint, debt]))
  return findings.flatMap((finding) => {
    const { fingerprint } = finding
    const comment = acceptedBy(finding, comments)
    if (comment !== null)
      return [{ fingerprint, reason: comment.reason, by: `comment at ${comment.file}:${comment.line}` }]
    const debt = debts.get(fingerprint)
    if (debt === undefined || (debt.state !== 'accepted' && debt.state !== 'false-positive')) return []
    const end = debt.until === undefined ? '' : ` until ${debt.until}`
    return [
      { fingerprint, reason: debt.reason ?? 'no reason recorded', by: `register: ${debt.id} ${debt.state}${end}` },
    ]
  })
}
