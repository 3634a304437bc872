import { readDefinitions } from '../../compose/definitions.ts'
import { EchelonError } from '../../domain/errors.ts'
import { inspectors } from '../../inspectors/catalog.ts'
import { didYouMean } from '../../domain/suggest.ts'
import { words } from '../draw/line.ts'
import { columns } from '../draw/table.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Shell } from '../shell.ts'

const kinds = ['missions', 'coordinators', 'agents', 'inspectors'] as const
type Kind = (typeof kinds)[number]

interface Row {
  readonly kind: Kind
  readonly name: string
  readonly about: string
  /** Where it comes from; for an inspector its layer. */
  readonly from: string
}

/** What there is to work with: every mission, coordinator, agent and inspector, or one kind of them. */
export async function listVerb(shell: Shell, kind: string | undefined): Promise<ExitCode> {
  const wanted = kind === undefined ? kinds : [kindOf(kind)]
  const rows = await rowsOf(shell)
  const { terminal } = shell
  for (const one of wanted) {
    const own = rows.filter((row) => row.kind === one)
    if (terminal.json) for (const row of own) terminal.record({ type: 'definition', ...row })
    else {
      terminal.lines([[words(one, 'bold'), words(` (${own.length})`, 'dim')]])
      terminal.table(
        columns(own.map(({ name, about, from }) => [words(`  ${name}`, 'work'), words(from, 'dim'), words(about)])),
      )
    }
  }
  return 0
}

function kindOf(text: string): Kind {
  const kind = kinds.find((one) => one === text || one === `${text}s`)
  if (kind !== undefined) return kind
  const hint = didYouMean(text, kinds) ?? `there are ${kinds.join(', ')}`
  throw new EchelonError('input', `"${text}" cannot be listed; ${hint}`)
}

async function rowsOf(shell: Shell): Promise<readonly Row[]> {
  const { missions, coordinators, specialists } = await readDefinitions(shell)
  const row =
    (kind: Kind) =>
    ({ name, description, file }: { name: string; description: string; file: string }): Row => ({
      kind,
      name,
      about: description,
      from: file,
    })
  return [
    ...[...missions.values()].map(row('missions')),
    ...[...coordinators.values()].map(row('coordinators')),
    ...[...specialists.values()].map(row('agents')),
    ...inspectors.map(({ id, title, layer }): Row => ({ kind: 'inspectors', name: id, about: title, from: layer })),
  ].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
