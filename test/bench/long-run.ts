import type { Report } from './row.ts'
export async function longRun(_report: Report): Promise<void> {}
