import { StringDecoder } from 'node:string_decoder'

/** The beginning and the end of a text of any length, in memory of a fixed size. */
export interface HeadAndTail {
  /** Bytes that were written to it. */
  readonly bytes: number
  readonly truncated: boolean
  /** A mouth of its own for each stream: a character that one stream splits is not torn by the other. */
  source(): { write(part: Buffer): void; end(): void }
  text(): string
}

/** Keeps the first half and the last half of `limit` bytes. What is no UTF-8 becomes the replacement character. */
export function headAndTail(limit: number): HeadAndTail {
  const half = Math.max(1, Math.floor(limit / 2))
  const head = Buffer.alloc(half)
  const ring = Buffer.alloc(half)
  let bytes = 0
  const put = (text: string): void => {
    let part = Buffer.from(text, 'utf8')
    const first = Math.max(0, Math.min(part.length, half - bytes))
    part.copy(head, bytes, 0, first)
    bytes += part.length
    part = part.subarray(Math.max(first, part.length - half))
    if (part.length === 0) return
    const at = (bytes - part.length - half) % half
    const fits = Math.min(part.length, half - at)
    part.copy(ring, at, 0, fits)
    part.copy(ring, 0, fits)
  }
  return {
    get bytes() {
      return bytes
    },
    get truncated() {
      return bytes > 2 * half
    },
    source: () => {
      const decoder = new StringDecoder('utf8')
      return { write: (part) => put(decoder.write(part)), end: () => put(decoder.end()) }
    },
    text: () => join(head.subarray(0, Math.min(bytes, half)), inOrder(ring, bytes - half), bytes),
  }
}

/** The bytes of a ring into which so many were written, the oldest first. */
function inOrder(ring: Buffer, written: number): Buffer {
  if (written <= 0) return Buffer.alloc(0)
  if (written <= ring.length) return ring.subarray(0, written)
  const oldest = written % ring.length
  return Buffer.concat([ring.subarray(oldest), ring.subarray(0, oldest)])
}

function join(head: Buffer, tail: Buffer, bytes: number): string {
  const left = bytes - head.length - tail.length
  if (left === 0) return Buffer.concat([head, tail]).toString('utf8')
  return `${withoutTorn(head)}\n[… ${left} bytes left out …]\n${fromCharacter(tail)}`
}

/** Up to the last whole character. */
function withoutTorn(part: Buffer): string {
  return new StringDecoder('utf8').write(part)
}

/** From the first byte that begins a character. */
function fromCharacter(part: Buffer): string {
  const start = part.subarray(0, 4).findIndex((byte) => (byte & 0xc0) !== 0x80)
  return part.subarray(Math.max(0, start)).toString('utf8')
}
