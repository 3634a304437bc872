import type { Need, Phase } from '../domain/mission.ts'

/** What this version cannot give a phase yet. Emptied as the parts arrive. */
const notYet: Readonly<Record<Need, string>> = {
  workspaces: 'it changes files, and workspaces with a merge lane are not part of this version yet',
  model: 'it needs a model, and model backends are not part of this version yet',
}

/** Why a phase cannot run in this version. Null: it can. Said when the mission is planned and again when it runs. */
export function missing({ needs }: Pick<Phase, 'needs'>): string | null {
  const first = needs[0]
  return first === undefined ? null : notYet[first]
}
