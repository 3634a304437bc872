import { cite } from '../cite.ts'
import type { SecurityNoteFact } from '../facts/security-notes.ts'
import { isAside } from '../facts/source-kind.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'

const decides =
  /auth|permission|verif|access|allow|token|password|signature|credential|(?:^|[._])(?:can|may|is|has|check|require|validate|guard)[A-Z_]/i

/** A function that makes or writes something answers how that went, not who may. */
const makes = /(?:^|\.)(?:generate|build|create|render|emit|write|format|convert|export|print|log)[A-Z_]/

/** A check that lets everybody through "for now". */
export const forNowAllow: Inspector = {
  id: 'auth/for-now-allow',
  version: 1,
  layer: 'auth',
  title: 'A check allows everything "for now"',
  inspect: (view) => {
    const notes = view.facts.all('securityNote').filter((note) => !isAside(note.file))
    const open = notes.filter((note) => note.kind === 'for-now' && !makes.test(note.symbol))
    const groups = Map.groupBy(open, (note) => `${note.file}#${note.symbol || 'module'}`.slice(0, 300))
    return {
      population: notes.length,
      bad: open.length,
      unit: 'remarks in security-sensitive code',
      drafts: [...groups].map(([anchor, group]) => draftOf(view, anchor, group)),
    }
  },
}

function draftOf(view: View, anchor: string, group: readonly SecurityNoteFact[]): Unfiled {
  const [note] = group
  const certain = group.some((one) => decides.test(one.symbol))
  return {
    title: `${note?.symbol || 'Module code'} accepts everything "for now": ${note?.code ?? ''}`.slice(0, 140),
    claim: 'behaviour',
    impact: 'security',
    reach: 'reachable',
    reachWhy: 'the code stands in the application, outside of tests and examples',
    confidence: certain ? 'high' : 'medium',
    anchor,
    evidence: group
      .slice(0, 5)
      .flatMap(({ file, line, codeLine }, index) => [
        cite(view.snapshot, file, codeLine, { role: index === 0 ? 'primary' : 'related' }),
        ...(codeLine === line ? [] : [cite(view.snapshot, file, line, { role: 'related' })]),
      ]),
    instances: group.map(({ file, codeLine }) => ({ file, line: codeLine })),
    fix: {
      advice:
        'Make the check decide: refuse by default, allow by rule, and add a test for a caller that must be refused.',
      effort: 'M',
      doneWhen: 'a test shows that the check refuses someone',
    },
  }
}
