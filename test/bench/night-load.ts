import { loadavg } from 'node:os'
import type { Report } from './row.ts'

/** Measures, and says beside the figures how busy the machine was before and after. */
export async function withLoad(name: string, report: Report, work: () => Promise<void>): Promise<void> {
  const before = now()
  await work()
  report(`${name}: load average of the machine`, { unit: '', rounds: [before, now()] })
}

function now(): number {
  return loadavg()[0] ?? Number.NaN
}
