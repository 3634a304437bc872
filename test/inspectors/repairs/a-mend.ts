import { applyEdits } from '../../../src/domain/edit.ts'
import type { Finding } from '../../../src/domain/finding.ts'
import { layers } from '../../../src/domain/layer.ts'
import { openAuditor } from '../../../src/inspectors/auditor.ts'
import { collectors, derivations, inspectors } from '../../../src/inspectors/catalog.ts'
import { type TestRepository, testRepository } from '../../support/repository.ts'

type Files = Readonly<Record<string, string>>

export interface Mended {
  /** How many findings of the rule had edits, and how many had none. */
  readonly repaired: number
  readonly left: number
  /** The files that the edits changed, as they stand afterwards. */
  readonly changed: Files
  /** Titles of findings that came with the repair; of repaired ones that are still there. */
  readonly came: readonly string[]
  readonly stayed: readonly string[]
  /** Titles of other findings that the repair made go away. */
  readonly went: readonly string[]
}

/** Audits a repository, applies the edits of one rule's findings, commits, and audits again with every inspector. */
export async function mend(rule: string, files: Files): Promise<Mended> {
  const repository = testRepository(files)
  try {
    const own = await audit(repository, (id) => id === rule)
    const repairs = own.filter((finding) => finding.fix.edits !== undefined)
    const before = repairs.length === 0 ? own : await audit(repository)
    const changed = edited(files, repairs)
    repository.write(changed)
    const after = repairs.length === 0 ? before : await audit(repository)
    const known = new Set(before.map((finding) => finding.fingerprint))
    const meant = new Set(repairs.map((finding) => finding.fingerprint))
    const standing = new Set(after.map((finding) => finding.fingerprint))
    return {
      repaired: repairs.length,
      left: own.length - repairs.length,
      changed,
      came: after.filter((finding) => !known.has(finding.fingerprint)).map(nameOf),
      stayed: repairs.filter((finding) => standing.has(finding.fingerprint)).map(nameOf),
      went: before.filter(({ fingerprint }) => !meant.has(fingerprint) && !standing.has(fingerprint)).map(nameOf),
    }
  } finally {
    repository[Symbol.dispose]()
  }
}

function nameOf({ rule, title }: Finding): string {
  return `${rule}: ${title}`
}

async function audit(repository: TestRepository, wants = (_id: string) => true): Promise<readonly Finding[]> {
  const options = { root: repository.root, commit: repository.commit(), versioned: true }
  const auditor = openAuditor({
    ...options,
    collectors,
    inspectors: inspectors.filter(({ id }) => wants(id)),
    derivations,
  })
  const found: Finding[] = []
  for (const layer of layers)
    for (const run of await auditor.inspect(layer, new AbortController().signal)) {
      if (run.status === 'notRun') throw new Error(`${run.inspector} did not run: ${run.reason}`)
      found.push(...run.findings)
    }
  return found
}

function edited(files: Files, findings: readonly Finding[]): Files {
  const edits = findings.flatMap((finding) => finding.fix.edits ?? [])
  const texts = [...Map.groupBy(edits, (edit) => edit.file)].map(([file, own]) => {
    const result = applyEdits(files[file] ?? null, own)
    if (!result.ok) throw new Error(result.reason)
    return [file, result.text] as const
  })
  return Object.fromEntries(texts)
}
