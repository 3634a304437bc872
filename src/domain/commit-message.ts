import { type CommitType, gitmoji, gitmojiOf } from './gitmoji.ts'
import { quoteForgeries } from './trailer.ts'

/** What a landed commit says about where it comes from. `taskId` is the witness that a task has landed. */
export interface Provenance {
  readonly taskId: string
  readonly attempt: string
  readonly reviewedBy: readonly string[]
  /** `AGENT:MODEL`. Null: no agent took part. */
  readonly assistedBy: string | null
  readonly debts: readonly string[]
  readonly run: string
}

export interface CommitText {
  readonly type: CommitType
  readonly scope: string | null
  readonly subject: string
  readonly body: string
  readonly trailers: Provenance
}

/** The longest title, counted without its shortcode: forges show that as one sign. */
const titleLength = 72
const bodyWidth = 100
/** A body beyond this tells nobody more. */
const bodyLength = 20_000

/** The message of a landed commit: title, body, trailers. Nothing in subject or body can pass for a trailer. */
export function commitMessage(text: CommitText): string {
  const parts = [titleOf(text), bodyOf(wholeBody(text)), trailerLines(text.trailers).join('\n')]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** What is wrong with a title, in sentences. Empty: nothing. */
export function lintTitle(title: string): readonly string[] {
  const found = /^(:[a-z0-9_]+:) ([a-z0-9]+)(\([^()\s]+\))?!?: (\S.*)$/.exec(title)
  if (found === null || title !== oneLine(title))
    return [`the title is not of the form ":bug: fix(scope): subject": ${JSON.stringify(title.slice(0, 200))}`]
  const [, code = '', type = '', , subject = ''] = found
  const expected = gitmojiOf(type)
  const length = [...title].length - code.length - 1
  return [
    ...(expected === null ? [`the type "${type}" is unknown; use one of ${Object.keys(gitmoji).join(', ')}`] : []),
    ...(expected !== null && expected !== code ? [`the type "${type}" goes with ${expected}, not ${code}`] : []),
    ...(length > titleLength ? [`the title has ${length} characters, at most ${titleLength} are allowed`] : []),
    ...(/[.,;:]$/.test(subject) ? ['the subject ends in punctuation; leave it out'] : []),
  ]
}

function titleOf({ type, scope, subject }: CommitText): string {
  const prefix = prefixOf(type, scope)
  const said = cutAtWord(oneLine(subject), titleLength - prefix.length).replace(/[\s.,;:]+$/, '')
  return `${gitmoji[type]} ${prefix}${said === '' ? 'no subject was given' : said}`
}

/** A subject that a title cuts stands whole before the body: the words that say what happened often come last. */
function wholeBody({ type, scope, subject, body }: CommitText): string {
  const whole = oneLine(subject)
  if ([...whole].length <= titleLength - prefixOf(type, scope).length) return body
  return `${whole}\n\n${body}`
}

function prefixOf(type: CommitType, scope: string | null): string {
  const place = scope === null ? '' : scopeOf(scope)
  return `${type}${place === '' ? '' : `(${place})`}: `
}

function scopeOf(scope: string): string {
  const plain = scope.slice(0, 200).replace(/[^A-Za-z0-9._/-]+/g, '-')
  return plain.slice(0, 24).replace(/^-|-$/g, '')
}

/** The text without control characters and without signs that change the order or the lines in which it is read. */
function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
}

function oneLine(text: string): string {
  return printable(text.slice(0, 2_000)).replace(/\s+/g, ' ').trim()
}

function cutAtWord(text: string, length: number): string {
  const characters = [...text]
  if (characters.length <= length) return text
  const head = characters.slice(0, length - 1).join('')
  const space = characters[length - 1] === ' ' ? head.length : head.lastIndexOf(' ')
  return `${(space > head.length / 2 ? head.slice(0, space) : head).trimEnd()}…`
}

function bodyOf(body: string): string {
  const lines = printable(body.slice(0, bodyLength)).split('\n')
  const wrapped = lines.flatMap((line) => wrap(line.trimEnd()))
  return quoteForgeries(wrapped)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '')
}

/** Words stay whole; one that is longer than a line has a line of its own. */
function wrap(line: string): readonly string[] {
  const indent = /^ {0,8}/.exec(line)?.[0] ?? ''
  const lines: string[] = []
  let open = indent
  for (const word of line.split(' ').filter((one) => one !== '')) {
    if (open.length > indent.length && open.length + 1 + word.length > bodyWidth) {
      lines.push(open)
      open = indent
    }
    open += open.length > indent.length ? ` ${word}` : word
  }
  return [...lines, open.trimEnd()]
}

function trailerLines({ taskId, attempt, debts, reviewedBy, assistedBy, run }: Provenance): readonly string[] {
  const pairs: readonly (readonly [string, readonly string[]])[] = [
    ['Task-Id', [taskId]],
    ['Attempt', [attempt]],
    ['Debt', debts],
    ['Reviewed-by', reviewedBy],
    ['Assisted-by', assistedBy === null ? [] : [assistedBy]],
    ['Run', [run]],
  ]
  return pairs.flatMap(([token, values]) => values.map((value) => `${token}: ${oneLine(value)}`))
}
