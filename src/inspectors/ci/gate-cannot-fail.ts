import { cite } from '../cite.ts'
import { regionOf } from '../facts/region.ts'
import type { Placed } from '../facts/store.ts'
import { type WorkflowStepFact, workflowCollector } from '../facts/workflows.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { editedFiles, reread } from '../reread.ts'
import { commandsIn, isCheck, swallowing } from './command.ts'
import { letFail } from './let-fail.ts'

interface Gate extends Placed {
  /** Name of the step or script and how its failure is thrown away; null when it can fail. */
  readonly name: string
  readonly group: string
  readonly excuse: string | null
}

export const gateCannotFail: Inspector = {
  id: 'ci/gate-cannot-fail',
  version: 1,
  layer: 'ci-tests',
  title: 'A check runs whose failure is thrown away, so it can only be green',
  inspect(view): Inspection {
    const gates = [...stepGates(view), ...scriptGates(view)]
    const dead = gates.filter((gate) => gate.excuse !== null)
    const groups = Map.groupBy(dead, (gate) => gate.group)
    return {
      population: gates.length,
      bad: dead.length,
      unit: 'checks',
      drafts: [...groups].map(([group, members]) => draftOf(view, group, members)),
    }
  },
}

function stepGates(view: View): Gate[] {
  return view.facts.all('workflowStep').flatMap((step) => {
    const commands = step.run === null ? [] : commandsIn(step.run)
    if (!commands.some((command) => isCheck(command.text))) return []
    const ignored = ignoredBy(view, step)
    if (ignored !== null) return [gateOf(step, ignored.line, ignored.excuse)]
    const tail = commands.at(-1)
    const endsWell =
      tail !== undefined &&
      commands.length > 1 &&
      /^exit 0$/.test(tail.text) &&
      commands.some((command) => command.text.startsWith('set +e'))
    if (endsWell) return [gateOf(step, step.runLine + tail.offset, 'exit 0')]
    return commands
      .filter((command) => isCheck(command.text))
      .map((command) =>
        gateOf(
          step,
          step.runLine + command.offset,
          isJudgedLater(view, step, command.text) ? null : swallowing(command.text),
        ),
      )
  })
}

function gateOf(step: WorkflowStepFact, line: number, excuse: string | null): Gate {
  return { file: step.file, line, name: step.title, group: `workflow:${step.file}`, excuse }
}

/** `continue-on-error: true` on the step or its job, unless a later step looks at the outcome. */
function ignoredBy(view: View, step: WorkflowStepFact): { readonly line: number; readonly excuse: string } | null {
  const isWatched = step.id !== null && (view.snapshot.byPath.get(step.file)?.text ?? '').includes(`steps.${step.id}.`)
  if (step.continueOnError === 'true' && !isWatched) return { line: step.continueLine, excuse: 'continue-on-error' }
  const job = view.facts.all('workflowJob').find((one) => one.file === step.file && one.job === step.job)
  return job?.continueOnError === 'true' ? { line: job.line, excuse: 'continue-on-error of the job' } : null
}

/** The output is kept and judged by what follows in the same block or by a later step. */
function isJudgedLater(view: View, step: WorkflowStepFact, text: string): boolean {
  const target =
    /(?:>|tee(?:\s+-a)?)\s*["']?([\w./-]+)/.exec(text)?.[1] ??
    /--(?:output|output-file|json-file|junitxml|report)[= ]\s*["']?([\w./-]+)/.exec(text)?.[1]
  const rest = step.run ?? ''
  if (target !== undefined && isReadByLaterStep(view, step, target)) return true
  return (
    /^\w+=|\$\(/.test(text) ||
    (target !== undefined && target !== '/dev/null' && rest.split(target).length > 2) ||
    /PIPESTATUS|\$\?|git diff|exit 1\b/.test(rest) ||
    /GITHUB_STEP_SUMMARY|GITHUB_OUTPUT|\|\s*(?:jq|grep|awk)\b/.test(text)
  )
}

function isReadByLaterStep(view: View, step: WorkflowStepFact, target: string): boolean {
  const name = target.slice(target.lastIndexOf('/') + 1)
  return view.facts
    .all('workflowStep')
    .some((other) => other.file === step.file && other !== step && name !== 'null' && (other.run ?? '').includes(name))
}

/** npm scripts named like a gate that workflows or other scripts may call. */
function scriptGates(view: View): Gate[] {
  return view.facts.all('packageScript').flatMap((script) => {
    if (
      regionOf(script.file) !== 'source' ||
      !/^(?:test|lint|typecheck|type-check|check|check-types)(?::(?:ci|all))?$/.test(script.name)
    )
      return []
    const group = `scripts:${script.file}`
    return [
      {
        file: script.file,
        line: script.line,
        name: script.name,
        group,
        excuse: isCheck(script.command) ? swallowing(script.command) : talkOnly(script.command),
      },
    ]
  })
}

function talkOnly(command: string): string | null {
  return /^(?:echo\b[^&|;]*(?:&&\s*exit 0)?|true|exit 0|:)$/.test(command.trim()) ? 'no check at all' : null
}

/** Audits and flags that only report are often meant to; a script may be called with flags of its own. */
function isOftenMeant(gate: Gate): boolean {
  if (gate.group.startsWith('scripts:') || gate.excuse === '--exit-zero') return true
  const isSoft = /audit|secur|snyk|vulnerab|\bscan|coverage|report|experimental|canary|nightly|benchmark|flaky/i.test(
    `${gate.name} ${gate.file}`,
  )
  return isSoft && (gate.excuse ?? '').startsWith('continue-on-error')
}

function draftOf(view: View, group: string, gates: readonly Gate[]): Unfiled {
  const [first] = gates
  if (first === undefined) throw new Error('a group holds at least one gate')
  const names = [...new Set(gates.map((gate) => `"${gate.name.slice(0, 40)}"`))]
  const some = names.slice(0, 2).join(', ') + (names.length > 2 ? ` and ${names.length - 2} more` : '')
  const isExcused = gates.every(isOftenMeant)
  return {
    title:
      `${names.length === 1 ? 'The check' : 'Checks'} ${some} in ${first.file} cannot fail (${first.excuse})`.slice(
        0,
        140,
      ),
    claim: 'behaviour',
    impact: 'quality',
    reach: 'reachable',
    reachWhy: 'the workflow or script is what guards changes',
    confidence: isExcused ? 'medium' : 'high',
    anchor: `gate:${group}`,
    evidence: gates.slice(0, 10).map((gate) => cite(view.snapshot, gate.file, gate.line)),
    instances: gates.slice(0, 500).map((gate) => ({ file: gate.file, line: gate.line })),
    fix: {
      advice:
        'Let the command fail the step. If its findings are too many today, record them as a baseline and fail on new ones.',
      effort: 'M',
      doneWhen: `no check in ${first.file} ends in success whatever it finds`,
      ...repairOf(view, gates),
    },
  }
}

/** The repair of a workflow that has no check left afterwards whose failure is lost, and all its checks. */
function repairOf(view: View, gates: readonly Gate[]): ReturnType<typeof letFail> {
  if (gates.some(isOftenMeant)) return {}
  const made = letFail(view, gates)
  const files = 'edits' in made ? editedFiles(view.snapshot, made.edits) : null
  const facts = files === null ? null : reread(files, workflowCollector)
  if (files === null || facts === null) return {}
  const byPath = new Map(files.map((file) => [file.path, file]))
  const after = stepGates({ facts, snapshot: { ...view.snapshot, byPath } })
  const before = stepGates(view).filter(({ file }) => byPath.has(file))
  const isLive = after.every(({ excuse }) => excuse === null)
  return isLive && namesOf(after) === namesOf(before) ? made : {}
}

function namesOf(gates: readonly Gate[]): string {
  return [...new Set(gates.map(({ name }) => (name.split('||')[0] ?? '').trim()))].join('\n')
}
