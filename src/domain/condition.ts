import { splitWords } from './command-words.ts'
import type { Priority } from './finding.ts'

const measures = ['done', 'tasks', 'failed', 'refused'] as const
const severities = ['P0', 'P1', 'P2', 'P3'] as const
const operators = ['>=', '<=', '==', '!=', '>', '<'] as const

const checkMeasures = ['worse', 'red', 'green'] as const

export type Measure = (typeof measures)[number]
export type CheckMeasure = (typeof checkMeasures)[number]
export type Operator = (typeof operators)[number]

/** What a condition measures. */
export type Subject =
  /** `done` is the share of ended tasks that are done; the others are counts of tasks. */
  | { readonly kind: 'phase'; readonly phase: string; readonly measure: Measure }
  /** Findings that stand: registered, not rejected by a verdict, not suppressed with a reason. */
  | { readonly kind: 'findings'; readonly severity: Priority }
  /** Debts that are open, reopened or being fixed. */
  | { readonly kind: 'debts'; readonly severity: Priority }
  /** Suites at their last run: `worse` than at the base, `red` or `green`. */
  | { readonly kind: 'checks'; readonly measure: CheckMeasure }
  /** Changes on the mission branch. */
  | { readonly kind: 'landed' }
  /** Tasks handed upwards because nobody below could finish them. */
  | { readonly kind: 'escalations' }
  /** A command of the repository that must exit with 0 on the mission branch. Only a success criterion may be one. */
  | { readonly kind: 'command'; readonly argv: readonly string[] }
  | { readonly kind: 'cost' }
  | { readonly kind: 'minutes' }

/** A go/no-go or a success criterion: `explore.done >= 0.8`, `findings.P0 == 0`, `cost.usd <= 5`, `run.minutes < 90`. */
export interface Condition {
  readonly text: string
  readonly subject: Subject
  readonly operator: Operator
  readonly number: number
}

export type ParsedCondition =
  | { readonly ok: true; readonly condition: Condition }
  /** `position` counts characters of the text from 0. */
  | {
      readonly ok: false
      readonly position: number
      readonly problem: string
      readonly word: string
      readonly known: readonly string[]
    }

/** Parses `<subject>.<measure> <operator> <number>`. */
export function parseCondition(text: string): ParsedCondition {
  if (text.length > 200) return refuse(200, 'is longer than 200 characters')
  if (text.startsWith(commandMark)) return parseCommand(text)
  const cursor = { text, at: 0 }
  const owner = take(cursor, /[a-z][a-z0-9-]*/y)
  if (owner === '') return refuse(cursor.at, 'must begin with a phase, "findings", "debts", "checks", "cost" or "run"')
  if (take(cursor, /\./y) === '')
    return refuse(cursor.at, `needs a measure after "${owner}", for example ${owner}.done`)
  const from = cursor.at
  const measure = take(cursor, /[A-Za-z0-9]+/y)
  const subject = subjectOf(owner, measure)
  if (subject === null) return unknownMeasure(from, owner, measure)
  const operatorAt = skip(cursor)
  const written = take(cursor, /[<>=!]{1,2}/y)
  const operator = operators.find((candidate) => candidate === written)
  if (operator === undefined) return refuse(operatorAt, `needs one of ${operators.join(' ')} after the measure`)
  const numberAt = skip(cursor)
  const digits = take(cursor, /\d{1,12}(?:\.\d{1,6})?/y)
  if (digits === '') return refuse(numberAt, 'needs a number at the end')
  if (skip(cursor) < text.length) return refuse(cursor.at, `has "${text.slice(cursor.at)}" left over after the number`)
  return { ok: true, condition: { text, subject, operator, number: Number(digits) } }
}

const commandMark = 'run:'

function parseCommand(text: string): ParsedCondition {
  const words = splitWords(text.slice(commandMark.length))
  if (!words.ok) return refuse(commandMark.length, `names a command that cannot run: ${words.reason}`)
  return {
    ok: true,
    condition: { text, subject: { kind: 'command', argv: words.words }, operator: '==', number: 0 },
  }
}

interface Cursor {
  readonly text: string
  at: number
}

function take(cursor: Cursor, sticky: RegExp): string {
  sticky.lastIndex = cursor.at
  const found = sticky.exec(cursor.text)?.[0] ?? ''
  cursor.at += found.length
  return found
}

function skip(cursor: Cursor): number {
  take(cursor, /[ \t]*/y)
  return cursor.at
}

function refuse(position: number, problem: string): ParsedCondition {
  return { ok: false, position, problem, word: '', known: [] }
}

function subjectOf(owner: string, measure: string): Subject | null {
  const severity = severities.find((known) => known === measure)
  if (owner === 'findings' && severity !== undefined) return { kind: 'findings', severity }
  if (owner === 'debts' && severity !== undefined) return { kind: 'debts', severity }
  const ofChecks = checkMeasures.find((known) => known === measure)
  if (owner === 'checks' && ofChecks !== undefined) return { kind: 'checks', measure: ofChecks }
  if (owner === 'run' && measure === 'landed') return { kind: 'landed' }
  if (owner === 'run' && measure === 'escalations') return { kind: 'escalations' }
  if (owner === 'cost' && measure === 'usd') return { kind: 'cost' }
  if (owner === 'run' && measure === 'minutes') return { kind: 'minutes' }
  const ofPhase = measures.find((known) => known === measure)
  return ofPhase === undefined ? null : { kind: 'phase', phase: owner, measure: ofPhase }
}

function unknownMeasure(position: number, owner: string, word: string): ParsedCondition {
  const known = measuresOf(owner)
  return { ok: false, position, problem: `asks "${owner}" for "${word}"`, word, known }
}

function measuresOf(owner: string): readonly string[] {
  if (owner === 'findings' || owner === 'debts') return severities
  if (owner === 'cost') return ['usd']
  if (owner === 'checks') return checkMeasures
  return owner === 'run' ? ['minutes', 'landed', 'escalations'] : measures
}
