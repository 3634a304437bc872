import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { type FixtureRepository, fixtureRepository } from '../../src/testing/index.ts'

const child = join(import.meta.dirname, 'night-child.ts')

/** No life takes so long unless it hangs. */
const longestMs = 400_000

/** One life of the process, and where it is killed. */
export interface Life {
  readonly verb: 'run' | 'resume'
  readonly afterEvent?: number
  readonly git?: GitPoint
  readonly pauseMs?: number
  readonly minutes?: number
  readonly short?: boolean
}

/**
 * The n-th git command of a life whose arguments hold a text. `late`: it begins when whoever called it is dead. `locked`:
 * it dies too, and leaves its lock on the ref that it was to move. `lies`: it does its work and says that it failed; nobody dies.
 */
export interface GitPoint {
  readonly when: 'before' | 'after' | 'late' | 'locked' | 'lies'
  readonly nth: number
  readonly holds?: string
}

interface Printed {
  readonly outcome: string
  readonly reason: string
  readonly run: string
  readonly events: number
}

const files = {
  'check.js': "process.exit(Number(require('fs').readFileSync('number.txt', 'utf8')) < 10 ? 0 : 1)\n",
  'worker.py': 'def load():\n    try:\n        return open("x").read()\n    except:\n        pass\n',
  'notes.md': 'Notes.\n',
  'number.txt': '1\n',
  'shared.txt': 'first\n\n',
  '.gitignore': '.echelon/\n',
}

/** A folder with a user's repository, our work folder beside it, and a git that can kill whoever calls it. */
export class NightSite {
  readonly folder: string
  constructor(folder: string) {
    this.folder = folder
  }

  static async open(origin: FixtureRepository): Promise<NightSite> {
    const site = new NightSite(await mkdtemp(join(tmpdir(), 'echelon-night-crash-')))
    await cp(origin.root, site.repo, { recursive: true, preserveTimestamps: true })
    await mkdir(join(site.folder, 'bin'))
    return site
  }

  get repo(): string {
    return join(this.folder, 'repo')
  }

  get state(): string {
    return join(this.repo, '.echelon')
  }

  get work(): string {
    return join(this.folder, 'work')
  }

  get marks(): string {
    return join(this.folder, 'marks')
  }

  /** Starts one life; `state` and `check` of others than the usual make two orchestrators. */
  async begin({ git, ...life }: Life, other: { readonly state?: string } = {}): Promise<ChildProcess> {
    await this.#writeShim(git ?? { when: 'before', nth: 0 })
    const { repo, state, work, marks, folder } = this
    const order = { repo, state: other.state ?? state, work, marks, ...life }
    const argv = ['--disable-warning=ExperimentalWarning', child, JSON.stringify(order)]
    const env = {
      PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter),
      HOME: folder,
      TMPDIR: await this.#tmp(),
    }
    return spawn(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  }

  /** Lives one life to its end. Null: it was killed. */
  async live(life: Life): Promise<Printed | null> {
    const begun = await this.begin(life)
    let isHung = false
    const limit = setTimeout(() => {
      isHung = true
      begun.kill('SIGKILL')
    }, longestMs)
    const { signal, out, err } = await ended(begun)
    clearTimeout(limit)
    if (isHung) throw new Error(`it hung, last at ${out.trimEnd().split('\n').slice(-3).join(' ')}`)
    if (signal === 'SIGKILL') return null
    const last = out.trimEnd().split('\n').at(-1) ?? ''
    if (!last.startsWith('{')) throw new Error(`${JSON.stringify(life)}\n${out.slice(-2_000)}${err}`)
    return JSON.parse(last)
  }

  /** How many git commands the last life ran. */
  async gitCalls(): Promise<number> {
    return (await readFile(join(this.folder, 'git.calls'), 'utf8')).trimEnd().split('\n').length
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true, maxRetries: 3 })
  }

  async #tmp(): Promise<string> {
    const folder = join(this.folder, 'tmp')
    await mkdir(folder, { recursive: true })
    return folder
  }

  /** A shell script in place of git. It kills nobody but a process of ours, whoever may have inherited it since. */
  async #writeShim({ when, nth, holds = '' }: GitPoint): Promise<void> {
    const calls = join(this.folder, 'git.calls')
    await writeFile(calls, '')
    // Git is started by the night itself or by its launcher, which must not see it die: it would take us along.
    const killParent = [
      'above=$(sed "s/.*) [A-Z] //" "/proc/$PPID/stat" | cut -d" " -f1)',
      'if grep -q night-child "/proc/$PPID/cmdline"; then kill -KILL "$PPID"',
      'elif grep -q launcher-child "/proc/$PPID/cmdline" && grep -q night-child "/proc/$above/cmdline"',
      'then kill -KILL "$PPID" "$above"; fi',
    ].join('\n')
    const deeds = {
      before: `${killParent}\nexit 1`,
      after: `"$real" "$@"; code=$?\n${killParent}\nexit $code`,
      late: `${killParent}\nsleep 0.3; exec "$real" "$@"`,
      lies: '"$real" "$@"; exit 1',
      locked: [
        'for word in "$@"; do',
        '  case "$word" in --git-dir=*) dir=$(echo "$word" | cut -c11-);; refs/*) ref="$word";; esac',
        'done',
        'mkdir -p "$(dirname "$dir/$ref")"; : > "$dir/$ref.lock"',
        killParent,
        'exit 1',
      ].join('\n'),
    }
    const script = [
      '#!/bin/sh',
      `real=${await realGit()}`,
      `case "$*" in *'${holds}'*) ;; *) exec "$real" "$@";; esac`,
      `echo "$$" >> '${calls}'`,
      `[ ${nth} -gt 0 ] && [ "$(grep -n "^$$\\$" '${calls}' | tail -n 1 | cut -d: -f1)" = ${nth} ] || exec "$real" "$@"`,
      deeds[when],
    ]
    await writeFile(join(this.folder, 'bin/git'), `${script.join('\n')}\n`)
    await chmod(join(this.folder, 'bin/git'), 0o755)
  }
}

/** Resolves when the process prints this line; rejects when it ends before. */
export function said(process: ChildProcess, line: string): Promise<void> {
  let text = ''
  return new Promise((resolve, reject) => {
    process.stdout?.on('data', (part: Buffer) => {
      text += part.toString('utf8')
      if (text.split('\n').includes(line)) resolve()
    })
    process.once('close', () => reject(new Error(`it ended without ${line}:\n${text}`)))
  })
}

/** Everything that a process printed, and how it ended. */
export function ended(process: ChildProcess): Promise<{
  readonly code: number | null
  readonly signal: string | null
  readonly out: string
  readonly err: string
}> {
  const printed = { out: '', err: '' }
  process.stdout?.on('data', (text: Buffer) => {
    printed.out += text.toString('utf8')
  })
  process.stderr?.on('data', (text: Buffer) => {
    printed.err += text.toString('utf8')
  })
  return new Promise((resolve) => process.once('close', (code, signal) => resolve({ code, signal, ...printed })))
}

/** The user's repository of every night here, with its check in its settings. */
export async function nightRepository(): Promise<FixtureRepository> {
  const repository = await fixtureRepository(files)
  await mkdir(join(repository.root, '.echelon'))
  const settings = 'checks:\n  - { name: tests, kind: test, run: node check.js }\n'
  await writeFile(join(repository.root, '.echelon/settings.yaml'), settings)
  return repository
}

let found: Promise<string> | null = null

/** The git that the script stands in for. */
function realGit(): Promise<string> {
  found ??= new Promise((resolve, reject) => {
    const which = spawn('sh', ['-c', 'command -v git'], { stdio: ['ignore', 'pipe', 'ignore'] })
    ended(which).then(({ out, code }) => (code === 0 ? resolve(out.trim()) : reject(new Error('there is no git'))))
  })
  return found
}
