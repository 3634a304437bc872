import { z } from 'zod'
import { type Check, CheckKind } from '../domain/check.ts'
import { DefinitionError, type Problem } from '../domain/errors.ts'
import { type Path, pathName, show, valueAt } from '../domain/path-in-value.ts'
import { minutesOf } from './minutes.ts'
import { didYouMean } from '../domain/suggest.ts'
import { splitWords } from '../domain/command-words.ts'
import { parseYaml, type Yaml } from './yaml.ts'

/** What a repository says about its own checks. */
export interface Settings {
  /** Null: nothing is said, they are detected. */
  readonly checks: readonly Check[] | null
  /** Commands that bring the dependencies, in order, at the root. Null: nothing is said, the lockfile decides. */
  readonly setup: readonly (readonly string[])[] | null
  /** Variables of the user's environment that the commands may see. */
  readonly env: readonly string[]
}

export const settingsFile = '.echelon/settings.yaml'
export const noSettings: Settings = { checks: null, setup: null, env: [] }

const CommandLine = z.union([z.string().min(1).max(2_000), z.array(z.string().max(2_000)).min(1).max(100)])
const Folder = z
  .string()
  .max(1_024)
  .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), 'must stay inside the repository')
const Entry = z.strictObject({
  name: z.string().min(1).max(200).optional(),
  kind: CheckKind,
  run: CommandLine,
  folder: Folder.default(''),
  minutes: z
    .number()
    .positive()
    .max(24 * 60)
    .optional(),
  repair: CommandLine.nullable().default(null),
})
const File = z.strictObject({
  checks: z.array(Entry).max(50).nullish(),
  setup: z.array(CommandLine).max(20).nullish(),
  env: z
    .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, 'is not a name of a variable'))
    .max(50)
    .nullish(),
})
type File = z.infer<typeof File>

/** Reads `.echelon/settings.yaml`. Throws a `DefinitionError` that names every wrong line. */
export function readSettings(text: string, file = settingsFile): Settings {
  if (isEmpty(text)) return noSettings
  const yaml = parseYaml(file, text)
  if (!yaml.ok) throw new DefinitionError(yaml.problems)
  const parsed = File.safeParse(yaml.values)
  if (!parsed.success) throw new DefinitionError(parsed.error.issues.flatMap((issue) => problemsOf(issue, yaml, file)))
  const problems: Problem[] = []
  const settings = toSettings(parsed.data, { file, yaml, problems })
  if (problems.length > 0) throw new DefinitionError(problems)
  return settings
}

function isEmpty(text: string): boolean {
  return text.split('\n').every((line) => line.trim() === '' || line.trim().startsWith('#'))
}

interface Reading {
  readonly file: string
  readonly yaml: Yaml
  readonly problems: Problem[]
}

function toSettings({ checks, setup, env }: File, reading: Reading): Settings {
  const names = new Set<string>()
  const list = checks?.map((entry, index) => {
    const check = toCheck(entry, ['checks', index], reading)
    const line = reading.yaml.lineOf(['checks', index, 'name'])
    if (names.has(check.name))
      reading.problems.push({ file: reading.file, line, problem: `a second check is called "${check.name}"` })
    names.add(check.name)
    return check
  })
  return {
    checks: list ?? null,
    setup: setup?.map((command, index) => toWords(command, ['setup', index], reading)) ?? null,
    env: env ?? [],
  }
}

function toCheck(entry: z.infer<typeof Entry>, path: Path, reading: Reading): Check {
  const argv = toWords(entry.run, [...path, 'run'], reading)
  const folder = entry.folder
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
  const command = argv.join(' ').slice(0, 150)
  return {
    name: entry.name ?? (folder === '' ? command : `${folder.slice(0, 48)}: ${command}`),
    kind: entry.kind,
    argv: [...argv],
    folder,
    minutes: entry.minutes ?? minutesOf[entry.kind],
    repair: entry.repair === null ? null : [...toWords(entry.repair, [...path, 'repair'], reading)],
    source: `${reading.file}:${reading.yaml.lineOf(path)}`,
  }
}

function toWords(
  command: string | readonly string[],
  path: Path,
  { file, yaml, problems }: Reading,
): readonly string[] {
  const words = typeof command === 'string' ? splitWords(command) : listed(command)
  if (words.ok) return words.words
  problems.push({ file, line: yaml.lineOf(path), problem: `"${pathName(path)}" is ${show(command)}: ${words.reason}` })
  return ['false']
}

function listed(words: readonly string[]): ReturnType<typeof splitWords> {
  if (words[0] === '') return { ok: false, reason: 'its first word is empty' }
  return words.some((word) => word.includes('\0')) ? { ok: false, reason: 'it holds a zero byte' } : { ok: true, words }
}

const keys = { file: ['checks', 'setup', 'env'], check: Object.keys(Entry.shape) }

function problemsOf(issue: z.core.$ZodIssue, yaml: Yaml, file: string): Problem[] {
  const name = pathName(issue.path)
  const line = yaml.lineOf(issue.path)
  const value = valueAt(yaml.values, issue.path)
  if (issue.code === 'unrecognized_keys') {
    const known = issue.path.length === 0 ? keys.file : keys.check
    return issue.keys.map((key) => ({
      file,
      line: yaml.lineOf([...issue.path, key], 'key'),
      problem: `unknown key "${key}"${name === '' ? '' : ` in ${name}`}`,
      hint: didYouMean(key, known) ?? `known keys: ${known.join(', ')}`,
    }))
  }
  if (name === '') return [{ file, line, problem: `must be a list of "key: value" lines: ${keys.file.join(', ')}` }]
  if (value === undefined) return [{ file, line, problem: `"${name}" is missing`, hint: needed(issue.path) }]
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String)
    const hint = didYouMean(String(value), known)
    return [{ file, line, problem: `"${name}" is ${show(value)}, which is not one of: ${known.join(', ')}`, hint }]
  }
  return [{ file, line, problem: `"${name}" is ${show(value)}: ${wanted(issue)}` }]
}

function needed(path: Path): string | undefined {
  if (path.at(-1) === 'kind') return `write one of: ${CheckKind.options.join(', ')}`
  return path.at(-1) === 'run' ? 'write the command, for example run: npm test' : undefined
}

function wanted(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') return 'write a command, or the list of its words'
  if (issue.code === 'invalid_type') return `write ${issue.expected === 'array' ? 'a list' : `a ${issue.expected}`}`
  if (issue.code === 'too_big') return `at most ${issue.maximum}`
  if (issue.code === 'too_small') return issue.origin === 'number' ? `more than ${issue.minimum}` : 'must not be empty'
  return issue.message
}
