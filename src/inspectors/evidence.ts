import type { Evidence, FactQuery, Finding, FindingVerdict } from '../domain/finding.ts'
import { covers } from '../domain/scope.ts'
import { linesOf } from './cite.ts'
import { splitComments } from './comments.ts'
import type { FactName, Placed } from './facts/store.ts'
import type { View } from './inspector.ts'
import { fold, type Lines, locate, pieces } from './quotation.ts'

/** Checks everything that a finding rests on against the commit, without a model. The first failure rejects it. */
export function checkEvidence(finding: Finding, view: View): FindingVerdict {
  const checked: Evidence[] = []
  for (const evidence of finding.evidence) {
    const answer = check(evidence, finding, view)
    if ('reason' in answer) return reject(finding, answer.reason)
    checked.push(answer.evidence)
  }
  const reason =
    misplacedInstance(finding, view) ?? unheardParser(finding, view) ?? onlyComments(finding, checked, view)
  if (reason !== null) return reject(finding, reason)
  const moved = checked.filter((evidence, index) => evidence !== finding.evidence[index]).length
  const { fingerprint } = finding
  if (moved === 0) return { fingerprint, verdict: 'confirmed', reason: `evidence holds: ${describe(checked)}` }
  const why = `evidence holds with line numbers corrected in ${moved} of it: ${describe(checked)}`
  return { fingerprint, verdict: 'confirmed', reason: why, relocated: checked }
}

type Quote = Extract<Evidence, { kind: 'code' }>
type Answer = { readonly evidence: Evidence } | { readonly reason: string }

function reject({ fingerprint }: Finding, reason: string): FindingVerdict {
  return { fingerprint, verdict: 'rejected', reason }
}

function check(evidence: Evidence, finding: Finding, view: View): Answer {
  switch (evidence.kind) {
    case 'code':
      return checkQuote(evidence, finding, view)
    case 'absence':
      return checkAbsence(evidence, finding, view)
    case 'count':
      return checkCount(evidence, finding, view)
  }
}

function checkQuote(evidence: Quote, { source }: Finding, { snapshot }: View): Answer {
  const { file, startLine, endLine, quote } = evidence
  const problem = unreadable(file, { snapshot })
  if (problem !== null) return { reason: problem }
  const length = linesOf(snapshot, file).length
  if (startLine > endLine || endLine > length)
    return { reason: `${file} has ${length} lines; ${startLine}–${endLine} is not among them` }
  if (source.kind !== 'agent' && beginsItsLine(evidence, snapshot)) return { evidence }
  const standing = locate(snapshot, file, quote, evidence)
  switch (standing.at) {
    case 'nowhere':
      return { reason: `the quote does not stand in ${file}` }
    case 'several':
      return { reason: `the quote does not stand near ${file}:${startLine} and is not unique in the file` }
    case 'claimed':
    case 'elsewhere':
      return { evidence: within(standing.lines, evidence) ? evidence : { ...evidence, ...standing.lines } }
  }
}

/** A program that must not repeat a secret quotes what stands before it, however little that is; so does a redactor. */
function beginsItsLine({ file, startLine, endLine, quote }: Quote, snapshot: View['snapshot']): boolean {
  const [start] = pieces(quote)
  return (
    start !== undefined && startLine === endLine && fold(linesOf(snapshot, file)[startLine - 1] ?? '').startsWith(start)
  )
}

/** A claimed range may be wider than its quote: quotes are cut at a length. */
function within(found: Lines, claimed: Lines): boolean {
  return found.startLine >= claimed.startLine && found.endLine <= claimed.endLine
}

function unreadable(file: string, { snapshot }: Pick<View, 'snapshot'>): string | null {
  if (file.startsWith('/') || file.includes('\\') || file.includes('\0') || file.split('/').includes('..'))
    return `${file} does not lie inside the repository`
  if (!snapshot.paths.has(file)) return `${file} is not tracked at the audited commit`
  if (snapshot.byPath.has(file)) return null
  const reason = snapshot.skipped.find((entry) => entry.file === file)?.reason ?? 'unknown reason'
  return `${file} was not read (${reason}), so nothing in it can be quoted`
}

function checkAbsence(evidence: Extract<Evidence, { kind: 'absence' }>, finding: Finding, view: View): Answer {
  const problem = unanswerable(evidence.query, finding, view)
  if (problem !== null) return { reason: problem }
  const scope = evidence.scope
  const [found] = matching(evidence.query, view).filter((fact) => scope.length === 0 || covers(scope, fact.file))
  if (found === undefined) return { evidence }
  return { reason: `said to be absent, but ${found.file}:${found.line} has it (${worded(evidence.query)})` }
}

/** The population may leave some facts of the name out (tests, say), never hold more than there are. */
function checkCount(evidence: Extract<Evidence, { kind: 'count' }>, finding: Finding, view: View): Answer {
  const problem = unanswerable(evidence.query, finding, view)
  if (problem !== null) return { reason: problem }
  const { claimed, population, query } = evidence
  const counted = matching(query, view).length
  if (counted !== claimed) return { reason: `${claimed} claimed, ${counted} counted (${worded(query)})` }
  const all = table(query.fact, view).length
  if (population < claimed || population > all)
    return { reason: `a population of ${population} is claimed; there are ${all} facts "${query.fact}"` }
  return { evidence }
}

/** An agent may ask only for facts and fields that exist: a misspelt query finds nothing and would prove anything. */
function unanswerable(query: FactQuery, finding: Finding, view: View): string | null {
  if (finding.source.kind !== 'agent') return null
  const records = table(query.fact, view)
  if (records.length === 0) return `no fact "${query.fact}" was collected, so its absence proves nothing`
  const unknown = Object.keys(query.where).find((field) => !records.some((record) => Object.hasOwn(record, field)))
  return unknown === undefined ? null : `facts "${query.fact}" have no field "${unknown}"`
}

function matching({ fact, where }: FactQuery, view: View): readonly Placed[] {
  const wanted = Object.entries(where)
  return table(fact, view).filter((record) => {
    const values = new Map<string, unknown>(Object.entries(record))
    return wanted.every(([field, value]) => values.get(field) === value)
  })
}

function table(fact: string, { facts }: View): readonly Placed[] {
  // A query names its fact as text; a name that nobody collected has an empty table.
  return facts.all(fact as FactName)
}

function worded({ fact, where }: FactQuery): string {
  const conditions = Object.entries(where).map(([field, value]) => `${field} ${JSON.stringify(value)}`)
  return [fact, ...conditions].join(', ').slice(0, 200)
}

/** Every place of a grouped finding is one that a reader can open. */
function misplacedInstance({ instances }: Finding, { snapshot }: View): string | null {
  for (const { file, line } of instances) {
    if (!snapshot.paths.has(file)) return `${file} is not tracked at the audited commit`
    if (!snapshot.byPath.has(file)) continue
    const length = linesOf(snapshot, file).length
    if (line > length) return `${file} has ${length} lines; an instance is said to stand on line ${line}`
  }
  return null
}

/** That a file does not parse is for its parser to say. */
function unheardParser(finding: Finding, { facts }: View): string | null {
  if (!isAboutSyntax(finding)) return null
  const refused = new Set(facts.all('unparsable').map((fact) => fact.file))
  const fine = codeOf(finding.evidence).find((evidence) => !refused.has(evidence.file))
  return fine === undefined ? null : `${fine.file} is said not to parse, but its parser read it`
}

function isAboutSyntax({ rule, source, title }: Finding): boolean {
  if (/[/-](?:unparsable|syntax|syntax-error)(?:-|$)/.test(rule)) return true
  return source.kind === 'agent' && /\b(?:syntax error|does not parse|cannot be parsed|fails to parse)\b/i.test(title)
}

/** A comment proves nothing about what the code does, unless the rule is about comments (or about text, as for secrets). */
function onlyComments(finding: Finding, checked: readonly Evidence[], view: View): string | null {
  if (isAboutComments(finding.rule)) return null
  const quotes = codeOf(checked)
  const primary = quotes.filter((evidence) => evidence.role === 'primary')
  const weighed = primary.length > 0 ? primary : quotes
  if (weighed.length === 0 || !weighed.every((evidence) => isComment(evidence, view))) return null
  if (finding.source.kind !== 'agent' && weighed.every((evidence) => isHead(evidence, view))) return null
  return `the evidence in ${weighed[0]?.file} is only a comment`
}

const aboutComments =
  /^(?:todo|secrets?)\/|[/-](?:todos?|fixme|hack|comment|comments|commented|for-now|skip|skipped|not-implemented|secrets?)(?:-|$)/

function isAboutComments(rule: string): boolean {
  return aboutComments.test(rule)
}

function isComment({ file, startLine, endLine, quote }: Quote, view: View): boolean {
  const source = view.snapshot.byPath.get(file)
  if (source === undefined) return false
  const { code, comments } = splitComments(source)
  const codeText = fold(code.slice(startLine - 1, endLine).join(' '))
  const commentText = fold(comments.slice(startLine - 1, endLine).join(' '))
  if (commentText === '') return false
  if (/^[{}();,\s]*$/.test(codeText)) return true
  return commentText.includes(fold(quote)) && !codeText.includes(fold(quote))
}

/** The first line of a file stands for the file: an inspector that speaks about whole files has no better one. */
function isHead({ file, startLine }: Quote, { snapshot }: View): boolean {
  return startLine === 1 + linesOf(snapshot, file).findIndex((line) => line.trim() !== '')
}

function codeOf(all: readonly Evidence[]): readonly Quote[] {
  return all.filter((evidence) => evidence.kind === 'code')
}

function describe(all: readonly Evidence[]): string {
  const quotes = codeOf(all).length
  const queries = all.length - quotes
  const parts = [
    ...(quotes > 0 ? [`${quotes} ${quotes === 1 ? 'quote stands' : 'quotes stand'} in the commit`] : []),
    ...(queries > 0 ? [`${queries} ${queries === 1 ? 'query was' : 'queries were'} asked again`] : []),
  ]
  return parts.join(', ')
}
