import type { Draft } from '../../domain/finding.ts'
import type { Endpoint } from '../facts/endpoints.ts'
import type { SecurityNoteFact } from '../facts/security-notes.ts'
import { isAside } from '../facts/source-kind.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { doorOf } from './doors.ts'

/** What the remark must be about before it counts as a hole and not as a wish. */
const missingCheck =
  /\b(?:implement|add|restore|re-?enable|enforce|verify|check|validate|enable|require|restrict|reject|replace|actual(?:ly)?|real|proper(?:ly)?|hash|encrypt|sign|protect|secure|insecure|unsafe|vulnerab\w*|blacklist|revoke|invalidate|missing|no)\b.{0,60}\b(?:auth(?:entication|orization|enticat\w+|oriz\w+)?|permissions?|tokens?|signatures?|passwords?|secrets?|roles?|access (?:control|validation|checks?)|is_?admin|admin (?:only|check)|ownership|owner|credentials?|jwt|csrf|rate[- ]?limit\w*|api[- ]?keys?|encryption|hash(?:ing|ed)?|security|mfa|2fa)\b(?!-(?!check|guard|middleware|token))/i
const cosmetic =
  /\b(?:refactor|rename|clean ?up|type|typing|docs?|document|test|tests|naming|performance|cache|caching|i18n|translat|deprecat|move|upgrade|import|mypy|eslint|lint)\b/i

/** Who comes in is not looked at, or what they may do is not: as against hashing, limits and a second factor. */
const whoComes =
  /\b(?:add|restore|re-?enable|enforce|require|missing|no|real|proper)\b.{0,40}\bauth(?:entication)?\b|\b(?:verify|check|validate)\b.{0,20}\b(?:signatures?|jwt|(?<!refresh )tokens?)\b/i
const whatTheyMay =
  /\b(?:implement|add|restore|re-?enable|enforce|verify|check|validate|require|restrict|missing|no|actual|real|proper)\b.{0,50}\b(?:authorization|permissions?|roles?|access (?:control|validation|checks?)|is_?admin|admin (?:only|check)|ownership|owner)\b/i
/** Endpoints that let people in have nobody to ask for yet. */
const entrance = /log-?_?(?:in|out)|sign-?_?(?:in|up|out)|token|oauth|sso|saml|refresh|regist|passw|callback|webhook/i

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
    .filter((note) => missingCheck.test(note.text) && !cosmetic.test(note.text) && !isGrammar(note))
}

/** The tokens of a language are no credentials. */
function isGrammar({ file, text }: SecurityNoteFact): boolean {
  return (
    /(?:^|\/)(?:css|\w*pars(?:er|ing)|lexer|\w*tokeni[sz]er|grammar|syntax)(?:\/|\.\w+$)/.test(file) &&
    /tokens?\b/i.test(text)
  )
}

function anchorOf(note: SecurityNoteFact): string {
  return `${note.file}#${note.symbol || 'module'}:${note.fold}`.slice(0, 300)
}

/** A check that the handler of a mounted endpoint says is missing leaves that endpoint open. */
function weightOf(view: View, group: readonly SecurityNoteFact[]): Pick<Draft, 'reach' | 'reachWhy' | 'confidence'> {
  for (const note of group) {
    const door = doorOf(view, note)
    if (door === null || !leavesOpen(note.text, door) || isRefused(view, note)) continue
    const reachWhy = `${note.symbol || 'the code'} answers ${door.method} ${door.path} or guards it`.slice(0, 300)
    return { reach: 'production', reachWhy, confidence: 'high' }
  }
  const reachWhy = 'the file holds authentication or permission code of the application'
  return { reach: 'reachable', reachWhy, confidence: 'medium' }
}

/** Behind a guard somebody knows who comes in; whether they may is another question. */
function leavesOpen(text: string, { guard, path }: Endpoint): boolean {
  const wish = /\b(?:TODO|FIXME|HACK|XXX)\b(.*)/.exec(text)?.[1]?.split(/ # |\. /)[0] ?? ''
  return !entrance.test(path) && (whatTheyMay.test(wish) || (guard === null && whoComes.test(wish)))
}

/** What answers that it is not there yet lets nobody through. */
function isRefused({ snapshot }: View, { file, line }: SecurityNoteFact): boolean {
  const below = (snapshot.byPath.get(file)?.text ?? '').split('\n').slice(line, line + 12)
  return /\b501\b|not[ _]?implemented/i.test(below.join('\n'))
}

function draftOf(view: View, anchor: string, group: readonly SecurityNoteFact[]): Unfiled {
  const [note] = group
  return {
    title: `Open security TODO in ${note?.symbol || 'module code'}: ${note?.text ?? ''}`.slice(0, 140),
    claim: 'presence',
    impact: 'security',
    ...weightOf(view, group),
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
