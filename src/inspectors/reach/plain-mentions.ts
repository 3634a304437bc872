import { withoutImports } from '../facts/client-importers.ts'
import { called, type Path } from './value-path.ts'

/**
 * Whether the text alone shows that a file does other things with what it imports under a name than the path says. It
 * spares the parser most files: all mentions are `name.other`, or `const x = name()` with such mentions of `x`.
 */
export function goesElsewhere(text: string, name: string, path: Path): boolean {
  const body = withoutImports(text)
  return onlyElsewhere(body, name, path, 0)
}

function onlyElsewhere(body: string, name: string, path: Path, depth: number): boolean {
  if (depth > 2 || !/^[\w$]+$/.test(name)) return false
  const mentions = [...body.matchAll(new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`, 'g'))]
  return mentions.every(({ index }) => isElsewhere(body, index, name, { path, depth }))
}

interface Way {
  readonly path: Path
  readonly depth: number
}

function isElsewhere(body: string, index: number, name: string, { path, depth }: Way): boolean {
  const after = body.slice(index + name.length, index + name.length + 200)
  const member = /^\s*\??\.\s*([\w$]+)/.exec(after)?.[1]
  if (member !== undefined) return member !== path[0] && !indirect.test(member)
  const before = body.slice(Math.max(0, index - 80), index)
  if (depth > 0 && /\b(?:const|let)\s+$/.test(before) && /^\s*=[^=>]/.test(after)) return true
  if (path[0] !== called) return false
  const call = /^\s*\([^()]{0,100}\)/.exec(after)?.[0]
  if (call === undefined) return false
  const rest = after.slice(call.length)
  const read = /^\s*\??\.\s*([\w$]+)/.exec(rest)?.[1]
  if (read !== undefined) return read !== path[1] && !indirect.test(read)
  const local = /\b(?:const|let)\s+([\w$]+)\s*=\s*$/.exec(before)?.[1]
  return local !== undefined && /^\s*(?:;|\n)/.test(rest) && onlyElsewhere(body, local, path.slice(1), depth + 1)
}

const indirect = /^(?:then|catch|finally|call|apply|bind|prototype)$/
