import { createHash } from 'node:crypto'
import type { SyntaxNode } from '@lezer/common'
import type { SourceFile } from '../snapshot.ts'
import type { Collector, Emit } from './collector.ts'
import { namesAround } from './python-symbol.ts'
import { walk } from './script-node.ts'
import { scriptSymbol } from './script-symbol.ts'
import { isForeign } from './source-kind.ts'
import type { Placed } from './store.ts'
import type { Trees } from './trees.ts'

/** A comment in or near code that decides who may do what. */
export interface SecurityNoteFact extends Placed {
  readonly kind: 'todo' | 'for-now'
  /** The comment without its marks. */
  readonly text: string
  /** Function or class around the comment; empty at module level. */
  readonly symbol: string
  /** Hash of the folded comment, for an identity without line numbers. */
  readonly fold: string
  /** For `for-now`: line of the permissive code beside it. */
  readonly codeLine: number
  readonly code: string
  /** The file or the function is about security. */
  readonly sensitive: boolean
}

interface Note {
  readonly text: string
  readonly line: number
  readonly endLine: number
  readonly symbol: string
}

const todo = /\b(?:TODO|FIXME|HACK|XXX)\b/
const forNow =
  /\bfor now\b|\btemporarily\b|\btemporary (?:hack|workaround|bypass|solution|fix|allow)|\balways (?:allow|return true|returns true)|\buntil .{0,40}\bimplement|\bnot yet (?:enforced|implemented|checked|verified)\b|\bin (?:production|prod),? (?:we|you|this) (?:should|would|must)|\b(?:TODO|FIXME)\b.{0,60}\b(?:check|verif|permission|auth|validat|token|restrict)/i
const permissive =
  /^\s*(?:return\s+(?:true|True)\b|return\s+(?:next|await next)\(|next\(\);?\s*$|return\s+\{\s*(?:ok|valid|allowed|authorized|success|authenticated)\s*:\s*true|return\s+\(?True,|(?:is)?_?(?:allowed|authorized|valid|verified|authenticated|has_?permission)\s*[:=]+\s*(?:true|True)\b)/i
/** Names whose `true` is the strict answer: a function called so lets everybody through when it says `false`. */
const strictName =
  /(?:^|[._])(?:(?:requires|needs|must|should_?(?:[Vv]erify|[Cc]heck|[Bb]lock|[Dd]eny|[Rr]eject|[Rr]efuse|[Rr]equire|[Vv]alidate))(?:_|[A-Z]|$)|(?:is|has|was|are)(?!_?(?:[Uu]n|[Nn]o[nt]))(?:_|(?=[A-Z]))\w{0,40}?(?:[Bb]locked|[Bb]anned|[Ll]ocked|[Ee]xpired|[Dd]enied|[Ff]orbidden|[Ii]nvalid|[Rr]evoked|[Ss]uspended|[Vv]iolations?)$)/
const refused = /^\s*return\s+\(?(?:true|True)\b/
const letThrough = /^\s*return\s+(?:false|False)\b/
/** `oauth` and `author` are words of their own; the ends of the names keep them apart. */
const sensitiveFile =
  /(?:^|[/_.-])(?:auth|authn|authz|oauth2?|authentication|authorization|security|permissions?|login|jwt|tokens?|passwords?|sessions?|crypto|encryption|acl|rbac|access[-_]?control|credentials?|guards?|csrf|secrets?|middleware)(?:[/_.-]|$)/i
const sensitiveName =
  /auth|permission|verif|access|allow|token|password|secret|signature|credential|(?:^|[._])(?:can|may|is_?admin|has_?role|check|require|validate|guard)/i

/** A remark that asks for the check itself is about security wherever it stands. */
const aboutAccess =
  /\b(?:add|implement|require|enforce|restore|re-?enable)\b.{0,30}\b(?:authentication|authorization|jwt|access (?:control|validation|checks?)|permission checks?)\b/i

/** Colours and spacings are called tokens too. */
const ofDesign = /\w*(?:design|ds|css|theme|style|colou?r|global)[-_]?\w*tokens?\w*/gi

/** TODOs in security code, and "for now" beside code that lets everybody through. */
export const securityNotes: Collector = {
  id: 'security-notes',
  wants: (file) =>
    (file.language === 'python' || file.language === 'typescript') &&
    !isForeign(file.path) &&
    (todo.test(file.text) || forNow.test(file.text)),
  collect: (file, trees, emit) => {
    const lines = file.text.split(/\r?\n/)
    const notes = file.language === 'python' ? pythonNotes(trees) : typescriptNotes(file, trees)
    for (const note of merged(notes)) emitNote(note, file, lines, emit)
  },
}

function pythonNotes(trees: Trees): readonly Note[] {
  const tree = trees.python()
  const notes: Note[] = []
  tree.tree.iterate({
    enter: ({ name, node, from, to }) => {
      if (name !== 'Comment' && !(name === 'String' && isDocstring(node))) return
      notes.push({
        text: tree.slice(from, to),
        line: tree.line(from),
        endLine: tree.line(to),
        symbol: namesAround(node, tree).join('.'),
      })
    },
  })
  return notes
}

function isDocstring(node: SyntaxNode): boolean {
  return node.parent?.name === 'ExpressionStatement'
}

function typescriptNotes(file: SourceFile, trees: Trees): readonly Note[] {
  const tree = trees.typescript()
  const comments = tree.comments.filter((comment) => todo.test(comment.value) || forNow.test(comment.value))
  const symbols = new Map<number, string>()
  walk(tree.program, (node, above) => {
    for (const comment of comments) {
      if (node.start <= comment.start && comment.end <= node.end)
        symbols.set(comment.start, scriptSymbol([...above, node]))
    }
    return comments.some((one) => node.start <= one.start && one.end <= node.end) ? undefined : 'skip'
  })
  return comments.map((comment) => ({
    text: file.text.slice(comment.start, comment.end),
    line: tree.line(comment.start),
    endLine: tree.line(comment.end),
    symbol: (symbols.get(comment.start) ?? '').replace('(module)', ''),
  }))
}

/** Comments on neighbouring lines are one remark. */
function merged(notes: readonly Note[]): readonly Note[] {
  const kept: Note[] = []
  for (const note of notes) {
    const last = kept.at(-1)
    if (last !== undefined && last.endLine + 1 === note.line && last.symbol === note.symbol) {
      kept[kept.length - 1] = { ...last, text: `${last.text} ${note.text}`, endLine: note.endLine }
    } else kept.push(note)
  }
  return kept
}

function emitNote(note: Note, file: SourceFile, lines: readonly string[], emit: Emit): void {
  const text = plainText(note.text)
  const sensitive =
    sensitiveFile.test(file.path.replace(ofDesign, '')) ||
    sensitiveName.test(note.symbol.replace(ofDesign, '')) ||
    (todo.test(note.text) && aboutAccess.test(text))
  if (!sensitive) return
  const fold = createHash('sha256').update(text.toLowerCase().replace(/\W+/g, ' ').trim()).digest('hex').slice(0, 8)
  const common = { file: file.path, text: text.slice(0, 300), symbol: note.symbol, fold, sensitive }
  const at = permissiveBeside(note, lines)
  if (forNow.test(text) && at !== null) {
    emit('securityNote', {
      ...common,
      kind: 'for-now',
      line: note.line,
      codeLine: at,
      code: (lines[at - 1] ?? '').trim(),
    })
    return
  }
  if (!todo.test(note.text)) return
  const line =
    note.line +
    Math.max(
      0,
      lines.slice(note.line - 1, note.endLine).findIndex((one) => todo.test(one)),
    )
  emit('securityNote', { ...common, kind: 'todo', line, codeLine: line, code: '' })
}

function plainText(comment: string): string {
  const lines = comment
    .slice(0, 2_000)
    .split(/\r?\n/)
    .map((line) => line.trim().replace(/^[/*#"']+/, ''))
  return lines
    .join(' ')
    .replace(/\s+/g, ' ')
    .replace(/[*/"']+$/, '')
    .trim()
}

/** The first code line after the remark, or the one before it, when it lets everybody through. */
function permissiveBeside(note: Note, lines: readonly string[]): number | null {
  const same = lines[note.line - 1] ?? ''
  const opens = strictName.test(note.symbol) ? opensStrictly : (text: string) => permissive.test(text)
  if (opens(same)) return note.line
  for (let line = note.endLine + 1; line <= Math.min(note.endLine + 3, lines.length); line += 1) {
    const text = lines[line - 1] ?? ''
    if (opens(text)) return depthOf(text) < depthOf(same) ? null : line
    if (text.trim() !== '' && !/^\s*(?:pass$|console\.|logger?\.|logging\.|print\(|#|\/\/|const |let |_ = )/.test(text))
      return null
  }
  return null
}

function opensStrictly(text: string): boolean {
  return letThrough.test(text) || (permissive.test(text) && !refused.test(text))
}

/** A remark inside a branch says nothing of the line after the branch. */
function depthOf(line: string): number {
  return line.length - line.trimStart().length
}
