import type { Book } from './book.ts'

/** metrics.json: every metric with its fraction, per mission, phase and coordinator, and the anti-patterns. */
export function metricsJson({ metrics }: Book): { readonly name: string; readonly text: string } {
  return { name: 'metrics.json', text: `${JSON.stringify(metrics, null, 2)}\n` }
}
