import { nameOf } from './language.ts'

const names =
  /^(?:\.?eslint.{0,60}|biome\.jsonc?|\.oxlintrc.{0,20}|\.?stylelint.{0,40}|tslint\.json|[jt]sconfig.{0,60}\.json|knip.{0,20}|\.?(?:vitest|jest|karma|playwright|cypress|ava|mocha).{0,40}|\.mocharc.{0,20}|\.nycrc.{0,20}|\.c8rc.{0,20}|package\.json|pyproject\.toml|setup\.cfg|tox\.ini|pytest\.ini|noxfile\.py|\.?ruff\.toml|\.?mypy\.ini|pyrightconfig\.json|\.coveragerc|\.flake8|\.?pylintrc|\.bandit|\.?golangci\.ya?ml|clippy\.toml|Cargo\.toml|\.?codecov\.ya?ml|\.?rubocop\.yml|sonar-project\.properties|\.pre-commit-config\.yaml|\.?gitleaks.{0,20}|\.?semgrep.{0,20})$/

/** Whether a file says how strict the checkers are. */
export function isCheckerConfig(path: string): boolean {
  return names.test(nameOf(path)) || isIgnoreFile(path)
}

/** A file whose every line takes something out of a checker's sight. */
export function isIgnoreFile(path: string): boolean {
  return /^\.(?:eslint|biome|prettier|stylelint|semgrep|gitleaks|trivy|bandit|nyc|knip|secretlint|jest)ignore$/.test(
    nameOf(path),
  )
}
