import type { Draft } from '../../domain/finding.ts'
import { shortName } from '../facts/path.ts'
import { isAside } from '../facts/source-kind.ts'
import type { SwitchFact } from '../facts/switches.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'

/** A debug mode, reloader, development server or auth bypass where users are served. */
export const devOnlySwitch: Inspector = {
  id: 'middleware/dev-only-switch',
  version: 1,
  layer: 'middleware',
  title: 'A development switch is on in code or images that serve users',
  inspect: (view) => {
    const all = view.facts
      .all('devSwitch')
      .filter((fact) => !isAside(fact.file) && !/\bdev\b|local|debug/i.test(fact.file))
    const bad = all.filter((fact) => !fact.mainOnly)
    const groups = Map.groupBy(bad, (fact) => `${fact.kind}:${fact.name}@${fact.file}`)
    return {
      population: all.length,
      bad: bad.length,
      unit: 'development switches',
      drafts: [...groups].map(([anchor, group]) => draftOf(view, anchor, group)),
    }
  },
}

const meaning: Readonly<Record<SwitchFact['kind'], { says: string; impact: Draft['impact']; advice: string }>> = {
  debug: {
    says: 'shows stack traces to callers',
    impact: 'security',
    advice: 'Take the flag from configuration with False as its default.',
  },
  reload: {
    says: 'runs a file watcher and one process where users are served',
    impact: 'quality',
    advice: 'Start the server without the reloader here; keep it in the development overlay.',
  },
  'dev-server': {
    says: 'serves users from a development server',
    impact: 'quality',
    advice: 'Build in an earlier stage and start the production server in the last one.',
  },
  'auth-off': {
    says: 'lets callers in without auth unless someone turns it off',
    impact: 'security',
    advice: 'Make the safe value the default; let development turn the check off explicitly.',
  },
}

function draftOf(view: View, anchor: string, group: readonly SwitchFact[]): Unfiled {
  const [fact] = group
  const { says, impact, advice } = meaning[fact?.kind ?? 'debug']
  return {
    title: `${fact?.name ?? ''} in ${shortName(fact?.file ?? '')} ${says}`.slice(0, 140),
    claim: 'presence',
    impact,
    reach: 'reachable',
    reachWhy: 'it is set for every start of the application, not only for development',
    confidence: fact?.kind === 'auth-off' || fact?.kind === 'dev-server' ? 'medium' : 'high',
    anchor: anchor.slice(0, 300),
    ...placesOf(view, group),
    fix: { advice, effort: 'S', doneWhen: 'the switch is off unless development turns it on' },
  }
}
