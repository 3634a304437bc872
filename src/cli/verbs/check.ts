import { checkDefinitions } from '../../compose/definitions.ts'
import { type Problem, problemLine } from '../../domain/errors.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Shell } from '../shell.ts'

/** Everything wrong with the definitions, a line each. Exit code 2 when a mission could not use one. */
export async function checkVerb(shell: Shell, path: string | undefined): Promise<ExitCode> {
  const { terminal } = shell
  const { problems, warnings, definitions } = await checkDefinitions(shell, path)
  if (terminal.json) {
    for (const problem of problems) terminal.record({ type: 'problem', ...problem })
    for (const warning of warnings) terminal.record({ type: 'warning', ...warning })
    terminal.record({ type: 'result', definitions, problems: problems.length, warnings: warnings.length })
    return problems.length > 0 ? 2 : 0
  }
  for (const problem of problems) terminal.say(problemLine(problem))
  for (const warning of warnings) terminal.say(warningLine(warning))
  const good = `${definitions} definitions are in order`
  const bad = `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`
  terminal.complain(
    problems.length === 0 ? `${good}, ${warnings.length} warnings.` : `${bad}, ${warnings.length} warnings.`,
  )
  return problems.length > 0 ? 2 : 0
}

function warningLine(warning: Problem): string {
  return `${problemLine(warning)} (warning)`
}
