import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll } from 'vitest'
import { command, openTerminal } from '../../src/cli/main.ts'

export const bin = join(import.meta.dirname, '../../bin/echelon.js')

/** What a command printed, and how it ended. */
export interface Answer {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A command at work. */
export interface Begun {
  readonly child: ChildProcess
  /** Resolves with the first line of its output that matches; rejects when it ends before. */
  line(wanted: RegExp): Promise<string>
  readonly ended: Promise<Answer>
}

const home = mkdtempSync(join(tmpdir(), 'echelon-home-'))
afterAll(() => rm(home, { recursive: true, force: true }))

/** Runs `echelon` in a process of its own, as a person with an empty home would. */
export function echelon(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Answer> {
  return begin([bin, ...args], cwd, env).ended
}

/** The same in this process, for verbs that end at once: the folder is given by `--repo`. */
export async function echelonHere(args: readonly string[]): Promise<Answer> {
  const [out, err] = [new PassThrough(), new PassThrough()]
  const code = await command(args, openTerminal(args, out, err))
  out.end()
  err.end()
  return { code, out: await text(out), err: await text(err) }
}

/** Starts a script and lets it run. */
export function begin(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Begun {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed = { out: '', err: '' }
  const waiting = new Set<() => void>()
  child.stdout.on('data', (text) => {
    printed.out += text
    for (const look of waiting) look()
  })
  child.stderr.on('data', (text) => {
    printed.err += text
  })
  const ended = new Promise<Answer>((resolve) => {
    child.on('close', (code) => resolve({ code, ...printed }))
  })
  const line = (wanted: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = printed.out
          .split('\n')
          .slice(0, -1)
          .find((one) => wanted.test(one))
        if (found === undefined) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
      void ended.then(({ out, err }) => reject(new Error(`it ended without ${wanted}:\n${out}${err}`)))
    })
  return { child, line, ended }
}

/** Lines of JSON as values; a line that is none fails the test. */
export function values(out: string): readonly Record<string, unknown>[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

/** Signs that could move, hide or reorder something on a screen. Line feeds are none. */
export const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/
