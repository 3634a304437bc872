import { cite } from '../cite.ts'
import { isTestFile } from '../facts/tests.ts'
import type { UnparsableFact } from '../facts/tables.ts'
import type { Inspection, Inspector, View } from '../inspector.ts'

export const unparsableTest: Inspector = {
  id: 'tests/unparsable-test',
  version: 1,
  layer: 'ci-tests',
  title: 'A test file is not valid code, so none of its tests run',
  async inspect(view): Promise<Inspection> {
    const files = view.facts.all('testFile')
    const suspects = view.facts.all('unparsable').filter((fact) => {
      const file = view.snapshot.byPath.get(fact.file)
      return file !== undefined && isTestFile(file)
    })
    const broken: UnparsableFact[] = []
    for (const fact of suspects) if (fact.language !== 'python' || (await isBrokenPython(view, fact.file))) broken.push(fact)
    return {
      population: files.length,
      bad: broken.length,
      unit: 'test files',
      drafts: broken.map((fact) => draftOf(view, fact)),
    }
  },
}

/** The tolerant tree may trip over new syntax; Ruff's parser has the last word. */
async function isBrokenPython(view: View, file: string): Promise<boolean> {
  const { PositionEncoding, Workspace } = await import('@astral-sh/ruff-wasm-nodejs')
  const workspace = new Workspace({ lint: { select: ['E9'] } }, PositionEncoding.Utf16)
  try {
    const found: readonly { readonly code: string | null; readonly message: string }[] = workspace.check(view.snapshot.byPath.get(file)?.text ?? '')
    return found.some((diagnostic) => diagnostic.code === null || diagnostic.code === 'invalid-syntax')
  } finally {
    workspace.free()
  }
}

function draftOf(view: View, fact: UnparsableFact): Inspection['drafts'][number] {
  return {
    title: `${fact.file} cannot be parsed: ${fact.message}`.slice(0, 140),
    claim: 'presence',
    impact: 'service-dead',
    reach: 'dev-or-test',
    reachWhy: 'tests guard changes and are not shipped',
    confidence: 'proven',
    anchor: `file:${fact.file}`,
    evidence: [cite(view.snapshot, fact.file, fact.line)],
    instances: [{ file: fact.file, line: fact.line }],
    fix: { advice: 'Repair the syntax and see the tests of the file run again.', effort: 'S', doneWhen: `${fact.file} parses` },
  }
}
