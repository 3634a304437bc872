import picomatch from 'picomatch'
import type { Snapshot } from '../snapshot.ts'
import { folderOf, nameOf } from './path.ts'

interface Rule {
  readonly pattern: string
  readonly folder: string
  readonly isNegated: boolean
  matches(path: string): boolean
}

const known = new WeakMap<Snapshot, readonly Rule[]>()

/** The pattern of a .gitignore that keeps a path out of the repository, or null. */
export function ignoredBy(snapshot: Snapshot, path: string): string | null {
  const rules = known.get(snapshot) ?? readRules(snapshot)
  known.set(snapshot, rules)
  const last = rules.findLast((rule) => rule.matches(path))
  return last === undefined || last.isNegated ? null : last.pattern
}

function readRules(snapshot: Snapshot): readonly Rule[] {
  const files = snapshot.files.filter((file) => nameOf(file.path) === '.gitignore')
  const byDepth = files.sort((a, b) => a.path.split('/').length - b.path.split('/').length)
  return byDepth.flatMap((file) => file.text.split(/\r?\n/).flatMap((line) => ruleOf(folderOf(file.path), line.trim())))
}

function ruleOf(folder: string, line: string): Rule[] {
  if (line === '' || line.startsWith('#')) return []
  const isNegated = line.startsWith('!')
  const pattern = line.replace(/^!/, '').replace(/\/$/, '')
  const isRooted = pattern.slice(0, -1).includes('/')
  const glob = isRooted ? pattern.replace(/^\//, '') : `**/${pattern}`
  const test = picomatch([glob, `${glob}/**`], { dot: true })
  const matches = (path: string): boolean => {
    if (folder === '') return test(path)
    return path.startsWith(`${folder}/`) && test(path.slice(folder.length + 1))
  }
  return [{ pattern: line, folder, isNegated, matches }]
}
