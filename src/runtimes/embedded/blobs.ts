import { hash } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Texts longer than this are files named by their hash, so that the ledger stays quick to read. */
const limit = 256 * 1_024
const mark = '@sha256:'

/** Keeps long texts beside the ledger. Without a folder (a ledger in memory) everything stays inline. */
export class Blobs {
  readonly #folder: string | null
  constructor(folder: string | null) {
    this.#folder = folder
  }

  /** The text itself, or the mark of the file that holds it. The file is on disc before the mark is returned. */
  put(text: string): string {
    if (this.#folder === null || text.length <= limit) return text
    const name = hash('sha256', text, 'hex')
    const file = join(this.#folder, name)
    if (!existsSync(file)) writeDurably(this.#folder, file, text)
    return mark + name
  }

  get(stored: string): string {
    if (this.#folder === null || !stored.startsWith(mark)) return stored
    return readFileSync(join(this.#folder, stored.slice(mark.length)), 'utf8')
  }
}

function writeDurably(folder: string, file: string, text: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const temporary = `${file}.part`
  const handle = openSync(temporary, 'w', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(temporary, file)
}
