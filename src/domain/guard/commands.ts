import type { FileChange } from './file-change.ts'
import type { Objection } from './objection.ts'
import { folded, Purse } from './purse.ts'
import type { SourceLine } from './source.ts'

/** Words by which a command, a step or a whole run of checks can no longer fail. */
const neverFails: readonly RegExp[] = [
  /\|\|\s*(?:true|:|exit 0|echo\b|\(exit 0\)|\/bin\/true)(?![\w-])/,
  /[;&]\s*(?:true|exit 0)\s*["']?,?\s*$/,
  /\bcontinue-on-error["']?\s*:\s*["']?(?!false\b)[\w$]/,
  /\ballow_failure["']?\s*:\s*(?!false\b)\S/,
  /\bset \+e\b|\bset \+o errexit\b/,
  /--pass-?[wW]ith-?[nN]o-?[tT]ests\b|\bpassWithNoTests["']?\s*:\s*true\b/,
  /(?:^|[\s;'"])exit 0\b/,
  /\bif["']?\s*:\s*["']?(?:\$\{\{\s*)?false\b/,
  /--(?:no-verify|exit-zero|forceExit|ignore-failures?|no-fail)\b/,
  /\b(?:fail_ci_if_error|failOnError|fail_on_error)["']?\s*:\s*false\b/,
  /^\.IGNORE\b/,
]

/** Options that make a runner leave tests out. */
const leavesOut =
  /--(?:deselect|ignore|ignore-glob|testPathIgnorePatterns|exclude|skip)[= ]\S|\s-k[= ]?["']?not |--grep\b.{0,80}--invert\b|-skip[= ]\S/

/** Only what a shell or a runner reads: workflows, scripts of packages, make, Docker. */
export function objectToCommands(file: FileChange): readonly Objection[] {
  if (!isRun(file)) return []
  const old = new Purse(file.removed.flatMap((line) => loosening(line, file) ?? []))
  return file.added.flatMap((line) => {
    const found = loosening(line, file)
    if (found === null || old.spend(found)) return []
    const text = line.raw.trim().slice(0, 200)
    const says = `"${found}" lets a check pass or leaves it out`
    return [{ path: file.path, line: line.line, what: 'checks-loosened' as const, text, says }]
  })
}

function isRun({ path, language }: FileChange): boolean {
  return (
    language === 'hash' ||
    (language === 'json' && path.endsWith('.json')) ||
    /Jenkinsfile$|\.(?:ps1|bat|cmd|groovy)$/.test(path)
  )
}

function loosening({ text }: SourceLine, { path }: FileChange): string | null {
  // What is only printed does nothing.
  const done = text.replace(/\b(?:echo|printf)\s+(?:-\w+\s+)?(?:"[^"]*"|'[^']*')/g, 'echo')
  for (const pattern of neverFails) {
    const found = pattern.exec(done)
    if (found !== null) return folded(found[0])
  }
  const option = leavesOut.exec(done)
  if (option !== null && isOfTests(done)) return folded(option[0])
  if (/(?:^|\/)(?:GNU)?[Mm]akefile$|\.mk$/.test(path) && /^\t@?-\s*\S/.test(text)) return '-'
  return isEmptyScript(text, path) ? 'a script that does nothing' : null
}

function isOfTests(command: string): boolean {
  return /\b(?:py\.?test|jest|vitest|mocha|go test|cargo test|playwright|node --test|eslint|ruff|mypy|tox)\b/.test(
    command,
  )
}

function isEmptyScript(text: string, path: string): boolean {
  const script =
    /^\s{0,40}"(?:test|lint|check|types?|typecheck|type-check|build|ci|verify)[\w:-]{0,40}"\s*:\s*"(?:echo\b|true\b|:|exit\b|")/
  return path.endsWith('package.json') && script.test(text)
}
