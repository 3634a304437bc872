import type { AntiPattern } from '../anti-pattern.ts'
import { isSuperiorId } from '../rank.ts'
import type { Scope } from '../scope.ts'

const tolerated = 3

/** A superior's commit on a path that its own subordinate changed last, more than three times. */
export function microManagement({ events, run }: Scope): AntiPattern {
  const lastAuthor = new Map<string, string>()
  const touched: number[] = []
  const paths = new Set<string>()
  for (const { fact, seq } of events) {
    if (fact.type !== 'task.landed') continue
    for (const { path } of fact.paths) {
      const before = run.actors.get(lastAuthor.get(path) ?? '')
      if (before?.parent === fact.author && isSuperiorId(run, fact.author)) {
        touched.push(seq)
        paths.add(path)
      }
      lastAuthor.set(path, fact.author)
    }
  }
  return {
    name: 'microManagement',
    found: touched.length > tolerated,
    count: touched.length,
    events: [...new Set(touched)],
    detail: `${touched.length} changes by superiors to ${paths.size} paths that their own people had changed last`,
  }
}
