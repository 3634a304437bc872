/** One command of a `run:` block or script, with its line inside the block. */
export interface Command {
  readonly text: string
  /** Lines below the first line of the block. */
  readonly offset: number
}

/** The logical lines of a shell text: continuation lines joined, comments and here-documents left out. */
export function commandsIn(run: string): readonly Command[] {
  const found: Command[] = []
  let open: { text: string; offset: number } | null = null
  let ending: string | null = null
  for (const [offset, line] of run.split('\n').entries()) {
    if (ending !== null) {
      if (line.trim() === ending) ending = null
      continue
    }
    const joined: { text: string; offset: number } =
      open === null ? { text: line.trim(), offset } : { text: `${open.text} ${line.trim()}`, offset: open.offset }
    open = joined.text.endsWith('\\') ? { text: joined.text.slice(0, -1).trim(), offset: joined.offset } : null
    if (open !== null) continue
    ending = /<<-?\s*['"]?(\w+)['"]?/.exec(joined.text)?.[1] ?? null
    if (joined.text !== '' && !joined.text.startsWith('#')) found.push(joined)
  }
  return open === null ? found : [...found, open]
}

/** Words that make a command a check: when it fails, somebody wants to know. */
const checks =
  /(?:^|[\s/;&|("'])(?:eslint|oxlint|biome|prettier|stylelint|tsc|vue-tsc|svelte-check|vitest|jest|mocha|ava|playwright test|cypress run|pytest|tox|nox|unittest|mypy|pyright|ruff|flake8|pylint|black|isort|bandit|pip-audit|safety (?:check|scan)|npm audit|pnpm audit|yarn audit|trivy|snyk|semgrep|gitleaks|hadolint|shellcheck|yamllint|actionlint|golangci-lint|go (?:test|vet)|cargo (?:test|clippy|audit)|alembic (?:check|upgrade)|next lint)(?=$|[\s;&|)"':])|\b(?:npm|pnpm|yarn|bun|turbo|nx|make|just|uv run|poetry run)\s+(?:run\s+|-\S+\s+)*(?:[\w:-]*(?:test|lint|type-?check|check|format|audit|e2e|verify)[\w:-]*)(?=$|[\s;&|)])/

export function isCheck(text: string): boolean {
  if (/^(?:echo|printf)\b|--version\b|\binstall\b|\bapt(?:-get)?\b|\badd\b/.test(text)) return false
  return checks.test(text)
}

/** What is done with the failure of a command: `|| true`, `|| echo …`, `; exit 0`, a flag that never fails. */
export function swallowing(text: string): string | null {
  const fallback = /\|\|\s*(true|:|exit 0|echo\b[^|;&]*|printf\b[^|;&]*)\s*(?:$|[;)])/.exec(text)
  if (fallback !== null && !/exit 1|exit \$|>>|::error/.test(text.slice(fallback.index)))
    return `|| ${(fallback[1] ?? '').split(/\s/)[0]}`
  if (/;\s*(?:exit 0|true)\s*$/.test(text)) return '; exit 0'
  if (/\b(?:ruff|flake8|pylint)\b.*--exit-zero\b/.test(text)) return '--exit-zero'
  return null
}
