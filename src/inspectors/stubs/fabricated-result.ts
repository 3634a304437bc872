import type { ChanceFact } from '../facts/chance.ts'
import { nameOf } from '../facts/path.ts'
import { isProduct } from '../facts/source-kind.ts'
import { standingOf } from '../facts/standing.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { titled } from '../wording.ts'

/** Names of figures that readers believe to be measured. */
const measured =
  /(?:score|confidence|accuracy|precision|recall|latency|throughput|cpu|memory|uptime|usage|utili[sz]ation|success_?rate|error_?rate|hit_?rate|response_?time|revenue|sales|profit|conversion|engagement|sentiment|relevance|similarity|probability|prediction|forecast|growth|active_?users|total_?users|visitors|page_?views|risk|health|efficiency|performance|quality|trend|metric|views_?count|rating)/i
const pretend =
  /(?:^|[/_.-])(?:mocks?|seeds?|seeder|demo|fixtures?|fake|faker|simulat\w*|samples?|games?|generators?|benchmark|load[-_]?test|playground|animations?|particles?|confetti|canvas|three|ml|training|train|model_training)(?:[/_.-]|$)/i
const pretending =
  /mock|fake|seed|sample|example|demo|jitter|simulat|placeholder|skeleton|random|shuffle|particle|animat|train|init|augment|noise/i

/** A figure that looks measured and is a random number. */
export const fabricatedResult: Inspector = {
  id: 'stubs/fabricated-result',
  version: 1,
  layer: 'errors',
  title: 'A figure that looks measured is a random number',
  inspect(view) {
    const figures = view.facts.all('chance').filter((fact) => isProduct(fact.file) && !pretend.test(fact.file))
    const bad = figures.filter((fact) => measured.test(fact.name) && !pretending.test(fact.name) && !isPause(fact))
    return {
      population: figures.length,
      bad: bad.length,
      unit: 'values decided by chance',
      drafts: [...Map.groupBy(bad, (fact) => fact.file)].map(([anchor, group]) => draft(view, anchor, group)),
    }
  },
}

/** A made-up wait before an answer is no figure that anyone reads. */
function isPause(fact: ChanceFact): boolean {
  return fact.isLocal && /^(?:latency|response_?time)(?:_?ms)?$/i.test(fact.name)
}

function draft(view: View, anchor: string, group: readonly ChanceFact[]): Unfiled {
  const [first] = group
  if (first === undefined) throw new RangeError('a group has a member')
  const names = [...new Set(group.map((fact) => fact.name))]
  const symbols = [...new Set(group.map((fact) => fact.symbol))]
  return {
    title: titled(
      `${names.slice(0, 3).join(', ')} ${names.length === 1 ? 'is' : 'are'} made up with ${first.call}${symbols.length === 1 ? ` in ${first.symbol}` : `, in ${symbols.length} functions of ${nameOf(first.file)}`}`,
    ),

    claim: 'behaviour',
    impact: 'feature-broken',
    ...standingOf(view, first.file),
    confidence: group.every((fact) => pretending.test(fact.symbol)) ? 'medium' : 'high',
    anchor,
    ...placesOf(view, group),
    fix: {
      advice: `Measure ${names[0]} or leave it out; a random number must not be shown as a result.`,
      effort: 'M',
      doneWhen: `no figure of ${nameOf(first.file)} comes from a random number`,
    },
  }
}
