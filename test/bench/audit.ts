import type { Report } from './row.ts'
export async function audit(_report: Report): Promise<void> {}
