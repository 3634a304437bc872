import { measure } from '../../src/domain/metrics.ts'
import { createRedactor } from '../../src/redact/redactor.ts'
import { longRun } from '../domain/metrics/long-run.ts'
import { hostileUnits, redactedValues } from '../redact/hostile.ts'
import { stopwatch } from './meter.ts'
import type { Report } from './row.ts'

const rounds = 5
const characters = 250_000
const tasks = 2_500

/** What runs over every line and every event: how fast it is, and that twice as much takes about twice as long. Squared it would be four times. */
export async function pace(report: Report): Promise<void> {
  const redactor = createRedactor({ values: redactedValues })
  const code = 'const total = items.reduce((sum, item) => sum + item.price, 0) // sums the cart\n'.repeat(50_000)
  report(
    'redactor, 4 MB of ordinary text: CPU, against one look for a word',
    clocked(() => redactor.text(code)),
    { baseline: clocked(() => /password/.test(code)) },
  )
  const growths = hostileUnits.map((unit): [number, string] => {
    const line = unit.repeat(Math.ceil(characters / unit.length))
    return [growth({ once: () => redactor.text(line), twice: () => redactor.text(line + line) }), unit]
  })
  const [worst, unit] = growths.reduce((most, one) => (one[0] > most[0] ? one : most))
  tellGrowth(report, `redactor, the worst of ${growths.length} hostile lines, ${JSON.stringify(unit)}`, worst)
  const [half, whole] = [longRun(tasks), longRun(2 * tasks)]
  report(
    'metrics of 50,000 events: CPU, against one walk over them as JSON',
    clocked(() => measure(whole)),
    {
      baseline: clocked(() => whole.map((event) => JSON.stringify(event).length)),
    },
  )
  const grown = growth({ once: () => measure(half), twice: () => measure(whole) })
  tellGrowth(report, 'metrics of 25,000 events', grown)
}

function growth({ once, twice }: Record<'once' | 'twice', () => unknown>): number {
  // Other work only adds time: the least is the true one.
  return Math.min(...clocked(twice).rounds) / Math.min(...clocked(once).rounds)
}

function tellGrowth(report: Report, name: string, ratio: number): void {
  report(`${name}: CPU of twice as much`, { unit: '×', rounds: [ratio] }, { atMost: 3 })
}

/** Processor milliseconds of each round, after one that nobody counts. */
function clocked(work: () => unknown): { readonly unit: 'ms'; readonly rounds: readonly number[] } {
  work()
  return {
    unit: 'ms',
    rounds: Array.from({ length: rounds }, () => {
      const read = stopwatch()
      work()
      return read().cpuMs
    }),
  }
}
