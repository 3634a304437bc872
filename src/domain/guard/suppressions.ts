import type { FileChange } from './file-change.ts'
import type { Objection } from './objection.ts'
import type { SourceLine } from './source.ts'

/** Words in a comment that switch a checker off; what follows names what is switched off. */
const inComments = [
  /\b(?:eslint|oxlint|stylelint|tslint|jshint|markdownlint|yamllint|shellcheck|rubocop|pylint|hadolint)[-: ] ?(?:global )?(?:disable|ignore)[\w-]{0,20}/,
  /\bbiome-ignore(?:-all|-start)?\b/,
  /@ts-(?:ignore|expect-error|nocheck)\b/,
  /\b(?:deno-lint|echelon|vitest|v8|c8|istanbul|svelte|knip|phpcs|checkov|trivy|tfsec)[-: ](?:ignore|skip)[\w-]{0,20}/,
  /\bnode:coverage (?:ignore|disable)\b/,
  /\b(?:ruff|flake8): ?noqa\b/,
  /#\s{0,4}(?:noqa|nosec)\b/,
  /\b(?:type|pyright|mypy): ?ignore(?:-errors)?\b/,
  /\bpragma: (?:no cover|no branch|allowlist secret)\b/,
  /\/\/\s{0,4}(?:nolint|lint:ignore|#nosec)\b/,
  /\b(?:NOSONAR|nosemgrep|gitleaks:allow|noinspection)\b/,
  /@phpstan-ignore[\w-]{0,20}/,
]

const inCode = [
  /#!?\[(?:allow|expect)\s*\(/,
  /#!?\[cfg_attr\(.{0,200}\ballow\s*\(/,
  /#!?\[(?:cfg_attr\(.{0,100})?coverage\(off\)/,
  /@(?:SuppressWarnings|Suppress|no_type_check|typing\.no_type_check)\b/,
  /#pragma warning ?\(?disable/,
]

interface Suppression {
  readonly kind: string
  /** What it switches off. Empty: everything. */
  readonly names: ReadonlySet<string>
}

/** Checkers that were told to be silent. One that stood at the same place and covered as much is nothing new. */
export function objectToSuppressions(file: FileChange): readonly Objection[] {
  if (file.language === 'prose') return []
  const old = file.removed.flatMap((line) => suppressionIn(line) ?? [])
  return file.added.flatMap((line) => {
    const found = suppressionIn(line)
    if (found === null) return []
    const same = old.findIndex((one) => one.kind === found.kind && covers(one, found))
    if (same !== -1) {
      old.splice(same, 1)
      return []
    }
    const text = line.raw.trim().slice(0, 200)
    const says = `"${found.kind}" silences a checker`
    return [{ path: file.path, line: line.line, what: 'suppression-added' as const, text, says }]
  })
}

function suppressionIn({ code, comment }: SourceLine): Suppression | null {
  return firstOf(inComments, comment) ?? firstOf(inCode, code)
}

function firstOf(patterns: readonly RegExp[], text: string): Suppression | null {
  if (text === '') return null
  for (const pattern of patterns) {
    const found = pattern.exec(text)
    if (found === null || !isObeyed(text.slice(0, found.index))) continue
    const [what = ''] = text.slice(found.index + found[0].length).split(/ -- |\*\/|-->/)
    const names = what.match(/[\w@/.-]*[A-Za-z0-9][\w@/.-]*/g) ?? []
    return { kind: found[0].trim(), names: new Set(names) }
  }
  return null
}

/** Checkers obey at the beginning of a comment only; further on, such words are talk. */
function isObeyed(before: string): boolean {
  return /(?:^|[#/*!;-])$/.test(before.trimEnd())
}

function covers(old: Suppression, fresh: Suppression): boolean {
  return old.names.size === 0 || (fresh.names.size > 0 && [...fresh.names].every((name) => old.names.has(name)))
}
