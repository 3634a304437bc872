import { type Format, type Named, nothing, sum } from './format.ts'

/** Names hold no line numbers: lines move when something else changes, and the complaint stays the same. */
function named(text: string, line: RegExp, name: (match: RegExpExecArray) => string): readonly Named[] {
  return [...text.matchAll(line)].map((match) => ({ name: name(match), detail: match[0] }))
}

const eslint: Format = {
  counts: (text) =>
    sum(
      [...text.matchAll(/^\u2716 \d{1,9} problems? \((\d{1,9}) errors?, /gm)].map(([, errors]) => ({
        ...nothing,
        failed: Number(errors),
      })),
    ),
  failures: (text) => {
    let file = ''
    const lines = text.matchAll(
      /^(?:(\S.{0,500}\.[A-Za-z]{1,8})| {2,8}\d{1,9}:\d{1,9} +error +(.+?)(?: {2,}(\S+))?)$/gm,
    )
    return [...lines].flatMap(([line, path, message = '', rule]) => {
      if (path !== undefined) file = path
      return path === undefined ? [{ name: `${file}: ${rule ?? message}`, detail: line }] : []
    })
  },
}

/** biome, ruff, mypy and the pretty form of tsc end with the same line. */
const found: Format = {
  counts: (text) => {
    const clean = /^(?:All checks passed!|Success: no issues found in )/m.test(text)
    const lines = [...text.matchAll(/^Found (\d{1,9}) errors?\b/gm)]
    if (clean && lines.length === 0) return nothing
    return sum(lines.map(([, errors]) => ({ ...nothing, failed: Number(errors) })))
  },
  failures: (text) => [
    ...named(
      text,
      /^(\S+?)(?::\d{1,9}:\d{1,9})? (lint\/\S+|format|assist\/\S+|parse) .*\u2501{3,}$/gm,
      ([, file, rule]) => `${file}: ${rule}`,
    ),
    ...named(
      text,
      /^(\S+\.(?:pyi?|ipynb)):\d{1,9}:\d{1,9}: ([A-Z]{1,5}\d{3,4}|SyntaxError:|invalid-syntax:) /gm,
      ([, file, rule]) => `${file}: ${rule}`,
    ),
    ...named(
      text,
      /^([A-Z]{1,5}\d{3,4}|invalid-syntax:?) .*\n +--> (.+):\d{1,9}:\d{1,9}$/gm,
      ([, rule, file]) => `${file}: ${rule}`,
    ),
    ...named(text, /^(\S+\.pyi?):\d{1,9}(?::\d{1,9})?: error: (.+)$/gm, ([, file, message]) => `${file}: ${message}`),
    ...named(
      text,
      /^(\S.*?):\d{1,9}:\d{1,9} - error (TS\d{4,5}): (.+)$/gm,
      ([, file, code, message]) => `${file}: ${code} ${message}`,
    ),
  ],
}

const tsc: Format = {
  counts: (text) => {
    const lines = [...text.matchAll(tscLine)]
    return lines.length === 0 || /^Found \d{1,9} errors?\b/m.test(text) ? null : { ...nothing, failed: lines.length }
  },
  failures: (text) => named(text, tscLine, ([, file, code, message]) => `${file}: ${code} ${message}`),
}

const tscLine = /^(\S.*?)\(\d{1,9},\d{1,9}\): error (TS\d{4,5}): (.+)$/gm

export const linterFormats: readonly Format[] = [eslint, found, tsc]
