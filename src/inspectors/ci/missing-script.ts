import { cite } from '../cite.ts'
import { joinPath, nameOf } from '../facts/path.ts'
import type { Placed } from '../facts/store.ts'
import type { WorkflowStepFact } from '../facts/workflows.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { commandsIn, swallowing } from './command.ts'

interface Call extends Placed {
  /** What is called: an npm script with its folder, or a file. */
  readonly target: string
  readonly kind: 'script' | 'file'
  readonly exists: boolean
  readonly job: string
  /** The call may fail without failing the job. */
  readonly excused: boolean
}

export const missingScript: Inspector = {
  id: 'ci/missing-script',
  version: 1,
  layer: 'ci-tests',
  title: 'A workflow calls an npm script or a file that does not exist',
  inspect(view): Inspection {
    const calls = view.facts.all('workflowStep').flatMap((step) => callsOf(view, step))
    const missing = calls.filter((call) => !call.exists)
    const groups = Map.groupBy(missing, (call) => call.file)
    return {
      population: calls.length,
      bad: missing.length,
      unit: 'calls of scripts from workflows',
      drafts: [...groups].map(([key, group]) => draftOf(view, key, group)),
    }
  },
}

function callsOf(view: View, step: WorkflowStepFact): Call[] {
  if (step.run === null || leavesRepository(view, step) || /pwsh|powershell|cmd|python/.test(step.shell ?? ''))
    return []
  let folder = joinPath('', step.directory ?? '')
  const found: Call[] = []
  for (const command of commandsIn(step.run)) {
    for (const part of command.text.split(/\s*(?:&&|;|\|\|)\s*/)) {
      const moved = /^(?:cd|pushd)\s+["']?([^\s"']+)["']?$/.exec(part)?.[1]
      if (moved !== undefined) folder = folder === null || moved === '-' ? null : joinPath(folder, moved)
      else if (/^popd\b|^cd$/.test(part)) folder = null
      const call = folder === null ? null : callOf(view, folder, part)
      const excused = step.continueOnError === 'true' || swallowing(command.text) !== null
      const place = { file: step.file, line: step.runLine + command.offset, job: step.job, excused }
      if (call !== null && !isMade(step, view, call.target)) found.push({ ...place, ...call })
    }
  }
  return found
}

/** Another repository is checked out, or the folder is the user's: paths mean something else there. */
function leavesRepository(view: View, step: WorkflowStepFact): boolean {
  const siblings = view.facts.all('workflowStep').filter((other) => other.file === step.file && other.job === step.job)
  if (siblings.some((other) => other.otherCheckout || /git clone|submodule/.test(other.run ?? ''))) return true
  return !siblings.some((other) => other.uses?.startsWith('actions/checkout') === true)
}

function callOf(view: View, folder: string, part: string): Pick<Call, 'target' | 'kind' | 'exists'> | null {
  const text = part.replace(/^(?:[A-Z_]\w*=\S*\s+|sudo\s+|time\s+|exec\s+|uv run\s+|poetry run\s+|xvfb-run\s+)+/, '')
  return scriptCall(view, folder, text) ?? fileCall(view, folder, text)
}

/** `npm run name`; other runners also run binaries, so only names that no package could bring are judged there. */
function scriptCall(view: View, folder: string, text: string): Pick<Call, 'target' | 'kind' | 'exists'> | null {
  const match =
    /^(npm|yarn|pnpm|bun)\s+((?:(?:--prefix|-C|--dir|--cwd)[= ]\S+\s+|--silent\s+|-s\s+)*)run(?:-script)?\s+((?:(?:--silent|-s|--prefix[= ]\S+)\s+)*)([\w:.-]+)(?:\s+(.*))?$/.exec(
      text,
    )
  if (match === null) return null
  const [, runner = '', before = '', between = '', name = '', after = ''] = match
  const flags = `${before} ${between} ${after}`
  if (name.startsWith('-') || /--if-present|--workspace|--filter|\s-w\b|-r\b|--recursive/.test(flags)) return null
  const moved = /(?:--prefix|-C|--dir|--cwd)[= ](\S+)/.exec(flags)?.[1]
  const at = moved === undefined ? folder : joinPath(folder, moved)
  if (at === null || !view.facts.all('package').some((fact) => fact.folder === at && fact.language === 'javascript'))
    return null
  if (runner !== 'npm' && !name.includes(':')) return null
  const exists = view.facts.count({ fact: 'packageScript', where: { folder: at, name } }) > 0
  return { target: `script ${name} of ${at === '' ? 'package.json' : `${at}/package.json`}`, kind: 'script', exists }
}

function fileCall(view: View, folder: string, text: string): Pick<Call, 'target' | 'kind' | 'exists'> | null {
  const match =
    /^(?:(?:bash|sh|python3?|node|source|\.|chmod\s+\S+)\s+)?(\.{0,2}\/?[\w.-]+(?:\/[\w.-]+)*\.(?:sh|py|[cm]?js|ts))(?:\s|$)/.exec(
      text,
    )
  const path = match?.[1]
  if (path === undefined || path.startsWith('/') || (match?.[0].trim() === path && !path.includes('/'))) return null
  if (/(?:^|\/)(?:dist|build|out|node_modules|\.next|target|bin|lib|tmp|coverage|venv|\.venv)\//.test(path)) return null
  const full = joinPath(folder, path)
  return full === null ? null : { target: full, kind: 'file', exists: view.snapshot.paths.has(full) }
}

/** Something earlier in the workflow downloads or writes a file of that name. */
function isMade(step: WorkflowStepFact, view: View, target: string): boolean {
  const name = nameOf(target)
  const text = view.snapshot.byPath.get(step.file)?.text ?? ''
  return (
    text
      .split('\n')
      .some((line) => line.includes(name) && /curl|wget|>\s*\S|cp |mv |tee |download|install -/.test(line)) ||
    /download-artifact/.test(text)
  )
}

function draftOf(view: View, file: string, group: readonly Call[]): Unfiled {
  const [first] = group
  if (first === undefined) throw new Error('a group holds at least one call')
  const targets = new Set(group.map((call) => call.target)).size
  const more = targets > 1 ? ` (and ${targets - 1} more)` : ''
  const delivering = group.find((call) => /deploy|release|publish/i.test(`${call.file} ${call.job}`))
  return {
    title:
      `${file} calls ${first.kind === 'file' ? 'the file ' : 'the '}${first.target}, which does not exist${more}`.slice(
        0,
        140,
      ),
    claim: 'mismatch',
    impact: group.every((call) => call.excused) ? 'quality' : 'service-dead',
    reach: delivering !== undefined ? 'reachable' : 'dev-or-test',
    reachWhy: delivering !== undefined ? `job "${delivering.job}" delivers` : `job "${first.job}" checks changes`,
    confidence: 'high',
    anchor: `calls@${file}`,
    evidence: group.slice(0, 10).map((call) => cite(view.snapshot, call.file, call.line)),
    instances: group.map((call) => ({ file: call.file, line: call.line })),
    fix: {
      advice: 'Call what exists today, or add the missing script.',
      effort: 'S',
      doneWhen: `everything that ${file} calls exists`,
    },
  }
}
