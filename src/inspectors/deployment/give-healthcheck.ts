import type { Edit } from '../../domain/edit.ts'
import { linesOf } from '../cite.ts'
import { type ComposeServiceFact, composeCollector } from '../facts/compose.ts'
import { folderOf } from '../facts/path.ts'
import { insertBelow } from '../insert-below.ts'
import type { View } from '../inspector.ts'
import { repair } from '../repair.ts'
import { comesOut } from '../reread.ts'
import { type CheckCommand, knownCheck } from './known-check.ts'

/**
 * Gives the service a health check in every compose file of its folder where others wait for it: a check in one file
 * silences the finding of the next. So the finding of the first file brings the edits of all.
 */
export function giveHealthcheck(view: View, target: ComposeServiceFact): ReturnType<typeof repair> {
  const same = view.facts
    .all('composeService')
    .filter(({ service, file }) => service === target.service && folderOf(file) === folderOf(target.file))
  // A check that is switched off was a decision.
  if (same.some((service) => service.healthcheck !== 'absent' || isConfigured(view, service))) return {}
  const awaited = same.filter((service) => (service.image !== null || service.builds) && isAwaited(view, service))
  if (awaited[0] !== target) return {}
  return repair(
    view.snapshot,
    awaited.map((service) => given(view, service)),
  )
}

function isAwaited({ facts }: View, { file, service }: ComposeServiceFact): boolean {
  return facts.count({ fact: 'composeDependency', where: { file, on: service, condition: 'service_healthy' } }) > 0
}

/** A configuration file of its own may move the port. */
function isConfigured(view: View, { file, service }: ComposeServiceFact): boolean {
  return view.facts
    .all('composeVolume')
    .some(
      (volume) =>
        volume.file === file &&
        volume.service === service &&
        /\.(?:conf|cnf|cfg)$|conf\.d|\/etc\//.test(`${volume.source} ${volume.target}`),
    )
}

function given(view: View, target: ComposeServiceFact): Edit | null {
  const command = target.builds ? null : knownCheck(target)
  const place = command === null ? null : imageLine(linesOf(view.snapshot, target.file), target.line)
  if (command === null || place === null) return null
  const edit = insertBelow(view.snapshot, target.file, place.line, blockOf(command, place))
  const isMeant = comesOut(view, [edit], {
    collector: composeCollector,
    fact: 'composeService',
    change: (before) => before.map((fact) => (fact === target ? { ...fact, healthcheck: 'present' } : fact)),
  })
  return isMeant ? edit : null
}

interface Place {
  readonly line: number
  readonly indent: string
  /** One step of indentation. */
  readonly step: string
}

/** The `image:` line of the service that begins at a line, among the keys of its own level. */
function imageLine(lines: readonly string[], start: number): Place | null {
  const outer = indentOf(lines[start - 1])
  let indent: string | null = null
  for (let line = start + 1; line <= lines.length; line++) {
    const text = lines[line - 1] ?? ''
    if (/^\s*(?:#|$)/.test(text)) continue
    const own = indentOf(text)
    indent ??= own
    if (own.length <= outer.length) return null
    if (own === indent && /^\s+image:\s+[^\s|>&*!]/.test(text)) return { line, indent, step: own.slice(outer.length) }
  }
  return null
}

function indentOf(text: string | undefined): string {
  return /^ */.exec(text ?? '')?.[0] ?? ''
}

/** Long enough for the first start of a database on a slow machine. */
function blockOf(command: CheckCommand, { indent, step }: Place): readonly string[] {
  const test = command.map((word) => `"${word}"`).join(', ')
  const settings = [`test: [${test}]`, 'interval: 10s', 'timeout: 5s', 'retries: 10', 'start_period: 30s']
  return [`${indent}healthcheck:`, ...settings.map((setting) => `${indent}${step}${setting}`)]
}
