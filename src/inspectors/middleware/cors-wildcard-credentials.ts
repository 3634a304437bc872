import type { CorsFact } from '../facts/cors.ts'
import { unitOf } from '../facts/manifest.ts'
import { shortName } from '../facts/path.ts'
import { isAside } from '../facts/source-kind.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'

/** Any site may call with the user's cookies, or the setup contradicts itself and browsers refuse it. */
export const corsWildcardCredentials: Inspector = {
  id: 'middleware/cors-wildcard-credentials',
  version: 1,
  layer: 'middleware',
  title: 'CORS allows every origin together with credentials',
  inspect: (view) => {
    const setups = view.facts.all('cors').filter((fact) => !isAside(fact.file))
    const bad = setups.filter((fact) => fact.credentials && fact.origins !== 'listed')
    const groups = Map.groupBy(
      bad,
      (fact) => `${fact.framework}:${answersEveryone(fact) ? 'open' : 'refused'}@${unitOf(view.snapshot, fact.file)}`,
    )
    return {
      population: setups.length,
      bad: bad.length,
      unit: 'CORS setups',
      drafts: [...groups].map(([anchor, group]) => draftOf(view, anchor, group)),
    }
  },
}

function draftOf(view: View, anchor: string, group: readonly CorsFact[]): Unfiled {
  const [fact] = group
  const open = group.some(answersEveryone)
  const cookies = usesCookies(view)
  const files = new Set(group.map(({ file }) => file)).size
  const where = `${shortName(fact?.file ?? '')}${files > 1 ? ` and ${files - 1} more` : ''}`
  return {
    title: `CORS in ${where} ${open ? 'lets every origin call with credentials' : 'combines "*" with credentials, which browsers refuse'}`,
    claim: 'presence',
    impact: open ? 'security' : 'feature-broken',
    reach: 'reachable',
    reachWhy:
      open && cookies ? 'the application keeps its session in cookies' : 'the middleware is part of the application',
    confidence: open && cookies ? 'high' : 'medium',
    anchor: anchor.slice(0, 300),
    ...placesOf(view, group),
    fix: {
      advice: 'Name the origins that may call (from configuration), or switch credentials off if no cookie is needed.',
      effort: 'S',
      doneWhen: 'origins are listed, or credentials are not allowed',
    },
  }
}

/** Starlette and flask-cors answer a wildcard with the caller's own origin; the Node packages send the bare star. */
function answersEveryone(fact: CorsFact): boolean {
  return fact.origins === 'reflected' || fact.framework === 'starlette' || fact.framework === 'flask-cors'
}

function usesCookies(view: View): boolean {
  return view.snapshot.files.some(
    (file) =>
      (file.language === 'python' || file.language === 'typescript') &&
      !isAside(file.path) &&
      /\.set_cookie\(|res\.cookie\(|reply\.setCookie\(|setCookie\(c,|SessionMiddleware|cookie-session|express-session|httponly\s*=\s*True|httpOnly:\s*true/.test(
        file.text,
      ),
  )
}
