import type { Auditor } from '../ports/auditor.ts'
import type { OpenedRepository } from './repository.ts'

/**
 * The auditor of a repository, with every inspector there is. Its parsers and inspectors are loaded with the first
 * question: a run that audits nothing starts without them.
 */
export function auditorFor({ root, commit, versioned }: OpenedRepository): Auditor {
  let opened: Promise<Auditor> | null = null
  const open = (): Promise<Auditor> => {
    opened ??= load()
    return opened
  }
  const load = async (): Promise<Auditor> => {
    const [{ openAuditor }, { collectors, inspectors, derivations }] = await Promise.all([
      import('../inspectors/auditor.ts'),
      import('../inspectors/catalog.ts'),
    ])
    return openAuditor({ root, commit, versioned, collectors, inspectors, derivations })
  }
  return {
    survey: async (signal) => (await open()).survey(signal),
    inspect: async (layer, signal) => (await open()).inspect(layer, signal),
    verify: async (finding, signal) => (await open()).verify(finding, signal),
    suppressions: async (signal) => (await open()).suppressions(signal),
    unmerged: async (commits, signal) => (await open()).unmerged(commits, signal),
    renames: async (sinceCommit, signal) => (await open()).renames(sinceCommit, signal),
  }
}
