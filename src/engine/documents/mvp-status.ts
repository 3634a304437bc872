import { layerTitles } from '../../domain/layer.ts'
import { type Book, endOf, eventsOf, type Seen } from './book.ts'
import { capped } from './capped.ts'
import { code, count, date, headed, id, said, stands, word } from './cite.ts'
import { openDebts } from './debts.ts'
import { debtLine } from './decisions.ts'
import { type LayerStanding, standings, worstLayer } from './layer-scores.ts'
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
    text`## Layers`,
    text`A score is the share of a layer's members without a finding, capped by open ${id('P0')} and ${id('P1')} debts. There is no mean over layers: the worst one counts.`,
    table(['Layer', 'Score', 'Inspectors ran', 'Looked at', 'Why'], standings(book).map(row)),
    ...worstLayer(book),
    text`## Open ${id('P0')} and ${id('P1')}`,
    blocking.length === 0 ? text`None is open.` : bullets(capped(blocking.map(debtLine))),
    text`Counted: ${count(openDebts(book.state, ['P0']))} × ${id('P0')}, ${count(openDebts(book.state, ['P1']))} × ${id('P1')}.`,
  ])
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
  return table(['Criterion', 'Measured', 'State'], checked.map(criterion))
}

function criterion({ seq, fact }: Seen<'criterion.checked'>): readonly Text[] {
  return [
    text`${code(fact.criterion, seq)}`,
    fact.measured === null ? text`unknown` : text`${stands(fact.measured, seq, 'decimal')}`,
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
