import type { FileChange } from './file-change.ts'
import { isCheckerConfig, isIgnoreFile } from './checker-config.ts'
import { itemsOf } from './items.ts'
import type { Objection } from './objection.ts'
import type { SourceLine } from './source.ts'

/** Settings of checkers that ask for less than before: rules off, strictness off, thresholds lowered, lists of exceptions longer. */
export function objectToSettings(file: FileChange): readonly Objection[] {
  if (file.isDeleted) return isCheckerConfig(file.path) && !isShared(file.path) ? [deleted(file)] : []
  if (!isCheckerConfig(file.path) || file.isNew) return []
  const values = file.added.flatMap((line) => looserValue(line, file))
  return [...values, ...lostSettings(file), ...longerLists(file)]
}

/** Files that hold more than settings of checkers. */
function isShared(path: string): boolean {
  return /(?:package\.json|pyproject\.toml|Cargo\.toml|setup\.cfg)$/.test(path)
}

interface Setting {
  readonly key: string
  readonly value: string
}

function settingOf(text: string): Setting | null {
  const option = /--((?:cov-)?fail-under|max-warnings)[= ](-?\d{1,9})/.exec(text)
  if (option !== null) return { key: option[1] ?? '', value: option[2] ?? '' }
  const found = /^\s{0,200}["']?([\w@./-]{1,120})["']?\s{0,20}[:=]\s{0,20}(\S.{0,300})$/.exec(text)
  return found === null ? null : { key: found[1] ?? '', value: (found[2] ?? '').replace(/[\s,]+$/, '') }
}

const isOff = (value: string) => /^\[?\s*["']?(?:off|0|false|ignore|allow|none)["']?(?:\s*[,\]].*)?$/i.test(value)
const isWarn = (value: string) => /^\[?\s*["']?(?:warn|1|info)["']?(?:\s*[,\]].*)?$/i.test(value)
const isOn = (value: string) => /^\[?\s*["']?(?:error|2|true|deny|forbid|on)["']?(?:\s*[,\]].*)?$/i.test(value)

/** Keys whose `false` means less strict, and those whose `true` does. */
const strictness =
  /^(?:strict\w*|no[A-Z]\w*|exactOptional\w*|useUnknown\w*|alwaysStrict|checkJs|recommended|enabled|disallow_\w+|warn_\w+|check_untyped_defs|no_implicit\w*|forbidOnly|level|severity)$/
const leniency = /^(?:ignore_errors|ignore_missing_imports|allow_\w+|allow[A-Z]\w*|bail_out|skip_covered)$/
const threshold =
  /^(?:branches|functions|lines|statements|fail[-_]under|cov-fail-under|minimum_coverage|threshold|target|max-warnings|maxWarnings)$/
const ceiling = /^(?:max-warnings|maxWarnings)$/

function looserValue(line: SourceLine, file: FileChange): readonly Objection[] {
  const setting = settingOf(line.text)
  if (setting === null) return []
  const { key, value } = setting
  const was = valueBefore(key, file)
  const tell = (says: string) => [told(file, line, says)]
  if (threshold.test(key)) return isLower(key, was, value) ? tell(`${key} was ${was} and is ${value}`) : []
  if (leniency.test(key)) return isOn(value) && !isOn(was ?? '') ? tell(`${key} is switched on`) : []
  const isRule = /\//.test(key) || /-/.test(key) || was !== null || strictness.test(key) || /^no[A-Z]/.test(key)
  if (!isRule || isOff(was ?? '')) return []
  if (
    isOff(value) &&
    (strictness.test(key) || /off|0|allow|ignore/i.test(value) || isOn(was ?? '') || isWarn(was ?? ''))
  )
    return tell(`${key} is switched off`)
  return isWarn(value) && isOn(was ?? '') ? tell(`${key} is only a warning now`) : []
}

function valueBefore(key: string, { removed }: FileChange): string | null {
  for (const line of removed) {
    const setting = settingOf(line.text)
    if (setting?.key === key) return setting.value
  }
  return null
}

function isLower(key: string, was: string | null, is: string): boolean {
  const [before, after] = [was, is].map((value) => Number.parseFloat((value ?? '').replace(/["']/g, '')))
  if (before === undefined || after === undefined || Number.isNaN(before) || Number.isNaN(after)) return false
  // A ceiling of -1 is none.
  return ceiling.test(key) ? after > before || after < 0 : after < before
}

/** A threshold, a strictness or an error that is simply not there any more. */
function lostSettings(file: FileChange): readonly Objection[] {
  const now = new Set(file.after.flatMap(({ text }) => settingOf(text)?.key ?? []))
  return file.removed.flatMap((line) => {
    const setting = settingOf(line.text)
    if (setting === null || now.has(setting.key)) return []
    const { key, value } = setting
    const isThreshold = threshold.test(key) && /^["']?\d/.test(value)
    const isStrict = strictness.test(key) && isOn(value)
    const isRule = /^\[?\s*["'](?:error|deny|forbid)["']/.test(value)
    return isThreshold || isStrict || isRule ? [told(file, line, `${key} is not set any more`)] : []
  })
}

/** Output and foreign code, which nobody checks anyway. */
const harmless =
  /^(?:\*\*\/|\.\/)?(?:node_modules|dist|build|coverage|out|\.next|\.nuxt|\.turbo|\.cache|__pycache__|\.venv|venv|\.git)(?:\/(?:\*\*?)?)*$/

function longerLists(file: FileChange): readonly Objection[] {
  const [before, after] = [itemsOf(file.before, isIgnoreFile(file.path)), itemsOf(file.after, isIgnoreFile(file.path))]
  const old = new Set(before.map(({ key, item }) => `${key}\n${item}`))
  return after
    .filter(({ key, item }) => !old.has(`${key}\n${item}`) && !harmless.test(item))
    .map(({ line, item, key }) => told(file, line, `${key} now leaves out ${item}`))
}

function deleted({ path, before }: FileChange): Objection {
  const text = before[0]?.raw.slice(0, 200) ?? ''
  return { path, line: 1, what: 'checks-loosened', text, says: 'the settings of a checker are deleted' }
}

function told({ path }: FileChange, { line, raw }: SourceLine, says: string): Objection {
  return { path, line, what: 'checks-loosened', text: raw.trim().slice(0, 200), says }
}
