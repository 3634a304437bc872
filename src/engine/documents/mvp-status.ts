import { layerTitles } from '../../domain/layer.ts'
import { type Book, endOf, eventsOf, type Seen } from './book.ts'
import { capped } from './capped.ts'
import { code, count, date, headed, id, said, stands, word } from './cite.ts'
import { openDebts } from './debts.ts'
import { debtLine } from './decisions.ts'
import { type LayerStanding, standings, worstLayer } from './layer-scores.ts'
import { mayLand } from './landed.ts'
import { type PaidDebt, paidDebts } from './paid.ts'
import { outcomeOf, suitesOf, suiteTable } from './suites.ts'
import { bullets, type Document, documentOf, type Text, table, text, words } from './text.ts'
import { verdict } from './verdict.ts'

/** MVP_STATUS_REPORT.md: the success criteria as measured, the score of each layer, and what stands in the way. */
export function mvpStatus(book: Book): Document {
  const blocking = openDebts(book.state, ['P0', 'P1'])
  return documentOf('MVP_STATUS_REPORT.md', [
    title(book),
    verdict(book),
    text`## ${headed('Success criteria')}`,
    criteria(book),
    ...checks(book),
    text`## Layers`,
    ...sinceAudit(book),
    text`A score is the share of a layer's members without a finding, capped by open ${id('P0')} and ${id('P1')} debts. There is no mean over layers: the worst one counts.`,
    layerTable(book),
    ...worstLayer(book),
    text`## Open ${id('P0')} and ${id('P1')}`,
    blocking.length === 0 ? text`None is open.` : bullets(capped(blocking.map(debtLine))),
    text`Counted: ${count(openDebts(book.state, ['P0']))} × ${id('P0')}, ${count(openDebts(book.state, ['P1']))} × ${id('P1')}.`,
  ])
}

/** The checks at both ends of a run that may change something. */
function checks(book: Book): readonly Text[] {
  return mayLand(book) && suitesOf(book).length > 0 ? [text`## Checks before and after`, suiteTable(book)] : []
}

/** A score is not measured again after the work: nobody may take it for the morning's. */
function sinceAudit({ state }: Book): readonly Text[] {
  if (state.landed.size === 0 || state.started === null) return []
  const { seq, fact } = state.started
  return [
    text`The scores are those of the audit at ${code(fact.repository.commit.slice(0, 12), seq)}, before anything ${word('landed', [...state.landed.values()])}. Beside them stands what was ${paidWord(paidDebts(state))} since.`,
  ]
}

function paidWord(paid: readonly PaidDebt[]): Text {
  const recorded = paid.map((one) => one.recorded)
  return recorded.length === 0 ? text`taken off` : text`${word('paid', recorded)}`
}

function layerTable(book: Book): Text {
  const heads = ['Layer', 'Score', 'Inspectors ran', 'Looked at', 'Why']
  if (book.state.landed.size === 0) return table(heads, standings(book).map(row))
  const paid = Map.groupBy(paidDebts(book.state), ({ recorded }) => recorded.debt.layer)
  const since = ({ layer }: LayerStanding) => text`${count((paid.get(layer) ?? []).map((one) => one.recorded))}`
  return table(
    [...heads.slice(0, -1), text`${headed('Paid since')}`, 'Why'],
    standings(book).map((standing) => row(standing).toSpliced(-1, 0, since(standing))),
  )
}

function title(book: Book): Text {
  const { started } = book.state
  if (started === null) return text`# Status`
  const last = endOf(book)?.wall ?? started.wall
  return text`# Status of ${said(started.fact.repository.name, started.seq)} on ${date(last, 'day')}`
}

function criteria(book: Book): Text {
  const checked = eventsOf(book, 'criterion.checked')
  if (checked.length === 0) return text`No criterion was measured.`
  const ends = new Map(eventsOf(book, 'check.ended').map((seen) => [seen.fact.suite, seen]))
  return table(
    ['Criterion', 'Measured', 'State'],
    checked.map((one) => criterion(one, ends.get(one.fact.criterion))),
  )
}

/** A criterion that is a command shows how that ended, at the end. */
function criterion(
  { seq, fact }: Seen<'criterion.checked'>,
  command: Seen<'check.ended'> | undefined,
): readonly Text[] {
  const exit = command === undefined ? [] : text` (exit code; ${outcomeOf(command)})`
  return [
    text`${code(fact.criterion, seq)}`,
    fact.measured === null ? text`unknown${exit}` : text`${stands(fact.measured, seq, 'decimal')}${exit}`,
    fact.holds ? text`${word('holds', [{ seq }])}` : text`does not hold`,
  ]
}

function row(standing: LayerStanding): readonly Text[] {
  const name = words(layerTitles[standing.layer])
  const { seen } = standing
  if (seen === null) return [name, text`not inspected`, [], [], []]
  const { score, seq } = { score: seen.fact.score, seq: seen.seq }
  return [
    name,
    standing.kind === 'scored' ? text`${stands(standing.score, seq, 'decimal')}` : numberless(standing.kind),
    text`${stands(score.ran, seq)} of ${stands(score.applicable, seq)}`,
    text`${stands(score.population, seq)}`,
    text`${said(score.why, seq)}`,
  ]
}

function numberless(kind: 'unscored' | 'not inspected'): Text {
  return kind === 'unscored' ? text`no number below the coverage floor` : text`not inspected`
}
