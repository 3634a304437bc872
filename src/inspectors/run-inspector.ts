import type { z } from 'zod'
import { Draft, type Finding, type InspectorRun, type Source } from '../domain/finding.ts'
import { identify } from './identity.ts'
import type { Inspection, Inspector, Unfiled, View } from './inspector.ts'
import { mergeTwins } from './merge-twins.ts'
import { unlessAborted } from './share.ts'

/** Runs one inspector. A crash, a broken promise about its drafts or too much time is `notRun`; the caller's abort is thrown. */
export async function runInspector(
  inspector: Inspector,
  view: View,
  signal: AbortSignal,
  limitMs: number,
): Promise<InspectorRun> {
  const { id, version, layer } = inspector
  const started = performance.now()
  try {
    const inspection = await withinLimit(inspector, view, signal, limitMs)
    const findings = mergeTwins(inspection.drafts.map((draft, index) => finding(inspector, draft, index)))
    const { population, bad, unit } = counted(inspection)
    const milliseconds = performance.now() - started
    return { status: 'ran', inspector: id, version, layer, population, bad, unit, findings, milliseconds }
  } catch (cause) {
    signal.throwIfAborted()
    return { status: 'notRun', inspector: id, version, layer, reason: sentence(cause) }
  }
}

/** An asynchronous inspector is left behind when its time is over; a synchronous one is told when it comes back. */
async function withinLimit(
  inspector: Inspector,
  view: View,
  signal: AbortSignal,
  limitMs: number,
): Promise<Inspection> {
  const limit = new AbortController()
  const over = new Error(`took longer than its limit of ${limitMs / 1_000} s`)
  const timer = setTimeout(() => limit.abort(over), limitMs)
  const started = performance.now()
  const either = AbortSignal.any([signal, limit.signal])
  try {
    const inspection = await unlessAborted(Promise.resolve(inspector.inspect(view, either)), either)
    if (performance.now() - started > limitMs) throw over
    return inspection
  } finally {
    clearTimeout(timer)
  }
}

function finding(inspector: Inspector, draft: Unfiled, index: number): Finding {
  const parsed = Draft.safeParse({ ...draft, rule: inspector.id })
  if (!parsed.success) throw new Error(`draft ${index + 1} is not valid: ${firstIssue(parsed.error)}`)
  const { version, layer } = inspector
  return identify(parsed.data, { version, layer, source: sourceOf(inspector) })
}

function sourceOf({ id, version, tool }: Inspector): Source {
  if (tool === undefined) return { kind: 'inspector', id, version: String(version) }
  return { kind: 'tool', id: tool.id, version: tool.version }
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues
  return issue === undefined ? 'unknown' : `${issue.path.join('.') || 'draft'}: ${issue.message}`
}

/** Numbers that a score is built on must make sense before anyone divides by them. */
function counted({ population, bad, unit, drafts }: Inspection): Pick<Inspection, 'population' | 'bad' | 'unit'> {
  const whole = Number.isSafeInteger(population) && Number.isSafeInteger(bad) && population >= 0 && bad >= 0
  if (!whole || bad > population) throw new Error(`counts ${bad} bad of ${population} ${unit}`)
  if (population === 0 && drafts.length > 0) throw new Error(`has ${drafts.length} drafts about no ${unit} at all`)
  return { population, bad, unit }
}

function sentence(cause: unknown): string {
  const text = cause instanceof Error ? cause.message || cause.name : String(cause)
  return (text.split('\n')[0] ?? '').slice(0, 300) || 'failed without a reason'
}
