import { setTimeout as delay } from 'node:timers/promises'
import { markerText } from './marker.ts'
import { carriers, isStill, type Living, livingProcesses } from './process-table.ts'

/** Everything that one command started. */
export interface Tree {
  /** Ends all of it; resolves to the number of processes that were there. */
  end(): Promise<number>
}

/** Milliseconds between two looks at who belongs to it. */
const lookEvery = 1_000
/** Milliseconds that processes get to end by themselves. */
const grace = 2_000
/** Milliseconds after which those that cannot even be killed are given up. */
const patience = 5_000

/**
 * Follows what a process starts. Members are known by their parents, by the process group and by the marker in their
 * environment: a child that leaves its session is found by the marker, one that clears its environment by having been
 * seen while its parent lived. One that does both between two looks is lost.
 */
export function followTree(leader: number, marker: string): Tree {
  const known = new Map<number, Living>()
  const sign = markerText(marker)
  let born: number | null = null
  const look = async (): Promise<readonly Living[]> => {
    const processes = await livingProcesses()
    const first = processes.find(({ pid }) => pid === leader)
    born ??= first?.start ?? null
    forgetDead(known, processes)
    // The leader's number in other hands: its group is not ours either.
    const group = first === undefined || first.start === born ? leader : null
    const since = born ?? 0
    const candidates = processes.filter(({ start, pid }) => start >= since && pid !== process.pid)
    adopt(known, candidates, group)
    return candidates
  }
  const lookDeeper = async (): Promise<readonly Living[]> => {
    const candidates = await look()
    const strangers = candidates.filter(({ pid }) => !known.has(pid))
    for (const one of await carriers(strangers, (text) => text.includes(sign))) known.set(one.pid, one)
    adopt(known, candidates, null)
    return [...known.values()]
  }
  const timer = setInterval(() => void look(), lookEvery)
  timer.unref()
  void look()
  return {
    end: async () => {
      clearInterval(timer)
      return endAll(lookDeeper)
    },
  }
}

function forgetDead(known: Map<number, Living>, processes: readonly Living[]): void {
  const alive = new Map(processes.map((one) => [one.pid, one.start]))
  for (const { pid, start } of known.values()) if (alive.get(pid) !== start) known.delete(pid)
}

/** Takes in the members of the group, the children of members, their children, and so on. */
function adopt(known: Map<number, Living>, candidates: readonly Living[], group: number | null): void {
  for (let grown = true; grown; ) {
    grown = false
    for (const one of candidates) {
      if (known.has(one.pid) || (one.group !== group && !known.has(one.parent))) continue
      known.set(one.pid, one)
      grown = true
    }
  }
}

/** Asks, waits a moment, forces; resolves to the number of processes that were there. */
export async function endAll(look: () => Promise<readonly Living[]>): Promise<number> {
  const first = await look()
  if (first.length === 0) return 0
  const seen = new Set(first.map(({ pid }) => pid))
  for (const one of first) send(one, 'SIGTERM')
  let left = await until(grace, look, (members) => {
    for (const { pid } of members) seen.add(pid)
  })
  if (left.length > 0) left = await until(patience, look, kill)
  for (const { pid } of left) seen.add(pid)
  return seen.size
}

/** Looks again and again until nobody is left or the time is over. */
async function until(
  milliseconds: number,
  look: () => Promise<readonly Living[]>,
  visit: (members: readonly Living[]) => void,
): Promise<readonly Living[]> {
  const limit = performance.now() + milliseconds
  for (let pause = 5; ; pause = Math.min(pause * 2, 100)) {
    const members = await look()
    if (members.length === 0 || performance.now() > limit) return members
    visit(members)
    await delay(pause)
  }
}

/** Whole groups first: a group dies at one stroke, so that a process which forks faster than we look dies with it. */
function kill(members: readonly Living[]): void {
  for (const one of members) if (one.group === one.pid && isStill(one)) signal(-one.pid, 'SIGKILL')
  for (const one of members) send(one, 'SIGKILL')
}

function send(one: Living, name: NodeJS.Signals): void {
  if (isStill(one)) signal(one.pid, name)
}

function signal(target: number, name: NodeJS.Signals): void {
  try {
    process.kill(target, name)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    // It has ended meanwhile, or became another user's: the next look says which.
    if (code !== 'ESRCH' && code !== 'EPERM') throw error
  }
}
