import type { Edit } from '../../domain/edit.ts'
import { linesOf } from '../cite.ts'
import type { View } from '../inspector.ts'
import { extendImport } from './extend-import.ts'
import { importBlocks, isWholeImport, topImports } from './import-block.ts'
import { isStandard } from './standard-library.ts'

/** `import json`, or `from typing import Any` when it names something. */
export interface WantedImport {
  readonly module: string
  readonly name: string | null
}

export interface ImportChange {
  readonly add: readonly WantedImport[]
  /** Modules whose `import x` has no use any more. */
  readonly drop: readonly string[]
}

/** The edits at the top of a Python file that change what it imports; none when it has all of it, null when a place is unclear. */
export function changeImports(view: View, file: string, { add, drop }: ImportChange): readonly Edit[] | null {
  const before = linesOf(view.snapshot, file)
  let after: readonly string[] | null = before
  for (const wanted of add) after = after === null ? null : withImport(after, wanted)
  for (const module of drop) after = after === null ? null : withoutImport(after, module)
  return after === null ? null : spanOf(file, before, after)
}

function withImport(lines: readonly string[], wanted: WantedImport): readonly string[] | null {
  const own = topImports(lines).filter(({ module, level }) => module === wanted.module && level === 0)
  const isThere = own.some(({ names, alias }) => {
    if (wanted.name === null) return names === null && alias === null
    return names?.some(({ name, alias: called }) => name === wanted.name && called === null) === true
  })
  if (isThere) return lines
  const { name } = wanted
  const from = name === null ? undefined : own.find(({ names }) => names !== null)
  const extended = from === undefined || name === null ? null : extendImport(lines, from, name)
  return extended ?? placed(lines, wanted)
}

/** As a line of its own, in the block of its kind and where the order of that block has it. */
function placed(lines: readonly string[], { module, name }: WantedImport): readonly string[] | null {
  const text = name === null ? `import ${module}` : `from ${module} import ${name}`
  const blocks = importBlocks(lines)
  const block = blocks.find((one) =>
    isStandard(module) ? one.some((other) => isStandard(other.module)) : one.some((other) => isSameRoot(other, module)),
  )
  const [first] = blocks[0] ?? []
  if (block === undefined) {
    // A block of the standard library stands above all others.
    if (first === undefined || !isStandard(module)) return null
    return isFree(lines, first.first) ? lines.toSpliced(first.first - 1, 0, text, '') : null
  }
  const next = block.find((other) => isAfter(block, other, { module, name }))
  const line = next === undefined ? (block.at(-1)?.last ?? 0) + 1 : next.first
  return inserted(lines, line, text)
}

function inserted(lines: readonly string[], line: number, text: string): readonly string[] | null {
  // A comment above an import speaks of that import.
  return /^\s*#/.test(lines[line - 2] ?? '') ? null : lines.toSpliced(line - 1, 0, text)
}

function isFree(lines: readonly string[], line: number): boolean {
  return line === 1 || (lines[line - 2] ?? '').trim() === ''
}

interface Entry {
  readonly module: string
  readonly names: readonly unknown[] | null
}

function isSameRoot({ module }: Entry, wanted: string): boolean {
  return module.split('.')[0] === wanted.split('.')[0]
}

/** Whether a wanted import stands before another one, by the order that the block keeps. */
function isAfter(block: readonly Entry[], other: Entry, { module, name }: WantedImport): boolean {
  const own = { module, names: name === null ? null : [name] }
  if (isSorted(block, kindFirst)) return kindFirst(other) > kindFirst(own)
  if (isSorted(block, moduleFirst)) return moduleFirst(other) > moduleFirst(own)
  return false
}

function isSorted(block: readonly Entry[], key: (one: Entry) => string): boolean {
  return block.every((one, index) => {
    const before = block[index - 1]
    return before === undefined || key(before) <= key(one)
  })
}

function kindFirst({ module, names }: Entry): string {
  return `${names === null ? 0 : 1} ${module.toLowerCase()}`
}

function moduleFirst({ module, names }: Entry): string {
  return `${module.toLowerCase()} ${names === null ? 0 : 1}`
}

function withoutImport(lines: readonly string[], module: string): readonly string[] | null {
  const own = topImports(lines).filter((one) => one.module === module && one.names === null)
  const [only] = own
  if (only === undefined || own.length > 1 || !isWholeImport(lines, only)) return null
  if (lines[only.first - 1] !== `import ${module}` || /^\s*#/.test(lines[only.first - 2] ?? '')) return null
  const isAlone = (lines[only.first - 2] ?? '').trim() === '' && (lines[only.last] ?? '').trim() === ''
  return lines.toSpliced(only.first - 1, isAlone ? 2 : 1)
}

/** One edit from the first line that differs to the last; an insertion writes the line above again, to be refused where that has changed. */
function spanOf(file: string, before: readonly string[], after: readonly string[]): readonly Edit[] {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start += 1
  if (start === shorter && before.length === after.length) return []
  let end = 0
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1
  const isInsertion = before.length - end === start
  const from = isInsertion && start > 0 ? start - 1 : start
  const to = isInsertion && start === 0 ? end - 1 : end
  return [
    {
      file,
      line: from + 1,
      remove: before.slice(from, before.length - to),
      insert: after.slice(from, after.length - to),
    },
  ]
}
