import type { Check, CheckRun } from '../domain/check.ts'
import { parsePackage } from './package-manager.ts'
import type { ReadText } from './read-text.ts'

/**
 * The sentence that says how a commit changed the script that a check runs, or null. Whoever may change the command that
 * judges him is not judged: the script has to be what the base declares, with what runs before and after it.
 */
export async function drift({ source }: Check, base: ReadText, commit: ReadText): Promise<string | null> {
  const [, path, script = ''] = /^(.*package\.json) scripts\.(.+)$/.exec(source) ?? []
  if (path === undefined) return null
  const [was, is] = await Promise.all([scriptsAt(path, base), scriptsAt(path, commit)])
  const changed = [script, `pre${script}`, `post${script}`].find((name) => was.get(name) !== is.get(name))
  if (changed === undefined) return null
  const [before, after] = [was.get(changed) ?? 'nothing', is.get(changed) ?? 'nothing']
  return `${path} scripts.${changed} is ${quote(after)} in this commit and ${quote(before)} in the base, which decides`
}

/** A commit that changes how it is judged fails without a run. */
export function refused(reason: string): CheckRun {
  const failures = [{ name: reason.slice(0, 500), category: 'environment' as const }]
  return { outcome: 'failed', exitCode: null, counts: null, failures, milliseconds: 0, excerpt: reason.slice(0, 8_000) }
}

async function scriptsAt(path: string, read: ReadText): Promise<ReadonlyMap<string, unknown>> {
  const text = await read(path)
  return new Map(Object.entries((text === null ? null : parsePackage(text))?.scripts ?? {}))
}

function quote(script: unknown): string {
  return JSON.stringify(String(script).slice(0, 200))
}
