import type { Phase } from '../domain/mission.ts'

/** What a strategy has people do, for whoever plans a night. */
export function doing(strategy: string, { priorities }: Pick<Phase, 'priorities'>): string {
  switch (strategy) {
    case 'survey':
      return 'reads the repository into facts'
    case 'recon':
      return 'reads the repository into facts and runs each of its checks on the commit it begins from'
    case 'repair':
      return 'runs the repairs that red checks declare'
    case 'layers':
      return 'inspects one layer with each explorer'
    case 'findings':
      return 'checks the evidence of every finding'
    case 'consolidate':
      return 'brings the debt register up to date'
    case 'debts':
      return `pays open debts: what an inspector can repair, and of the rest ${priorities.join(', ')}`
    case 'roster':
      return 'gives each of the roster one task, by the text of the phase'
    default:
      return 'gives the tasks that its own function makes'
  }
}
