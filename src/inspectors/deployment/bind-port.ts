import type { Edit } from '../../domain/edit.ts'
import { linesOf } from '../cite.ts'
import { type ComposePortFact, type ComposeServiceFact, composeCollector } from '../facts/compose.ts'
import { insertBelow } from '../insert-below.ts'
import type { View } from '../inspector.ts'
import { repair, replaceLine } from '../repair.ts'
import { comesOut } from '../reread.ts'
import { mergedWith } from './composition.ts'

const loopback = '127.0.0.1'

export interface OpenPort {
  readonly port: ComposePortFact
  readonly service: ComposeServiceFact
}

/** Binds each of these ports of one compose file to the loopback interface. */
export function bindPorts(view: View, open: readonly OpenPort[]): ReturnType<typeof repair> {
  if (open.some((one) => isAlsoElsewhere(view, one) || isWanted(view, one)) || isCalledThroughHost(view)) return {}
  const ports = open.map(({ port }) => port)
  const edits = [...Map.groupBy(ports, ({ line }) => line).values()].map((own) => bound(view, own))
  const isMeant = comesOut(view, edits, {
    collector: composeCollector,
    fact: 'composePort',
    change: (before) => before.map((fact) => (ports.includes(fact) ? { ...fact, host: loopback } : fact)),
  })
  return isMeant ? repair(view.snapshot, edits) : {}
}

/** Lists of ports are added up when files are merged: the same port bound in two ways keeps the service from starting. */
function isAlsoElsewhere(view: View, { port, service }: OpenPort): boolean {
  const files = new Set(mergedWith(view, service).map(({ file }) => file))
  return view.facts
    .all('composePort')
    .some((other) => other.file !== port.file && files.has(other.file) && other.service === port.service)
}

/** A comment beside or above says that others are to get in. */
function isWanted({ snapshot }: View, { port: { file, line } }: OpenPort): boolean {
  const [above = '', own = ''] = linesOf(snapshot, file).slice(Math.max(0, line - 2), line)
  const comments = [/^\s*#.*/.exec(above)?.[0] ?? '', /\s#.*/.exec(line === 1 ? above : own)?.[0] ?? '']
  return /extern|public|remote|expos|outside|network|interface|everybody|\blan\b|\bvpn\b/i.test(comments.join('\n'))
}

/** A container that goes through its host would no longer get there; a swarm does not bind to one interface. */
function isCalledThroughHost({ snapshot }: View): boolean {
  return snapshot.files.some(({ text, language }) =>
    language === 'yaml' || language === 'env'
      ? /host\.docker\.internal|host-gateway|\bstack deploy\b|endpoint_mode:/.test(text)
      : /host\.docker\.internal|docker stack deploy/.test(text),
  )
}

/** All ports of one line in one edit. */
function bound(view: View, ports: readonly ComposePortFact[]): Edit | null {
  const [{ file, line } = { file: '', line: 0 }] = ports
  const short = replaceLine(view.snapshot, file, line, (text) =>
    ports.reduce<string | null>((result, port) => (result === null ? null : boundShort(result, port)), text),
  )
  const [only, ...others] = ports
  return short ?? (only === undefined || others.length > 0 ? null : boundLong(view, only))
}

/** `5432:5432` → `127.0.0.1:5432:5432`, in whatever quotes it stands. */
function boundShort(text: string, { published, target, host }: ComposePortFact): string | null {
  const old = `${host === null ? '' : `${host}:`}${published}:${target}`
  const found = [...text.matchAll(/(?:\[::\]:)?[^\s"',[\]#]+/g)].filter(
    ([word]) => word.replace(/\/(?:tcp|udp)$/, '') === old,
  )
  const [only, ...others] = found
  if (only === undefined || others.length > 0) return null
  const rest = only[0].slice(host === null ? 0 : host.length + 1)
  return `${text.slice(0, only.index)}${loopback}:${rest}${text.slice(only.index + only[0].length)}`
}

/** The long form gets a `host_ip` below its `published`, or has it changed. */
function boundLong(view: View, { file, line, host }: ComposePortFact): Edit | null {
  const lines = linesOf(view.snapshot, file)
  const key = host === null ? 'published' : 'host_ip'
  for (let at = line; at < line + 8 && at <= lines.length; at++) {
    const text = lines[at - 1] ?? ''
    if (at > line && /^\s*-\s/.test(text)) return null
    const [, lead = '', name = ''] = /^(\s*(?:- +)?)(\w+):\s*["']?[\w.:*[\]-]+["']?\s*$/.exec(text) ?? []
    if (name !== key) continue
    if (host !== null) return { file, line: at, remove: [text], insert: [`${lead}host_ip: ${loopback}`] }
    return insertBelow(view.snapshot, file, at, [`${lead.replace('-', ' ')}host_ip: ${loopback}`])
  }
  return null
}
