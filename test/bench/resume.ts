import type { Report } from './row.ts'
export async function resume(_report: Report): Promise<void> {}
