import type { Evidence, Finding, Impact, Location, Priority } from '../../domain/finding.ts'
import { layerTitles } from '../../domain/layer.ts'
import { bySeverity } from '../../domain/severity-order.ts'
import type { RunState } from '../../domain/state.ts'
import { type AuditView, auditView, type Suppressed } from './audit-view.ts'
import { neutralise } from './markdown.ts'
import { stableJson } from './stable-json.ts'

/** Readers of SARIF show no more than this; the severest come first, and a notification says how many are left out. */
const resultLimit = 5_000
const relatedLimit = 20

/** audit.sarif (SARIF 2.1.0): confirmed findings, those that somebody accepted with their suppression. No candidates. */
export function renderSarif(state: RunState): string {
  const view = auditView(state)
  const all = resultsIn(view)
  const shown = all.slice(0, resultLimit)
  const rules = rulesOf(shown.map(({ finding }) => finding))
  const ids = debtIds(view)
  return stableJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Echelon', ...versionOf(state), rules: rules.map(ruleOf) } },
        automationDetails: { id: 'echelon/full-stack-audit/' },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [root]: { description: { text: 'The root of the audited repository' } } },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(view, all.length) }],
        results: shown.map((one) => resultOf(one, rules, ids)),
      },
    ],
  })
}

const root = 'SRCROOT'

interface Shown {
  readonly finding: Finding
  readonly suppressed: Suppressed | null
}

function resultsIn({ confirmed, suppressed }: AuditView): readonly Shown[] {
  return [
    ...confirmed.map((finding) => ({ finding, suppressed: null })),
    ...suppressed.flatMap((one) => (one.finding === null ? [] : [{ finding: one.finding, suppressed: one }])),
  ].sort((a, b) => bySeverity(a.finding, b.finding))
}

function versionOf(state: RunState): object {
  const version = state.started?.fact.engine
  return version === undefined ? {} : { version }
}

function debtIds({ debts }: AuditView): ReadonlyMap<string, string> {
  return new Map(debts.map(({ debt }) => [debt.fingerprint, debt.id]))
}

/** One finding per rule speaks for it: the severest. */
function rulesOf(findings: readonly Finding[]): readonly Finding[] {
  const byRule = new Map<string, Finding>()
  for (const finding of findings) if (!byRule.has(finding.rule)) byRule.set(finding.rule, finding)
  return [...byRule.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1))
}

function ruleOf(finding: Finding): object {
  const { rule, layer, severity, impact, ruleVersion } = finding
  const what = `${rule} (${layerTitles[layer]})`
  return {
    id: rule,
    name: rule.replace(/(?:^|[/-])([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: message(what),
    fullDescription: message(sentence(`${what}, for example: ${finding.title}`)),
    help: message(`${sentence(finding.fix.advice)} ${sentence(`Done when ${finding.fix.doneWhen}`)}`),
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: [layer, impact], ruleVersion, ...securitySeverity(impact, severity) },
  }
}

const levels: Readonly<Record<Priority, 'error' | 'warning' | 'note'>> = {
  P0: 'error',
  P1: 'error',
  P2: 'warning',
  P3: 'note',
}

/** The scale by which readers of SARIF sort security results, 0 to 10. */
const securityScale: Readonly<Record<Priority, string>> = { P0: '9.5', P1: '8.0', P2: '5.0', P3: '2.0' }

function securitySeverity(impact: Impact, severity: Priority): object {
  return impact === 'security' ? { 'security-severity': securityScale[severity] } : {}
}

function resultOf({ finding, suppressed }: Shown, rules: readonly Finding[], ids: ReadonlyMap<string, string>): object {
  const { rule, severity, fingerprint, confidence, reach, layer, anchor } = finding
  const related = relatedLocations(finding)
  return {
    ruleId: rule,
    ruleIndex: rules.findIndex((known) => known.rule === rule),
    level: levels[severity],
    message: message([finding.title, finding.reachWhy, finding.fix.advice].map(sentence).join(' ')),
    locations: [primaryLocation(finding)],
    ...(related.length > 0 && { relatedLocations: related }),
    partialFingerprints: { 'echelonFingerprint/v1': fingerprint },
    ...(suppressed !== null && { suppressions: [suppressionOf(suppressed)] }),
    properties: { debt: ids.get(fingerprint) ?? null, severity, confidence, reach, layer, anchor },
  }
}

function suppressionOf({ by, reason }: Suppressed): object {
  const kind = by.startsWith('comment at ') ? 'inSource' : 'external'
  return { kind, status: 'accepted', justification: neutralise(`${reason} (${by})`) }
}

function primaryLocation({ evidence, instances }: Finding): object {
  const quotes = quotesIn(evidence)
  const primary = quotes.find((one) => one.role === 'primary') ?? quotes[0]
  if (primary !== undefined) return quoted(primary)
  const [place] = instances
  return place === undefined ? {} : placed(place)
}

/** The rest of the evidence, then the other places of a grouped finding. */
function relatedLocations({ evidence, instances }: Finding): readonly object[] {
  const quotes = quotesIn(evidence)
  const primary = quotes.find((one) => one.role === 'primary') ?? quotes[0]
  const others = quotes.filter((one) => one !== primary).map((one) => ({ ...quoted(one), ...withMessage(one.role) }))
  const places = instances.slice(primary === undefined ? 1 : 0).filter((place) => !stands(place, quotes))
  const rest = places.map((place) => ({ ...placed(place), ...withMessage('another place') }))
  return [...others, ...rest].slice(0, relatedLimit).map((location, index) => ({ id: index + 1, ...location }))
}

type Quote = Extract<Evidence, { kind: 'code' }>

function quotesIn(evidence: readonly Evidence[]): readonly Quote[] {
  return evidence.filter((one) => one.kind === 'code')
}

function stands({ file, line }: Location, quotes: readonly Quote[]): boolean {
  return quotes.some((quote) => quote.file === file && quote.startLine <= line && line <= quote.endLine)
}

function quoted({ file, startLine, endLine, quote }: Quote): object {
  const region = { startLine, endLine, snippet: { text: neutralise(quote) } }
  return { physicalLocation: { artifactLocation: artifact(file), region } }
}

function placed({ file, line }: Location): object {
  return { physicalLocation: { artifactLocation: artifact(file), region: { startLine: line } } }
}

/** A relative reference: each part of the path percent-encoded, so that no file name can be read as another address. */
function artifact(file: string): object {
  return { uri: file.toWellFormed().split('/').map(encodeURIComponent).join('/'), uriBaseId: root }
}

function withMessage(text: string): object {
  return { message: message(text) }
}

function sentence(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '') return ''
  return `${trimmed[0]?.toUpperCase()}${trimmed.slice(1)}${/[.!?]$/.test(trimmed) ? '' : '.'}`
}

/** Plain text: nothing in it is a link (a bracket pair before a parenthesis) or a placeholder (a number in braces). */
function message(text: string): { readonly text: string } {
  const line = neutralise(text.replace(/\s+/g, ' ')).trim()
  return { text: line.replaceAll('](', '] (').replace(/\{(\d+)\}/g, '{{$1}}') }
}

/** What did not run, said by the tool itself: its silence about these rules is no pass. */
function notifications({ layers, unverified, rejected }: AuditView, results: number): readonly object[] {
  const notRun = layers.flatMap((layer) =>
    layer.notRun.map((one) => notify('not-run', `${one.inspector} did not run: ${one.reason}`)),
  )
  const never = layers
    .filter((layer) => layer.ran.length + layer.notRun.length === 0)
    .map(({ layer }) => notify('not-inspected', `The layer ${layerTitles[layer]} was not inspected.`))
  const cut = results - resultLimit
  return [
    ...notRun,
    ...never,
    ...(rejected.length > 0 ? [notify('rejected', `${rejected.length} findings had evidence that did not hold.`)] : []),
    ...(unverified.length > 0 ? [notify('unverified', `${unverified.length} findings were not verified.`)] : []),
    ...(cut > 0 ? [notify('cut', `${cut} more results are in audit.json.`)] : []),
  ]
}

function notify(id: string, text: string): object {
  return { level: 'warning', descriptor: { id: `echelon/${id}` }, message: message(text) }
}
