import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import type { Git, GitPlace } from './run-git.ts'

/** Collects contents of files on their way into an object database: one process and one file for all of them. */
export class Pack {
  readonly #parts: Buffer[] = []
  #count = 0

  get count(): number {
    return this.#count
  }

  add(bytes: Buffer): void {
    this.#count++
    this.#parts.push(header(bytes.length), deflateSync(bytes, { level: 1 }))
  }

  /** Has git read and store them byte by byte. */
  async store(git: Git, place: GitPlace, format: 'sha1' | 'sha256', signal: AbortSignal): Promise<void> {
    if (this.#count === 0) return
    const start = Buffer.alloc(12)
    start.write('PACK', 'latin1')
    start.writeUInt32BE(2, 4)
    start.writeUInt32BE(this.#count, 8)
    const sum = createHash(format)
    for (const part of [start, ...this.#parts]) sum.update(part)
    const input = Buffer.concat([start, ...this.#parts, sum.digest()])
    await git({ place, args: ['index-pack', '--stdin'], signal, input })
  }
}

/** Type and length of an object: four bits of the length beside the type, seven in each byte that follows. */
function header(length: number): Buffer {
  const blob = 3
  const bytes = [(blob << 4) | (length & 15)]
  for (let rest = Math.floor(length / 16); rest > 0; rest = Math.floor(rest / 128)) {
    const last = bytes.length - 1
    bytes[last] = (bytes[last] ?? 0) | 128
    bytes.push(rest & 127)
  }
  return Buffer.from(bytes)
}
