import { type Layer, layers, layerTitles } from '../../domain/layer.ts'
import { type Book, eventsOf, type Seen } from './book.ts'
import { count, said, stands } from './cite.ts'
import { type Text, text, words } from './text.ts'

/** What is known about one layer. */
export type LayerStanding =
  | { readonly kind: 'scored'; readonly layer: Layer; readonly seen: Seen<'layer.scored'>; readonly score: number }
  /** Inspected, but too thinly for a number. */
  | { readonly kind: 'unscored'; readonly layer: Layer; readonly seen: Seen<'layer.scored'> }
  /** Nobody looked, or the repository has nothing of it. */
  | { readonly kind: 'not inspected'; readonly layer: Layer; readonly seen: Seen<'layer.scored'> | null }

/** All sixteen layers in their order, each with its last score or the lack of one. */
export function standings(book: Book): readonly LayerStanding[] {
  const scores = new Map(eventsOf(book, 'layer.scored').map((seen) => [seen.fact.score.layer, seen]))
  return layers.map((layer) => standing(layer, scores.get(layer)))
}

/** `13 of 16 inspected`, of the layers that the register's score covers. */
export function inspectedLayers(book: Book): Text {
  const all = standings(book).flatMap(({ kind, seen }) => (seen === null ? [] : [{ kind, seq: seen.seq }]))
  return text`${count(all.filter(({ kind }) => kind !== 'not inspected'))} of ${count(all)} inspected`
}

/** The line about the layer with the lowest score; nothing when none has a score or none lost points. */
export function worstLayer(book: Book): readonly Text[] {
  const worst = lowest(book)
  if (worst === null || worst.score >= whole) return []
  const { seen, score, layer } = worst
  // A score is not measured again after the work.
  const when = book.state.landed.size === 0 ? text`` : text` when it was audited`
  return [
    text`Worst layer${when}: ${words(layerTitles[layer])} with a score of ${stands(score, seen.seq)} (${said(seen.fact.score.why, seen.seq)}).`,
  ]
}

/** The score of a layer with nothing bad in it. */
export const whole = 100

export function lowest(book: Book): Extract<LayerStanding, { kind: 'scored' }> | null {
  const scored = standings(book).filter((one) => one.kind === 'scored')
  return scored.reduce<(typeof scored)[number] | null>(
    (worst, one) => (worst === null || one.score < worst.score ? one : worst),
    null,
  )
}

function standing(layer: Layer, seen: Seen<'layer.scored'> | undefined): LayerStanding {
  if (seen === undefined || seen.fact.score.ran === 0) return { kind: 'not inspected', layer, seen: seen ?? null }
  const { score } = seen.fact.score
  return score === null ? { kind: 'unscored', layer, seen } : { kind: 'scored', layer, seen, score }
}
