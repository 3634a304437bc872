import { pathName, show, valueAt } from '../domain/path-in-value.ts'
import type { z } from 'zod'
import type { Problem } from '../domain/errors.ts'
import type { Path } from '../domain/path-in-value.ts'
import type { LineOf } from './frontmatter.ts'
import { draftKeys, limitKeys, phaseKeys } from './keys.ts'
import { didYouMean } from '../domain/suggest.ts'

/** Where a definition stands: its file, and the line of anything in it. */
export interface Place {
  readonly file: string
  readonly lineOf: LineOf
}

/** What a schema refused, as sentences with their places and, where a word is near a known one, a suggestion. */
export function complain(
  issues: readonly z.core.$ZodIssue[],
  values: unknown,
  place: Place,
  keys: readonly string[],
): Problem[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) =>
        unknownKey(key, issue.path, place, issue.path.length === 0 ? keys : keysAt(issue.path)),
      )
    const value = valueAt(values, issue.path)
    return [{ file: place.file, line: place.lineOf(issue.path), ...sentence(issue, value) }]
  })
}

/** `unknown key "coordinator" in phases[1]; did you mean "coordinators"?` */
export function unknownKey(key: string, path: Path, { file, lineOf }: Place, keys: readonly string[]): Problem {
  const where = path.length === 0 ? '' : ` in ${pathName(path)}`
  return {
    file,
    line: lineOf([...path, key], 'key'),
    problem: `unknown key "${key}"${where}`,
    hint: didYouMean(key, keys) ?? `known keys: ${keys.join(', ')}`,
  }
}

function keysAt(path: Path): readonly string[] {
  if (path.at(-1) === 'limits') return limitKeys
  return path[0] === 'decompose' ? draftKeys : phaseKeys
}

function sentence(
  issue: z.core.$ZodIssue,
  value: unknown,
): { readonly problem: string; readonly hint?: string | undefined } {
  const name = pathName(issue.path)
  if (value === undefined) return { problem: `"${name}" is missing` }
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String)
    return {
      problem: `"${name}" is ${show(value)}, which is not one of: ${known.join(', ')}`,
      hint: didYouMean(String(value), known),
    }
  }
  if (issue.code === 'invalid_type')
    return { problem: `"${name}" must be ${article(issue.expected)}, not ${show(value)}` }
  if (issue.code === 'invalid_format') return { problem: `"${name}" is ${show(value)}: ${issue.message}` }
  if (issue.code === 'too_small') return { problem: `"${name}" ${small(issue.origin, issue.minimum)}` }
  if (issue.code === 'too_big') return { problem: `"${name}" must be at most ${issue.maximum}${unit(issue.origin)}` }
  if (issue.code === 'invalid_union')
    return { problem: `"${name}" is ${show(value)}, which is none of the forms it may have` }
  return { problem: `"${name}": ${issue.message}` }
}

function small(origin: string, minimum: number | bigint): string {
  if ((origin === 'string' || origin === 'array') && minimum === 1) return 'must not be empty'
  return `must be at least ${minimum}${unit(origin)}`
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' ? ' entries' : ''
}

function article(expected: string): string {
  if (expected === 'int') return 'a whole number'
  if (expected === 'record') return 'an object'
  return `${/^[aeio]/.test(expected) ? 'an' : 'a'} ${expected}`
}
