import { join } from 'node:path'
import { locate } from '../../compose/locate.ts'
import { installDefinitions } from '../../library/install.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Shell } from '../shell.ts'

/** Editable copies of the package's definitions in `.echelon/` of the repository. Overwrites nothing. */
export async function initVerb(shell: Shell, names: readonly string[]): Promise<ExitCode> {
  const { terminal } = shell
  const { root } = await locate(shell, new AbortController().signal)
  const folder = join(root, '.echelon')
  const { written, kept } = await installDefinitions(folder, names.length === 0 ? undefined : names)
  if (terminal.json) {
    terminal.record({ type: 'init', folder, written, kept })
    return 0
  }
  for (const path of written) terminal.say(`wrote  ${path}`)
  for (const path of kept) terminal.say(`kept   ${path}`)
  terminal.say('')
  terminal.say(
    `${written.length} written, ${kept.length} kept in ${folder}. Edit them; "echelon check" finds mistakes.`,
  )
  return 0
}
