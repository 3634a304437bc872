import { existsSync } from 'node:fs'
import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { availableParallelism, freemem, tmpdir, totalmem } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Check } from './health.ts'
import { locate } from './locate.ts'
import { checkNight } from './night-ready.ts'
import { type Place, workFolder } from './prepare.ts'
import { ask, findProgram } from './program-on-path.ts'

export interface Diagnosis {
  readonly checks: readonly Check[]
  /** What will work here and what not. */
  readonly works: readonly { readonly what: string; readonly ready: boolean; readonly why: string }[]
}

const agents = ['claude', 'vibe', 'codex', 'gemini', 'opencode'] as const
const keys = ['ANTHROPIC_API_KEY', 'MISTRAL_API_KEY', 'OPENAI_API_KEY', 'GEMINI_API_KEY'] as const

/** Disc that the ledger and the documents of an audit may need, and memory that inspectors may need. Megabytes. */
const needs = { discMb: 200, memoryMb: 600 }

/** Looks at what this machine offers. Reads only; nothing but `--version` is run. */
export async function diagnose(place: Pick<Place, 'repo' | 'state' | 'work'>): Promise<Diagnosis> {
  const { root, folders } = await placeOf(place)
  const work = place.work === undefined ? workFolder(root, process.env) : resolve(place.work)
  const [git, sandbox] = await Promise.all([checkGit(root), checkSandbox(root)])
  const disc = await checkDisc(folders.state)
  const machine = [checkNode(), git, await checkSqlite(), disc, checkMemory(), sandbox]
  const night = await checkNight(root, work)
  const found = await Promise.all(agents.map((name) => checkAgent(name, root)))
  return {
    checks: [...machine, ...night, ...found, ...keys.map(checkKey)],
    works: [auditOf(machine), nightOf(machine, night)],
  }
}

/** Without git nobody knows where a repository begins; the rest can still be looked at. */
async function placeOf(place: Pick<Place, 'repo' | 'state'>): ReturnType<typeof locate> {
  const known = findProgram('git') === null ? { ...place, repo: place.repo ?? '.' } : place
  return locate(known, new AbortController().signal)
}

function checkNode(): Check {
  return { name: 'Node', health: 'good', found: `${process.versions.node}, ${availableParallelism()} cores` }
}

async function checkGit(root: string): Promise<Check> {
  const name = 'git'
  const file = findProgram('git')
  if (file === null) return { name, health: 'broken', found: 'not on PATH', remedy: 'Install git 2.38 or newer.' }
  const found = await ask(file, root)
  const [major = 0, minor = 0] = (found.match(/\d+\.\d+/)?.[0] ?? '').split('.').map(Number)
  const isAtLeast = (wanted: number): boolean => major > 2 || (major === 2 && minor >= wanted)
  if (isAtLeast(38)) return { name, health: 'good', found }
  if (isAtLeast(30)) return { name, health: 'lacking', found, remedy: 'Missions that land changes need git 2.38.' }
  return { name, health: 'broken', found, remedy: 'Update git to 2.38 or newer.' }
}

async function checkSqlite(): Promise<Check> {
  const folder = await mkdtemp(join(tmpdir(), 'echelon-doctor-'))
  try {
    const db = new DatabaseSync(join(folder, 'probe.db'))
    const mode = db.prepare('PRAGMA journal_mode = WAL').get()?.journal_mode
    const version = String(db.prepare('SELECT sqlite_version() AS version').get()?.version)
    db.close()
    if (mode === 'wal') return { name: 'SQLite', health: 'good', found: `${version}, write-ahead log` }
    return {
      name: 'SQLite',
      health: 'broken',
      found: `${version}, no write-ahead log`,
      remedy: 'Use a local disc for temporary files.',
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function checkDisc(state: string): Promise<Check> {
  let folder = state
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder)
  const { bavail, bsize } = await statfs(folder)
  const freeMb = Math.floor((bavail * bsize) / 1e6)
  const found = `${(freeMb / 1_000).toFixed(1)} GB free for ${state}`
  if (freeMb >= needs.discMb) return { name: 'Disc', health: 'good', found }
  return {
    name: 'Disc',
    health: 'broken',
    found,
    remedy: `Free ${needs.discMb} MB, or give another folder with --state.`,
  }
}

function checkMemory(): Check {
  const limit = process.constrainedMemory()
  const totalMb = Math.floor(Math.min(totalmem(), limit > 0 ? limit : Number.POSITIVE_INFINITY) / 1e6)
  const freeMb = Math.floor(freemem() / 1e6)
  const found = `${(totalMb / 1_000).toFixed(1)} GB, ${(freeMb / 1_000).toFixed(1)} GB free`
  if (totalMb >= needs.memoryMb) return { name: 'Memory', health: 'good', found }
  return { name: 'Memory', health: 'lacking', found, remedy: `Large repositories may need ${needs.memoryMb} MB.` }
}

/** Nothing is locked in by this version, whatever is installed: that must be known before a night. */
async function checkSandbox(root: string): Promise<Check> {
  const file = findProgram('bwrap')
  const there = file === null ? 'none' : `${await ask(file, root)}, which this version does not use`
  const remedy =
    'An audit runs nothing of the repository. A night runs its checks with your rights; they see none of your keys.'
  return { name: 'Sandbox', health: 'lacking', found: there, remedy }
}

async function checkAgent(name: string, root: string): Promise<Check> {
  const file = findProgram(name)
  if (file === null) return { name, health: 'lacking', found: 'not on PATH' }
  return { name, health: 'good', found: await ask(file, root) }
}

/** Whether a key is there; its value is nobody's business. */
function checkKey(name: string): Check {
  const isSet = (process.env[name] ?? '') !== ''
  return { name, health: isSet ? 'good' : 'lacking', found: isSet ? 'set' : 'not set' }
}

type Works = Diagnosis['works'][number]

function auditOf(machine: readonly Check[]): Works {
  const broken = machine.filter(({ health }) => health === 'broken').map(({ name }) => name)
  const why = broken.length === 0 ? 'needs no model and no key' : `${broken.join(' and ')} must be put right first`
  return { what: 'full-stack-audit', ready: broken.length === 0, why }
}

/** Checks may be absent; everything else is needed for a change to land. */
function nightOf(machine: readonly Check[], night: readonly Check[]): Works {
  const what = 'night-mission, debt-sprint'
  const needed = [
    ...machine.filter(({ name, health }) => health === 'broken' || (name === 'git' && health !== 'good')),
    ...night.filter(({ name, health }) => health === 'broken' || (musts.includes(name) && health !== 'good')),
  ]
  if (needed.length > 0)
    return { what, ready: false, why: needed.map(({ name, found }) => `${name}: ${found}`).join('; ') }
  return { what, ready: true, why: 'lands what needs no judgement; without a model the rest is put off' }
}

const musts = ['Repository', 'Work folder']
