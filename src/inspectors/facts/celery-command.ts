/** One `celery … worker` or `celery … beat` found in a text that starts programs. */
export interface CeleryCommand {
  readonly role: 'worker' | 'beat'
  /** What `-A` names, as written; empty when it is missing. */
  readonly app: string
  /** What `-Q` lists; empty for the default queue. */
  readonly queues: readonly string[]
  /** True when `-Q` holds a variable without a default, so that it cannot be read. */
  readonly isDynamic: boolean
  /** Modules added with `-I`. */
  readonly includes: readonly string[]
  /** Offset of the word `celery`. */
  readonly at: number
}

const programs = /(?<=^|[\s"'=[/`(])celery(?=[\s"',\]\\])/g
const beforeValue = /(?:-[AQ]|--app|--queues)["',\s=]{1,40}$/
const longest = 4_000
const separators = new Set(['&&', '||', ';', '|', '&', '#'])
const roles = new Set(['worker', 'beat'])

/** Every Celery worker and beat command of a script, a process file or a manifest, comments left out. */
export function celeryCommands(text: string): readonly CeleryCommand[] {
  const code = blankTemplates(blankComments(text))
  const variables = assignedOnce(code)
  const found: CeleryCommand[] = []
  for (const match of code.matchAll(programs)) {
    // A queue or an app may be called "celery" too.
    if (beforeValue.test(code.slice(Math.max(0, match.index - 60), match.index))) continue
    const words = wordsOf(code.slice(match.index + 'celery'.length, match.index + longest), variables)
    const command = readCommand(words, match.index)
    if (command !== null) found.push(...command)
  }
  return found
}

function blankComments(text: string): string {
  return text.replace(/^[ \t]*(?:#|\/\/|;)[^\n]*/gm, (line) => ' '.repeat(line.length))
}

/** What a chart fills in is a variable without a value; lengths stay, so that offsets do. */
function blankTemplates(text: string): string {
  return text.replace(/\{\{[^{}]{0,400}\}\}/g, (hole) => `$${hole.slice(1).replace(/[^\n]/g, ' ')}`)
}

function assignedOnce(code: string): ReadonlyMap<string, string> {
  const values = new Map<string, string | null>()
  for (const [, name = '', double, single, bare] of code.matchAll(
    /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"']*))/gm,
  )) {
    const value = double ?? single ?? bare ?? ''
    values.set(name, values.has(name) ? null : value)
  }
  return new Map([...values].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])))
}

/** The words of one command: list punctuation and quotes dropped, variables with a known value replaced. */
function wordsOf(text: string, variables: ReadonlyMap<string, string>): readonly string[] {
  const words: string[] = []
  const joined = text.replace(/\\\r?\n/g, ' ').split(/\n(?![ \t]|-[ \t])/)[0] ?? ''
  const cleaned = joined.replace(/(^|\n)[ \t]*-[ \t]+/g, '$1 ')
  for (const raw of cleaned.split(/[\s[\]]+/)) {
    const word = substitute(raw.replace(/^["'`,(]+|["'`,)]+$/g, ''), variables)
    if (word === '') continue
    if (separators.has(word) || /^[\w.-]+:$/.test(word)) break
    if (/(?:^|\/)celery$/.test(word) && words.at(-1)?.startsWith('-') !== true) break
    words.push(word.replace(/;$/, ''))
    if (word.endsWith(';')) break
  }
  return words
}

function substitute(word: string, variables: ReadonlyMap<string, string>): string {
  return word.replace(/\$\$?\{(\w+)(?::?-([^}]*))?\}|\$\$?(\w+)/g, (whole, braced, fallback, plain) => {
    const known = variables.get(String(braced ?? plain))
    if (known !== undefined && !known.includes('$')) return known
    if (typeof fallback === 'string' && fallback !== '') return fallback
    return known === undefined ? whole : lastDefault(known, whole)
  })
}

function lastDefault(value: string, whole: string): string {
  return /^\$\{\w+:?-([^}$]+)\}$/.exec(value)?.[1] ?? whole
}

function readCommand(words: readonly string[], at: number): readonly CeleryCommand[] | null {
  const options = optionsOf(words)
  const subcommand = words.find((word) => roles.has(word))
  if (subcommand === undefined || words.some((word) => /^(?:inspect|status|multi|control|flower|call)$/.test(word))) {
    return null
  }
  const app = options.get('app') ?? ''
  if (app === '' && !words.some((word) => /^-{1,2}[A-Za-z]/.test(word))) return null
  const queues = list(options.get('queues'))
  const isDynamic = queues.some((word) => /[$`{}%]/.test(word))
  const common = { app, isDynamic, includes: list(options.get('include')), at }
  const worker: CeleryCommand = { ...common, role: 'worker', queues }
  const beat: CeleryCommand = { ...common, role: 'beat', queues: [] }
  if (subcommand === 'beat') return [beat]
  return options.has('beat') ? [worker, beat] : [worker]
}

const spelled: Readonly<Record<string, string>> = {
  '-A': 'app',
  '--app': 'app',
  '-Q': 'queues',
  '--queues': 'queues',
  '-I': 'include',
  '--include': 'include',
}

function optionsOf(words: readonly string[]): ReadonlyMap<string, string> {
  const options = new Map<string, string>()
  for (const [index, word] of words.entries()) {
    if (word === '-B' || word === '--beat') options.set('beat', '')
    const [, key = '', inline] = /^(--\w[\w-]*|-[A-Z])=?(.*)$/.exec(word) ?? []
    const name = spelled[key]
    if (name === undefined || options.has(name)) continue
    options.set(name, inline === '' || inline === undefined ? (words[index + 1] ?? '') : inline)
  }
  return options
}

function list(value: string | undefined): readonly string[] {
  return (value ?? '')
    .split(',')
    .map((part) => part.trim().replace(/^["']|["']$/g, ''))
    .filter((part) => part !== '')
}
