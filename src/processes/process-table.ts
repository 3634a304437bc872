import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

/** One living process. Its number and its start together are never used twice. */
export interface Living {
  readonly pid: number
  readonly parent: number
  readonly group: number
  /** Clock ticks since the machine started, or the start's time in seconds where there is no /proc. */
  readonly start: number
}

const onLinux = process.platform === 'linux'
/** Milliseconds that a look at the environments may take: the kernel can make a reader wait for a stuck process. */
const patience = 1_000

/** Everything that runs on this machine now, zombies left out: they hold nothing and end with their parent. */
export async function livingProcesses(): Promise<readonly Living[]> {
  if (!onLinux) return parsePs(await ps())
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (living(Number(name)) ?? []) : []))
}

/** Whether the pid still belongs to the process that was seen. */
export function isStill({ pid, start }: Living): boolean {
  return !onLinux || living(pid)?.start === start
}

/** When the process of this pid began, or null. Linux only; elsewhere null. */
export function startOf(pid: number): number | null {
  return onLinux ? (living(pid)?.start ?? null) : null
}

/** Those of the processes whose environment, as they were started with it, says so. Linux only; elsewhere none. */
export async function carriers(
  processes: readonly Living[],
  says: (environment: string) => boolean,
): Promise<readonly Living[]> {
  if (!onLinux) return []
  const found: Living[] = []
  const looks = processes.map(async (one) => {
    const environment = await environmentOf(one.pid)
    if (environment !== null && says(environment)) found.push(one)
  })
  await Promise.race([Promise.all(looks), delay(patience, null, { ref: false })])
  return found
}

async function environmentOf(pid: number): Promise<string | null> {
  try {
    return await readFile(`/proc/${pid}/environ`, 'latin1')
  } catch {
    // It has ended, or belongs to somebody else: either way it is none of ours.
    return null
  }
}

/** `4711 (a name) S 1 4711 4711 …`: the name may hold anything, so that the fields are counted from its last bracket. */
function living(pid: number): Living | null {
  const line = statOf(pid)
  if (line === null) return null
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return null
  return { pid, parent: Number(fields[1]), group: Number(fields[2]), start: Number(fields[19]) }
}

function statOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    // It has ended since it was listed.
    return null
  }
}

function ps(): Promise<string> {
  const options = { env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' }, timeout: 5_000, maxBuffer: 32 * 1024 * 1024 }
  return new Promise((resolve) => {
    execFile('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=,lstart='], options, (_error, stdout) => resolve(stdout))
  })
}

/** The lines of `ps -A -o pid=,ppid=,pgid=,stat=,lstart=`. */
export function parsePs(text: string): readonly Living[] {
  return text.split('\n').flatMap((line) => {
    const [pid, parent, group, state, ...start] = line.trim().split(/\s+/)
    const seconds = Date.parse(start.join(' ')) / 1_000
    if (state === undefined || state.startsWith('Z') || Number.isNaN(seconds)) return []
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), start: seconds }]
  })
}
