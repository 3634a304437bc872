import type { SecurityNoteFact } from '../facts/security-notes.ts'
import { isAside } from '../facts/source-kind.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'

/** What the remark must be about before it counts as a hole and not as a wish. */
const missingCheck =
  /\b(?:implement|add|restore|re-?enable|enforce|verify|check|validate|enable|require|restrict|reject|replace|actual(?:ly)?|real|proper(?:ly)?|hash|encrypt|sign|protect|secure|insecure|unsafe|vulnerab\w*|blacklist|revoke|invalidate|missing|no)\b.{0,60}\b(?:auth(?:entication|orization|enticat\w+|oriz\w+)?|permissions?|tokens?|signatures?|passwords?|secrets?|roles?|access (?:control|validation|checks?)|is_?admin|admin (?:only|check)|ownership|owner|credentials?|jwt|csrf|rate[- ]?limit\w*|api[- ]?keys?|encryption|hash(?:ing|ed)?|security|mfa|2fa)\b(?!-(?!check|guard|middleware|token))/i
const cosmetic =
  /\b(?:refactor|rename|clean ?up|type|typing|docs?|document|test|tests|naming|performance|cache|caching|i18n|translat|deprecat|move|upgrade|import|mypy|eslint|lint)\b/i

/** A security-relevant TODO in the code that decides who may do what. */
export const securityTodo: Inspector = {
  id: 'auth/security-todo',
  version: 1,
  layer: 'auth',
  title: 'Security-sensitive code has an open TODO',
  inspect: (view) => {
    const notes = view.facts.all('securityNote').filter((note) => note.kind === 'todo' && !isAside(note.file))
    const holes = securityHoles(view)
    const groups = Map.groupBy(holes, anchorOf)
    return {
      population: notes.length,
      bad: holes.length,
      unit: 'TODOs in security-sensitive code',
      drafts: [...groups].map(([anchor, group]) => draftOf(view, anchor, group)),
    }
  },
}

/** The TODOs that leave a check out, as against wishes. */
export function securityHoles(view: View): readonly SecurityNoteFact[] {
  return view.facts
    .all('securityNote')
    .filter((note) => note.kind === 'todo' && !isAside(note.file))
    .filter((note) => missingCheck.test(note.text) && !cosmetic.test(note.text))
}

function anchorOf(note: SecurityNoteFact): string {
  return `${note.file}#${note.symbol || 'module'}:${note.fold}`.slice(0, 300)
}

function draftOf(view: View, anchor: string, group: readonly SecurityNoteFact[]): Unfiled {
  const [note] = group
  return {
    title: `Open security TODO in ${note?.symbol || 'module code'}: ${note?.text ?? ''}`.slice(0, 140),
    claim: 'presence',
    impact: 'security',
    reach: 'reachable',
    reachWhy: 'the file holds authentication or permission code of the application',
    confidence: 'medium',
    anchor,
    ...placesOf(view, group),
    fix: {
      advice:
        'Build what the remark asks for, with a test that fails without it; moving or rewording the remark changes nothing.',
      effort: 'M',
      doneWhen: 'the check exists and the remark is gone',
    },
  }
}
