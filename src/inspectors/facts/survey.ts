import type { Survey } from '../../domain/report.ts'
import type { Snapshot, SourceFile } from '../snapshot.ts'
import type { Collector } from './collector.ts'
import { detectStacks } from './stacks.ts'
import { FactStore } from './store.ts'
import { type Trees, treesOf } from './trees.ts'

const partly = 'in part: the grammar does not know all of this Python'

/** Files read between two looks at the abort signal and the event loop. */
const batch = 25

export interface Surveyed {
  readonly facts: FactStore
  readonly survey: Survey
}

/** One pass over the snapshot: every collector sees every file it wants, and each tree lives only while its file is read. */
export async function survey(
  snapshot: Snapshot,
  collectors: readonly Collector[],
  signal: AbortSignal,
): Promise<Surveyed> {
  const facts = new FactStore()
  const skipped = [...snapshot.skipped]
  for (const [index, file] of snapshot.files.entries()) {
    if (index % batch === 0) await breathe(signal)
    const trees = treesOf(file)
    noteSyntaxErrors(file, trees, facts)
    if (isReadInPart(file, trees)) skipped.push({ file: file.path, reason: partly })
    for (const collector of collectors) {
      if (!collector.wants(file)) continue
      try {
        const pending = collector.collect(file, trees, (name, fact) => facts.add(name, fact))
        if (pending !== undefined) await pending
      } catch (cause) {
        skipped.push({ file: file.path, reason: `${collector.id}: ${cause instanceof Error ? cause.message : cause}` })
      }
    }
  }
  return { facts, survey: summarise(snapshot, facts, skipped) }
}

async function breathe(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  await new Promise((resolve) => setImmediate(resolve))
}

function noteSyntaxErrors(file: SourceFile, trees: Trees, facts: FactStore): void {
  const error = syntaxError(file, trees)
  if (error === null) return
  facts.add('unparsable', { file: file.path, line: error.line, language: file.language, message: error.message })
}

function syntaxError(file: SourceFile, trees: Trees): { message: string; line: number } | null {
  switch (file.language) {
    case 'typescript':
      return trees.typescript().error
    case 'yaml':
      return trees.yaml().error
    case 'python': {
      const line = trees.python().errorLine
      return line === null ? null : { message: 'not valid Python', line }
    }
    default:
      return null
  }
}

function isReadInPart(file: SourceFile, trees: Trees): boolean {
  if (file.language !== 'python') return false
  const { errorLine, isWhole } = trees.python()
  return errorLine === null && !isWhole
}

function summarise(snapshot: Snapshot, facts: FactStore, skipped: Survey['skipped']): Survey {
  const languages: Record<string, number> = {}
  let bytes = 0
  for (const file of snapshot.files) {
    languages[file.language] = (languages[file.language] ?? 0) + 1
    bytes += file.text.length
  }
  return {
    files: snapshot.files.length,
    bytes,
    languages,
    stacks: [...detectStacks(snapshot)],
    facts: facts.counts(),
    skipped,
  }
}
