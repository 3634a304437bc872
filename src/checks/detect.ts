import type { Check, CheckKind } from '../domain/check.ts'
import { cargoChecks } from './detect/cargo.ts'
import { goChecks } from './detect/go.ts'
import { makeChecks } from './detect/make.ts'
import { nodeChecks } from './detect/node.ts'
import { pythonChecks } from './detect/python.ts'
import { type Sources, sourcesOf } from './detect/sources.ts'

/** The most checks that are detected: a repository with more says in its settings which count. */
const most = 20
/** What is cheap comes first, so that a red one is known early. Each runs on a checkout of its own: none builds for the next. */
const order: readonly CheckKind[] = ['types', 'lint', 'build', 'test']

/**
 * The checks that a repository has by what is written in it: scripts of package.json, the tools that pyproject.toml and
 * its like configure, go.mod, Cargo.toml, and targets of a Makefile where nothing else says it. `read` answers null for
 * what is not there.
 */
export async function detectChecks(
  read: (path: string) => Promise<string | null>,
  files: readonly string[],
): Promise<readonly Check[]> {
  const sources = sourcesOf(read, files)
  const found = (await Promise.all([nodeChecks, pythonChecks, goChecks, cargoChecks].map((of) => of(sources)))).flat()
  const all = [...found, ...(await missingKinds(sources, found))]
  return all.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)).slice(0, most)
}

async function missingKinds(sources: Sources, found: readonly Check[]): Promise<readonly Check[]> {
  const kinds = new Set(found.map(({ kind }) => kind))
  return (await makeChecks(sources)).filter(({ kind }) => !kinds.has(kind))
}
