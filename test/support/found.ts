import { Draft } from '../../src/domain/finding.ts'
import { rate } from '../../src/domain/severity.ts'
import type { Collector } from '../../src/inspectors/facts/collector.ts'
import type { Inspector } from '../../src/inspectors/inspector.ts'
import { inspect } from './inspect.ts'

/** One row of a table of small repositories: what each inspector says about it, `[]` for silence. */
export interface Sample {
  readonly story: string
  readonly files: Record<string, string>
  /** `severity anchor file:line`, the line being that of the first instance; `candidate` stands for low confidence. */
  readonly found: readonly string[]
}

/** Runs the inspector and writes each draft as one line. Every draft must be valid and quote the file as it stands. */
export async function found(
  inspector: Inspector,
  collectors: readonly Collector[],
  files: Record<string, string>,
): Promise<readonly string[]> {
  const { drafts, population, bad } = await inspect(inspector, collectors, files)
  if (drafts.length > 0 && (population === 0 || bad === 0 || bad > population))
    throw new Error(`${bad} of ${population}`)
  return drafts.map((draft) => {
    Draft.parse({ ...draft, rule: inspector.id })
    for (const evidence of draft.evidence)
      if (evidence.kind === 'code' && !lineOf(files, evidence.file, evidence.startLine).includes(evidence.quote))
        throw new Error(`${evidence.file}:${evidence.startLine} is not ${evidence.quote}`)
    const { severity, registered } = rate(draft)
    const [first] = draft.instances
    return `${registered ? severity : 'candidate'} ${draft.anchor} ${first?.file}:${first?.line}`
  })
}

function lineOf(files: Record<string, string>, file: string, line: number): string {
  return files[file]?.split('\n')[line - 1] ?? ''
}
