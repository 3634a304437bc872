import type { Impact } from '../../domain/finding.ts'
import { cite } from '../cite.ts'
import type { ComposeVariableFact } from '../facts/compose.ts'
import type { Placed } from '../facts/store.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { type Overlaid, overlaysOf } from './composition.ts'

const on = /^(?:true|yes|on|1)$/
const off = /^(?:false|no|off|0)$/
/** Switches that are dangerous when on, and those that are dangerous when off. */
const opens =
  /(?:DISABLE|SKIP|BYPASS|NO)_(?:AUTH|SSL|TLS|VERIFY|CSRF|SECURITY)|(?:AUTH|SSL|TLS|SECURITY)_DISABLED|ALLOW_(?:ANONYMOUS|EMPTY_PASSWORD|INSECURE)|INSECURE/
const guards =
  /(?:^|_)(?:AUTH|SSL|TLS|CSRF|SECURITY|RATE_LIMIT|RATE_LIMITING)_(?:ENABLED|REQUIRED|ON)$|^(?:ENABLE|REQUIRE|FORCE)_(?:AUTH|SSL|TLS|HTTPS|CSRF|RATE_LIMIT\w*)$|^(?:SESSION_)?COOKIE_SECURE$/

interface Setback {
  readonly pair: Overlaid
  readonly what: string
  readonly impact: Impact
  readonly base: Placed
  readonly overlay: Placed
}

export const overlayOverridesFix: Inspector = {
  id: 'deployment/overlay-overrides-fix',
  version: 1,
  layer: 'deployment',
  title: 'A production overlay turns back what the base file has made safe',
  inspect(view): Inspection {
    const pairs = overlaysOf(view).filter(({ overlay }) => overlay.stage === 'production')
    const setbacks = pairs.flatMap((pair) => [...switchesOf(view, pair), ...guardsOf(pair)])
    return {
      population: pairs.length,
      bad: new Set(setbacks.map((setback) => setback.pair)).size,
      unit: 'services changed by a production overlay',
      drafts: setbacks.map((setback) => draftOf(view, setback)),
    }
  },
}

function switchesOf(view: View, pair: Overlaid): Setback[] {
  return variablesOf(view, pair.overlay).flatMap((overlay) => {
    const base = variablesOf(view, pair.base).find((variable) => variable.name === overlay.name)
    const impact = base === undefined ? null : setbackOf(overlay.name, base.value, overlay.value)
    return base === undefined || impact === null
      ? []
      : [{ pair, what: `${overlay.name}=${overlay.value}`, impact, base, overlay }]
  })
}

function variablesOf(view: View, service: Placed & { readonly service: string }): readonly ComposeVariableFact[] {
  return view.facts
    .all('composeVariable')
    .filter((variable) => variable.file === service.file && variable.service === service.service)
}

function setbackOf(name: string, base: string | null, overlay: string | null): Impact | null {
  if (base === null || overlay === null) return null
  if (opens.test(name)) return off.test(base) && on.test(overlay) ? 'security' : null
  if (guards.test(name)) return on.test(base) && off.test(overlay) ? 'security' : null
  if (/(?:^|_)DEBUG$/.test(name)) return off.test(base) && on.test(overlay) ? 'quality' : null
  if (/^(?:NODE_ENV|\w*ENVIRONMENT|\w+_ENV)$/.test(name))
    return base === 'production' && /^(?:development|debug)$/.test(overlay) ? 'quality' : null
  return null
}

function guardsOf(pair: Overlaid): Setback[] {
  const { base, overlay } = pair
  const found: Setback[] = []
  if (base.healthcheck === 'present' && overlay.healthcheck === 'disabled')
    found.push({ pair, what: 'healthcheck disabled', impact: 'quality', base, overlay })
  if (base.user !== null && !isRoot(base.user) && overlay.user !== null && isRoot(overlay.user))
    found.push({ pair, what: 'user root', impact: 'quality', base, overlay })
  return found
}

function isRoot(user: string): boolean {
  return /^(?:root|0)(?::|$)/.test(user)
}

function draftOf(view: View, { pair, what, impact, base, overlay }: Setback): Unfiled {
  const { service, file } = pair.overlay
  return {
    title: `${file} sets ${what} for "${service}", which ${pair.base.file} had made safe`.slice(0, 140),
    claim: 'mismatch',
    impact,
    reach: 'production',
    reachWhy: `${file} is a production overlay of ${pair.base.file}`,
    confidence: 'high',
    anchor: `overlay:${what.replace(/=.*/, '')}@compose:${file}#${service}`,
    evidence: [
      cite(view.snapshot, overlay.file, overlay.line),
      cite(view.snapshot, base.file, base.line, { role: 'related' }),
    ],
    instances: [
      { file: overlay.file, line: overlay.line },
      { file: base.file, line: base.line },
    ],
    fix: {
      advice: `Drop the line from ${file}: the value of ${pair.base.file} then holds in production too.`,
      effort: 'S',
      doneWhen: `${file} no longer weakens "${service}"`,
    },
  }
}
