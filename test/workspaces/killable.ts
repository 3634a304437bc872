import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Bench } from './bench.ts'

/** Workspaces in a process that can be killed at any moment. */
export class Killable {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #answers: AsyncIterator<string>
  readonly #gone: Promise<unknown>
  #errors = ''
  constructor({ repository, base, folder }: Bench) {
    const file = fileURLToPath(new URL('child.ts', import.meta.url))
    const args = ['--disable-warning=ExperimentalWarning', file, repository.root, base, folder]
    this.#child = spawn(process.execPath, args, { stdio: 'pipe' })
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#errors += chunk.toString('utf8')
    })
    this.#child.stdin.on('error', () => {})
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
    this.#gone = new Promise((resolve) => this.#child.once('close', resolve))
  }

  /** Tells it to do something and waits for the answer. */
  async ask(...words: readonly string[]): Promise<string> {
    this.tell(...words)
    const { value, done } = await this.#answers.next()
    if (done === true || value === undefined)
      throw new Error(`the process ended at "${words.join(' ')}": ${this.#errors}`)
    return value
  }

  tell(...words: readonly string[]): void {
    this.#child.stdin.write(`${words.join(' ')}\n`)
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#gone
  }
}
