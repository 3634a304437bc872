import type { Json } from '../domain/json.ts'
import type { Redactor } from '../ports/redactor.ts'
import { visible } from '../redact/terminal.ts'
import { jsonLine } from './draw/json.ts'
import { fitted, type Line, paint, words } from './draw/line.ts'

export interface TerminalChoices {
  /** Lines of JSON instead of words. */
  readonly json: boolean
  readonly colour: boolean
  readonly redactor: () => Redactor
}

/** A stream that may be a screen. */
export type Stream = NodeJS.WritableStream & {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

/** The one door to the screen: words on stdout, complaints on stderr, all of it redacted and without control codes of others. */
export class Terminal {
  readonly json: boolean
  readonly out: Stream
  readonly #err: Stream
  readonly #colour: boolean
  readonly #redactor: () => Redactor
  #gone = false
  #onGone: (() => void)[] = []

  constructor(out: Stream, err: Stream, { json, colour, redactor }: TerminalChoices) {
    this.json = json
    this.out = out
    this.#err = err
    this.#colour = colour
    this.#redactor = redactor
    for (const stream of [out, err]) stream.on('error', () => this.#leave())
  }

  /** Whether somebody watches who can be shown a picture that changes. */
  get isLive(): boolean {
    return this.out.isTTY === true && !this.json && process.env.TERM !== 'dumb'
  }

  get isPerson(): boolean {
    return this.out.isTTY === true
  }

  /** The stream that colours are for, or null. */
  get colours(): Stream | null {
    return this.#colour && this.out.isTTY === true ? this.out : null
  }

  /** Columns that a line may take without touching the edge. */
  get columns(): number {
    return Math.max(1, (this.out.columns ?? 80) - 1)
  }

  get rows(): number {
    return this.out.rows ?? 24
  }

  /** One line of words. */
  say(text: string): void {
    this.lines([[words(this.#redactor().text(text))]])
  }

  /** Lines of words, as long as they are: a person can scroll, a pipe can cut. */
  lines(lines: readonly Line[]): void {
    const { text: redact } = this.#redactor()
    for (const line of lines) {
      const clean = line.map(({ text, tone }) => ({ text: redact(text), tone }))
      this.#write(`${paint(clean, this.colours)}\n`)
    }
  }

  /** Lines cut to the width of the screen; a pipe gets them whole. */
  table(lines: readonly Line[]): void {
    this.lines(this.out.isTTY === true ? lines.map((line) => fitted(line, this.columns)) : lines)
  }

  /** Words of several lines. */
  prose(text: string): void {
    for (const line of text.replace(/\n$/, '').split('\n')) this.say(line)
  }

  /** A file's text, for example a document. A pipe gets it as it is: it was redacted when it was written. */
  text(text: string): void {
    const whole = text.endsWith('\n') || text === '' ? text : `${text}\n`
    this.#write(this.out.isTTY === true ? visible(this.#redactor().text(whole)) : whole)
  }

  /** One line of JSON. */
  record(value: unknown): void {
    this.#write(`${this.#clean(value)}\n`)
  }

  /** To the person, beside the output. */
  complain(text: string): void {
    this.#err.write(`${visible(this.#redactor().text(text))}\n`)
  }

  /** Calls back when nobody reads any more, for example after `| head`. */
  onGone(call: () => void): void {
    if (this.#gone) call()
    else this.#onGone.push(call)
  }

  /** Resolves when everything was handed over. */
  async flush(): Promise<void> {
    for (const stream of [this.out, this.#err]) await new Promise<void>((done) => stream.write('', () => done()))
  }

  #clean(value: unknown): string {
    const redactor = this.#redactor()
    const line = jsonLine(value)
    if (redactor.text(line) === line) return line
    const plain: Json = JSON.parse(line)
    return jsonLine(redactor.json(plain))
  }

  #write(text: string): void {
    if (!this.#gone) this.out.write(text)
  }

  #leave(): void {
    this.#gone = true
    for (const call of this.#onGone.splice(0)) call()
  }
}
