import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readEvents } from '../../src/runtimes/embedded/read.ts'
import { openForReading } from '../../src/runtimes/embedded/schema.ts'
import type { LedgerEvent } from '../../src/index.ts'
import { type Company, work } from './company.ts'
import { endWithParent } from './orphan.ts'

/** One life of a long run in a process of its own. */
export interface Order {
  readonly folder: string
  /** `wake` ends when the next unit has started, `finish` at the end of the run; `lines` only reads the events as JSON. */
  readonly verb: 'build' | 'lines' | 'wake' | 'finish'
  /** The life that builds dies after this many. */
  readonly events: number
}

export interface Awake {
  readonly sinceSpawnMs: number
  readonly inProcessMs: number
  readonly cpuMs: number
  readonly peakMb: number
  /** Turns that an ended attempt took again. */
  readonly redone: number
  /** Turns taken again because their attempt was cut off. */
  readonly cutOff: number
}

/** Twelve thousand queued and eight facts each for eleven thousand of them: the run dies with a thousand tasks to go. */
const company: Company = { teams: 10, specialists: 1_200, turns: 5, latency: 0, teamCap: 20 }

const { folder, verb, events, spawned }: Order & { spawned: number } = JSON.parse(process.argv[2] ?? '{}')
endWithParent()
const started = performance.now()
switch (verb) {
  case 'build':
    await build()
    break
  case 'lines':
    readLines()
    break
  case 'wake':
  case 'finish':
    await goOn()
}

async function build(): Promise<void> {
  let seen = 0
  await work(company, {
    folder,
    on: () => {
      seen += 1
      if (seen < events) return
      writeFileSync(join(folder, 'lines.jsonl'), [...storedEvents()].map((event) => JSON.stringify(event)).join('\n'))
      process.kill(process.pid, 'SIGKILL')
    },
  })
}

function readLines(): void {
  const lines = readFileSync(join(folder, 'lines.jsonl'), 'utf8').split('\n')
  const facts = lines.map((line): LedgerEvent => JSON.parse(line))
  if (facts.length < events) throw new Error(`only ${facts.length} events were written`)
  process.send?.(awake())
}

async function goOn(): Promise<void> {
  let isAwake = false
  const now: { awake: Awake | null } = { awake: null }
  await work(company, {
    folder,
    on: ({ fact }) => {
      if (isAwake || fact.type !== 'agent.spawned') return
      isAwake = true
      now.awake = awake()
      process.send?.(now.awake)
      if (verb === 'wake') process.exit(0)
    },
  })
  process.send?.({ ...now.awake, ...again([...storedEvents()]) })
}

function awake(): Awake {
  const { user, system } = process.cpuUsage()
  return {
    sinceSpawnMs: performance.timeOrigin + performance.now() - spawned,
    inProcessMs: performance.now() - started,
    cpuMs: (user + system) / 1_000,
    peakMb: process.resourceUsage().maxRSS / 1_024,
    redone: 0,
    cutOff: 0,
  }
}

/** Turns that were taken in two lives: of attempts that had ended, and of attempts that had not. */
function again(all: readonly LedgerEvent[]): Pick<Awake, 'redone' | 'cutOff'> {
  const ended = new Set<string>()
  const taken = new Set<string>()
  let [redone, cutOff] = [0, 0]
  for (const { fact } of all) {
    if (fact.type === 'attempt.ended') ended.add(`${fact.task}#${fact.attempt}`)
    if (fact.type !== 'turn.ended') continue
    const attempt = `${fact.task}#${fact.attempt}`
    if (ended.has(attempt)) redone += 1
    else if (taken.has(`${attempt} ${fact.turn}`)) cutOff += 1
    taken.add(`${attempt} ${fact.turn}`)
  }
  return { redone, cutOff }
}

function* storedEvents(): Iterable<LedgerEvent> {
  const db = openForReading(join(folder, 'ledger.db'))
  yield* readEvents(db, 0)
  db.close()
}
