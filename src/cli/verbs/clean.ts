import { cleanWork, type WorkCleaned } from '../../compose/clean.ts'
import type { Holdings, RunHeld, SlotHeld } from '../../workspaces/holdings.ts'
import { bytesIn } from '../draw/bytes.ts'
import { type Line, words } from '../draw/line.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Shell } from '../shell.ts'

/** Rescue refs that are listed; a command shows the others. */
const listed = 20

/** Says what the work folder holds and removes what is safe to remove. */
export async function cleanVerb(shell: Shell, all: boolean): Promise<ExitCode> {
  const { terminal, repo, state, work } = shell
  const cleaned = await cleanWork({ repo, state, work, all })
  if (terminal.json) terminal.record(cleaned === null ? { type: 'clean', folder: null } : recordOf(cleaned))
  else if (cleaned === null) terminal.say('This repository has no work folder, so there is nothing to clean.')
  else terminal.lines([...heldLines(cleaned), ...removedLines(cleaned), ...keptLines(cleaned)])
  return 0
}

function heldLines({ folder, before, bytes }: WorkCleaned): readonly Line[] {
  const { slots, runs, rescues } = before
  const states = [
    count(slots.filter(isClean).length, 'clean'),
    count(slots.filter(isStore).length, 'with installed dependencies'),
    count(slots.filter(isLeft).length, 'left by a process that died'),
    count(slots.filter(isOut).length, 'out of use'),
  ].filter((one) => one !== '')
  return [
    [words(folder, 'bold'), words(`  ${bytesIn(bytes.before)}`)],
    label('Held', `${counted(slots.length, 'workspace')}${states.length === 0 ? '' : ` (${states.join(', ')})`}`),
    ...runs.map(({ run, shown }) => label('', `branch of ${run}: ${whereShown[shown]}`)),
    ...(rescues.length === 0 ? [] : [label('', counted(rescues.length, 'rescue ref'))]),
  ]
}

const whereShown = {
  shown: 'shown in your repository',
  merged: 'merged in your repository',
  'nothing-landed': 'nothing landed on it',
  'only-here': 'not in your repository as it is here',
} as const satisfies Record<RunHeld['shown'], string>

function removedLines({ before, after, bytes }: WorkCleaned): readonly Line[] {
  const slots = gone(before.slots, after.slots, ({ name }) => name)
  const runs = gone(before.runs, after.runs, ({ run }) => run)
  const rescues = gone(before.rescues, after.rescues, ({ ref }) => ref)
  const parts = [
    ...(slots.length === 0 ? [] : [counted(slots.length, 'workspace')]),
    ...(runs.length === 0 ? [] : [`the refs of ${counted(runs.length, 'run')}`]),
    ...(rescues.length === 0 ? [] : [counted(rescues.length, 'rescue ref')]),
  ]
  const freed = bytesIn(Math.max(0, bytes.before - bytes.after))
  return [label('Removed', parts.length === 0 ? 'nothing' : `${parts.join(', ')}; ${freed} are free again`)]
}

function keptLines({ after, mirror }: WorkCleaned): readonly Line[] {
  const { slots, runs, rescues, foreign } = after
  const stores = slots.filter(isStore).length
  const lines = [
    ...slots.filter(isOut).map(({ name, path, reason }) => `${name} is out of use: ${reason} Look at ${path}`),
    ...foreign.map((path) => `${path} was not made by Echelon`),
    ...runs.map(({ run, ...held }) => `the branch of ${run}: ${whyKept(held)}`),
    ...(stores === 0 ? [] : [`${counted(stores, 'checkout')} with installed dependencies; --all removes them`]),
    ...rescueLines(rescues, mirror),
  ]
  return lines.map((text, index) => label(index === 0 ? 'Kept' : '', text))
}

function whyKept({ over, shown }: Pick<RunHeld, 'over' | 'shown'>): string {
  if (over === null) return 'this state folder does not know the run'
  if (!over) return 'it can be resumed'
  return shown === 'only-here' ? 'its commits may be nowhere else' : whereShown[shown]
}

function rescueLines(rescues: Holdings['rescues'], mirror: string): readonly string[] {
  const git = `git --git-dir=${quoted(mirror)}`
  const left = rescues.length - listed
  return [
    ...rescues.slice(0, listed).map(({ ref }) => `unfinished work: ${git} show ${ref}`),
    ...(left > 0 ? [`${left} more: ${git} for-each-ref refs/echelon/rescue`] : []),
  ]
}

function recordOf({ folder, mirror, before, after, bytes }: WorkCleaned) {
  return {
    type: 'clean',
    folder,
    mirror,
    before,
    removed: {
      workspaces: gone(before.slots, after.slots, ({ name }) => name),
      runs: gone(before.runs, after.runs, ({ run }) => run),
      rescues: gone(before.rescues, after.rescues, ({ ref }) => ref),
      bytes: Math.max(0, bytes.before - bytes.after),
    },
    kept: after,
  }
}

function gone<T>(before: readonly T[], after: readonly T[], nameOf: (one: T) => string): readonly string[] {
  const left = new Set(after.map(nameOf))
  return before.map(nameOf).filter((name) => !left.has(name))
}

function isClean({ state, use }: SlotHeld): boolean {
  return state === 'free' && use === 'work'
}

/** Checks leave what they installed in their checkouts. */
function isStore({ state, use }: SlotHeld): boolean {
  return state === 'free' && use === 'check'
}

function isLeft({ state }: SlotHeld): boolean {
  return state === 'open' || state === 'making' || state === 'removing'
}

function isOut({ state }: SlotHeld): boolean {
  return state === 'quarantined'
}

function label(name: string, text: string): Line {
  return [words(name.padEnd(9), 'bold'), words(text)]
}

function count(value: number, what: string): string {
  return value === 0 ? '' : `${value} ${what}`
}

function counted(value: number, noun: string): string {
  return `${value} ${noun}${value === 1 ? '' : 's'}`
}

/** For a shell, when the path holds more than plain signs. */
function quoted(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
