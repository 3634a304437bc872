import { extname } from 'node:path'
import { lintSource } from '@secretlint/core'
import { creator } from '@secretlint/secretlint-rule-preset-recommend'
import type { SourceFile } from '../snapshot.ts'
import type { Collector } from './collector.ts'
import type { Placed } from './store.ts'

/**
 * A credential in a file. The value is never kept: `before` is the text of the line up to the secret and is all that
 * anybody may quote.
 */
export interface SecretFact extends Placed {
  /** What kind of credential it is: `PostgreSQLConnection`, `GITHUB_TOKEN`. */
  readonly kind: string
  readonly before: string
  /** The name the value is assigned to, or the kind. */
  readonly name: string
  /** Line of the name where the value stands alone on its own; else the line of the fact. */
  readonly nameLine: number
  readonly placeholder: boolean
}

/** Larger files are data, not configuration. */
const maxCharacters = 400_000
const hints =
  /BEGIN [A-Z ]*PRIVATE KEY|AKIA|ASIA|aws_?(?:secret|account)|secret_?access_?key|gh[pousr]_|github_pat_|glpat-|xox[abpors]-|xapp-|hooks\.slack\.com|sk-|sk_live|rk_live|npm_|_authToken|SG\.|hf_|gsk_|ntn_|secret_[A-Za-z0-9]{20}|lin_api_|shpat_|shpss_|figd_|dckr_pat|tskey-|dapi[0-9a-f]{10}|glsa_|hvs\.|private_key_id|:\/\/[^\s:/@]+:[^\s@/]+@|ops_eyJ|cloudflare|vercel/i
const placeholders =
  /change_?me|example|placeholder|your[_-]?|xxx|dummy|fake|sample|replace|redacted|\*{3,}|\.\.\.|<[^>]+>|\$\{|\{\{|%[sd(]|\btest\b|todo|1234567|abcdef|(?::\/\/)(\w+):\1@|:\/\/[^:]+:(?:password|passwd|pass|postgres|root|admin|secret|guest|user|redis|rabbitmq|mysql|mongo|pwd|pw|test\w*|dev\w*|local\w*|p|123\w*)@|@(?:localhost|127\.0\.0\.1|0\.0\.0\.0|host|hostname|db|database|postgres|postgresql|redis|mongo|mongodb|mysql|rabbitmq|host\.docker\.internal)(?![\w.-])/i
const rules = [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }]

export const secretCollector: Collector = {
  id: 'secrets',
  wants: (file) => file.text.length <= maxCharacters && hints.test(file.text),
  async collect(file, _trees, emit) {
    const seen = new Set<string>()
    for (const secret of await secretsOf(file)) {
      const key = `${secret.line}:${secret.kind}`
      if (!seen.has(key)) emit('secret', secret)
      seen.add(key)
    }
  },
}

async function secretsOf(file: SourceFile): Promise<SecretFact[]> {
  const source = {
    filePath: file.path,
    content: file.text,
    ext: extname(file.path),
    contentType: 'text' as const,
  }
  const { messages } = await lintSource({
    source,
    options: { maskSecrets: true, noPhysicFilePath: true, config: { rules } },
  })
  const found = messages.filter((message) => message.type === 'message')
  const starts = found.map((message) => message.range[0]).sort((a, b) => a - b)
  return found.map((message) => secretFact(file, message.messageId, message.range, starts))
}

function secretFact(
  file: SourceFile,
  kind: string,
  [start, end]: readonly [number, number],
  starts: readonly number[],
): SecretFact {
  const lineStart = file.text.lastIndexOf('\n', start - 1) + 1
  const lineEnd = file.text.indexOf('\n', start)
  const line = file.text.slice(lineStart, lineEnd === -1 ? undefined : lineEnd)
  // A line may hold two secrets: nothing after the first may be quoted.
  const first = starts.find((other) => other >= lineStart) ?? start
  const before = beforeValue(line, Math.min(first, start) - lineStart)
  const above = file.text.slice(0, lineStart).split('\n')
  const names = /[A-Za-z_]{2}/.test(before) ? 0 : linesToName(above.slice(-4, -1).toReversed())
  const named = names === 0 ? before : (above.at(-1 - names) ?? '')
  return {
    file: file.path,
    line: above.length,
    kind,
    before,
    name: assignment.exec(named)?.[1] ?? kind,
    nameLine: above.length - names,
    placeholder: placeholders.test(line) || placeholders.test(file.text.slice(start, end)),
  }
}

const assignment = /([A-Za-z_][\w.-]*)["']?\s*[:=]\s*["'`([]*\s*$/

/** How many lines above the value an assignment is opened; 0 when none is. */
function linesToName(above: readonly string[]): number {
  const at = above.findIndex((line) => line.length < 200 && assignment.test(line))
  return at + 1
}

/**
 * The line up to the value. Some ranges begin at the name, so an assignment at the start of the range still counts as
 * before it. A line that begins with the value gives its public prefix only (`ghp_`, `-----BEGIN …`).
 */
function beforeValue(line: string, column: number): string {
  const assigned = /^[\w"'.-]{2,60}\s*(?:=>|[:=])\s*["'`]?/.exec(line.slice(column))?.[0] ?? ''
  const isName = /[a-z]{2}.*[:=]/i.test(assigned) && !assigned.includes('://') && !/^\w+:\/\//.test(line.slice(column))
  const before = line
    .slice(0, column + (isName ? assigned.length : 0))
    .trimStart()
    .slice(0, 200)
  if (before.trim() !== '') return before
  return /^-----BEGIN [A-Z ]+-----/.exec(line.trim())?.[0] ?? line.trim().slice(0, 4)
}
