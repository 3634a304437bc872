import type { Report } from './row.ts'
export async function kills(_report: Report): Promise<void> {}
