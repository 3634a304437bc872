import type { Edit } from '../../domain/edit.ts'
import { linesOf } from '../cite.ts'
import { type WorkflowFact, workflowCollector } from '../facts/workflows.ts'
import type { View } from '../inspector.ts'
import { repair } from '../repair.ts'
import { comesOut } from '../reread.ts'
import { commandsIn, isCheck } from './command.ts'

/** Actions that read the repository at most, whatever they are told. */
const readers =
  /^actions\/(?:checkout|setup-(?:node|python|go|java|dotnet)|cache(?:\/(?:save|restore))?|upload-artifact|download-artifact)@|^(?:pnpm\/action-setup|oven-sh\/setup-bun|astral-sh\/(?:setup-uv|ruff-action)|docker\/setup-(?:buildx|qemu)-action|dtolnay\/rust-toolchain|ruby\/setup-ruby)@/

/** Ways of getting at the token that the rights belong to. */
const token =
  /GITHUB_TOKEN|GH_TOKEN|github\.token|secrets\.|secrets:\s*inherit|\bgh\s|\bgit\s+(?:push|tag|commit|remote|config)|api\.github\.com|ghcr\.io|npm\.pkg\.github|id-token|ACTIONS_/

/** Commands that fetch or build. A script of the repository may push with what the checkout has left behind. */
const builders =
  /^(?:(?:npm|pnpm|yarn|bun) (?:ci|i|install|run build)\b|(?:python3? -m )?pip3? install\b|uv (?:sync|venv|pip install)\b|poetry install\b|go (?:build|mod download)\b|cargo (?:build|fetch|fmt)\b|corepack enable\b|cd\s|echo\s|mkdir\s)/

/** Leaves `contents: read` in workflows whose every step is known to need no more. */
export function narrowPermissions(view: View, broad: readonly WorkflowFact[]): ReturnType<typeof repair> {
  return repair(
    view.snapshot,
    broad.map((workflow) => (needsNoMore(view, workflow) ? narrowed(view, workflow) : null)),
  )
}

function needsNoMore({ facts, snapshot }: View, { file }: WorkflowFact): boolean {
  const text = snapshot.byPath.get(file)?.text ?? ''
  const jobs = facts.all('workflowJob').filter((job) => job.file === file)
  const steps = facts.all('workflowStep').filter((step) => step.file === file)
  return (
    !token.test(text) &&
    jobs.length > 0 &&
    jobs.every((job) => job.uses === null && job.permissions === 'absent') &&
    steps.every(({ uses, run }) => (uses === null || readers.test(uses)) && (run === null || onlyReads(run)))
  )
}

function onlyReads(run: string): boolean {
  const commands = commandsIn(run).flatMap(({ text }) => text.split(/&&|\|\||;|\|/))
  return commands.map((command) => command.trim()).every((command) => isCheck(command) || builders.test(command))
}

function narrowed(view: View, workflow: WorkflowFact): Edit | null {
  const lines = linesOf(view.snapshot, workflow.file)
  const edit = workflow.permissions === 'write-all' ? listed(workflow, lines) : lowered(workflow, lines)
  const isMeant = comesOut(view, [edit], {
    collector: workflowCollector,
    fact: 'workflow',
    change: (before) => before.map((fact) => (fact === workflow ? { ...fact, permissions: lowerOf(fact) } : fact)),
  })
  return isMeant ? edit : null
}

function lowerOf({ permissions }: WorkflowFact): string {
  return permissions === 'write-all' ? 'contents:read' : permissions.replace(/(^|,)contents:write/, '$1contents:read')
}

function listed({ file, permissionsLine: line }: WorkflowFact, lines: readonly string[]): Edit | null {
  const text = lines[line - 1] ?? ''
  if (!/^permissions:\s*["']?write-all["']?\s*$/.test(text)) return null
  return { file, line, remove: [text], insert: ['permissions:', '  contents: read'] }
}

/** The `contents: write` below the key, as long as nobody says beside it what it is for. */
function lowered({ file, permissionsLine }: WorkflowFact, lines: readonly string[]): Edit | null {
  if (!/^permissions:\s*$/.test(lines[permissionsLine - 1] ?? '')) return null
  for (let line = permissionsLine + 1; /^\s/.test(lines[line - 1] ?? ''); line++) {
    const text = lines[line - 1] ?? ''
    const isExplained = /^\s*#/.test(lines[line - 2] ?? '')
    if (!/^\s+contents:\s*write\s*$/.test(text) || isExplained) continue
    return { file, line, remove: [text], insert: [text.replace('write', 'read')] }
  }
  return null
}
