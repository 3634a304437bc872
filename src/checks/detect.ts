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
/** What proves most is kept when there are more than that. */
const worth: readonly CheckKind[] = ['test', 'types', 'lint', 'build']

/** Checks as a repository declares them. */
export interface Detected {
  readonly checks: readonly Check[]
  /** What is declared as well and is not run, for there is more than anybody has time for. */
  readonly leftOut: readonly Check[]
}

/**
 * The checks that a repository has by what is written in it: scripts of package.json, the tools that pyproject.toml and
 * its like configure, go.mod, Cargo.toml, and targets of a Makefile where nothing else says it. `read` answers null for
 * what is not there.
 */
export async function detect(
  read: (path: string) => Promise<string | null>,
  files: readonly string[],
): Promise<Detected> {
  const sources = sourcesOf(read, files)
  const found = (await Promise.all([nodeChecks, pythonChecks, goChecks, cargoChecks].map((of) => of(sources)))).flat()
  const all = [...found, ...(await missingKinds(sources, found))]
  const kept = new Set(all.toSorted(byWorth).slice(0, most))
  const ordered = all.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
  return { checks: ordered.filter((check) => kept.has(check)), leftOut: ordered.filter((check) => !kept.has(check)) }
}

async function missingKinds(sources: Sources, found: readonly Check[]): Promise<readonly Check[]> {
  const kinds = new Set(found.map(({ kind }) => kind))
  return (await makeChecks(sources)).filter(({ kind }) => !kinds.has(kind))
}

/** The root's speak for everything; of the others those that lie higher are nearer to what the repository is about. */
function byWorth(a: Check, b: Check): number {
  const [rootA, rootB] = [a.folder === '' ? 0 : 1, b.folder === '' ? 0 : 1]
  return rootA - rootB || worth.indexOf(a.kind) - worth.indexOf(b.kind) || depthOf(a) - depthOf(b)
}

function depthOf({ folder }: Check): number {
  return folder.split('/').length
}
