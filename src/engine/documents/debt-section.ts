import { commitName } from '../../domain/commit-name.ts'
import type { Evidence, Finding, Location } from '../../domain/finding.ts'
import { layerTitles } from '../../domain/layer.ts'
import type { AuditView, DebtView } from './audit-view.ts'
import type { Left } from './left.ts'
import { codeSpan, escapeInline, fence } from './markdown.ts'

/** Places of a grouped finding that are listed; the rest are counted. */
const places = 10

/** One debt with everything that a reader needs to believe it and to pay it. */
export function debtSection({ debt, change, finding }: DebtView, view: AuditView): string {
  const head = `### ${debt.id}: ${escapeInline(debt.title)}`
  const left = whyLeft(view.left.get(debt.id))
  const news = change === 'added' ? 'new' : change === 'reopened' ? 'reopened in this run' : debt.state
  const line = `${debt.severity} · ${news} · ${layerTitles[debt.layer]} · ${codeSpan(debt.rule)} · ${at(debt.location)}`
  if (finding !== null) return [head, line, ...left, ...body(finding, view)].join('\n\n')
  const stale = `Not seen in this run, because its inspector did not run or could not confirm it. Last seen at ${codeSpan(commitName(debt.lastSeen))}.`
  return [head, line, ...left, stale, ...(debt.snippet === '' ? [] : [fence(debt.snippet, '')])].join('\n\n')
}

/** Why it was not paid tonight. Nothing when nobody came to it. */
function whyLeft(left: Left | undefined): readonly string[] {
  if (left === undefined) return []
  const why = escapeInline(withoutStop(left.reason))
  switch (left.kind) {
    case 'deferred':
      return [`Put off: ${why}.`]
    case 'refused':
      return [`A change for it was refused: ${why}.`]
    case 'escalated':
      return [`Handed upwards: ${why}.`]
    case 'ended':
      return [`Its task did not get there: ${why}.`]
  }
}

/** A finding without an id. */
export function findingSection(finding: Finding, view: AuditView): string {
  const [first] = finding.instances
  const place = first === undefined ? '' : ` · ${at(first)}`
  const line = `${finding.severity} · ${layerTitles[finding.layer]} · ${codeSpan(finding.rule)}${place}`
  return [`### ${escapeInline(finding.title)}`, line, ...body(finding, view)].join('\n\n')
}

function body(finding: Finding, { corrected }: AuditView): readonly string[] {
  const { severityWhy, reach, reachWhy, confidence, fix } = finding
  const why = severityWhy.filter((reason) => !reason.startsWith('reach: ')).map(escapeInline)
  const facts = [
    `- Reach: ${reach}${reachWhy === '' ? '' : ` (${escapeInline(withoutStop(reachWhy))})`}`,
    `- Why ${finding.severity}: ${why.join('; ')}; confidence ${confidence}`,
    `- Fix (effort ${fix.effort}): ${escapeInline(fix.advice)}`,
    `- Done when: ${fix.doneWhen === '' ? 'the inspector no longer finds it.' : escapeInline(fix.doneWhen)}`,
    ...(corrected.has(finding.fingerprint) ? ['- The evidence check corrected the line numbers above.'] : []),
  ]
  return [...told(finding).map(evidenceBlock), facts.join('\n'), ...instanceList(finding.instances)]
}

/** The primary quotes, the other sides of a join, and the questions; quotes of mere further places are in their list. */
function told({ evidence, instances }: Finding): readonly Evidence[] {
  const isPlace = (file: string, line: number) => instances.some((place) => place.file === file && place.line === line)
  const further = (one: Evidence) => one.kind === 'code' && one.role === 'related' && isPlace(one.file, one.startLine)
  const kept = evidence.filter((one) => !further(one))
  return kept.length > 0 ? kept : evidence.slice(0, 1)
}

function withoutStop(text: string): string {
  return text.trim().replace(/\.$/, '')
}

function evidenceBlock(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'code': {
      const lines = evidence.startLine === evidence.endLine ? '' : `–${evidence.endLine}`
      const role = evidence.role === 'primary' ? '' : ` (${evidence.role})`
      return `${codeSpan(`${evidence.file}:${evidence.startLine}${lines}`)}${role}\n\n${fence(evidence.quote, '')}`
    }
    case 'absence':
      return `Asked again and found none: ${codeSpan(question(evidence.query))}${scopeOf(evidence.scope)}`
    case 'count':
      return `Counted again: ${evidence.claimed} of ${evidence.population} have ${codeSpan(question(evidence.query))}`
  }
}

function question({ fact, where }: Extract<Evidence, { kind: 'absence' }>['query']): string {
  const conditions = Object.entries(where).map(([field, value]) => `${field} = ${JSON.stringify(value)}`)
  return conditions.length === 0 ? fact : `${fact} where ${conditions.join(' and ')}`
}

function scopeOf(scope: readonly string[]): string {
  return scope.length === 0 ? '' : ` in ${scope.slice(0, places).map(codeSpan).join(', ')}`
}

function instanceList(instances: readonly Location[]): readonly string[] {
  if (instances.length < 2) return []
  const shown = instances.slice(0, places).map((place) => `- ${at(place)}`)
  const rest = instances.length - shown.length
  return [[`${instances.length} places:`, '', ...shown, ...(rest > 0 ? [`- and ${rest} more`] : [])].join('\n')]
}

function at({ file, line }: Location): string {
  return codeSpan(`${file}:${line}`)
}
