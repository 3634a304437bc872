import type { Draft } from '../../domain/finding.ts'
import type { View } from '../inspector.ts'
import { isNamedElsewhere } from './client-text.ts'
import type { Joined } from './http-joins.ts'

/** A call in a function that nothing names cannot hurt yet. */
export function reachOf(view: View, group: readonly Joined[]): Pick<Draft, 'reach' | 'reachWhy'> {
  const live = group.find((one) => isNamedElsewhere(view, one.call.fact.symbol))
  const { symbol, file } = (live ?? group[0])?.call.fact ?? { symbol: '', file: '' }
  if (live === undefined) return { reach: 'unreachable', reachWhy: `nothing in the client code names ${symbol}` }
  return { reach: 'reachable', reachWhy: `${symbol || 'module code'} in ${file} makes the call`.slice(0, 300) }
}
