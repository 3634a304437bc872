import { type Diagnosis, diagnose } from '../../compose/doctor.ts'
import type { Check } from '../../compose/health.ts'
import { type Line, type Span, words } from '../draw/line.ts'
import { columns } from '../draw/table.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Shell } from '../shell.ts'
import type { Terminal } from '../terminal.ts'

/** What will work on this machine. Exit code 1 when the audit would not. */
export async function doctorVerb(shell: Shell): Promise<ExitCode> {
  const { terminal } = shell
  const { checks, works } = await diagnose(shell)
  const machine = checks.findIndex(({ name }) => name === 'Sandbox')
  const all = [...checks.slice(0, machine), checkTerminal(terminal), ...checks.slice(machine)]
  const isReady = works.some(({ what, ready }) => what === 'full-stack-audit' && ready)
  if (terminal.json) terminal.record({ type: 'doctor', checks: all, works })
  else terminal.lines([...columns(all.map(checkRow)), [], [words('Here', 'bold')], ...columns(works.map(workRow))])
  return isReady ? 0 : 1
}

function checkTerminal(terminal: Terminal): Check {
  if (!terminal.isPerson) return { name: 'Terminal', health: 'good', found: 'none: output is plain lines' }
  const view = terminal.isLive ? 'live view' : 'plain lines'
  const colours = terminal.colours === null ? 'no colours' : 'colours'
  return { name: 'Terminal', health: 'good', found: `${terminal.columns + 1}×${terminal.rows}, ${view}, ${colours}` }
}

const marks = { good: words('✓', 'good'), lacking: words('–', 'dim'), broken: words('✗', 'bad') } as const

function checkRow({ name, health, found, remedy }: Check): readonly Span[] {
  return [marks[health], words(name), words(remedy === undefined ? found : `${found}. ${remedy}`)]
}

function workRow({ what, ready, why }: Diagnosis['works'][number]): Line {
  return [ready ? marks.good : marks.lacking, words(what), words(`${ready ? 'works' : 'does not run whole'}: ${why}`)]
}
