import { once } from 'node:events'
import { failure, startGit } from '../git/read-git.ts'

/**
 * The contents of these objects, in the order asked, from one `git cat-file --batch` process. Null: the object is not
 * in the repository. A buffer is valid until the next one is asked for.
 */
export async function* readBlobs(
  root: string,
  ids: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Buffer | null> {
  const args = ['cat-file', '--batch', '--buffer']
  const child = startGit(root, args, signal)
  const closed = once(child, 'close').catch(() => [])
  let broken: unknown = null
  const breaks = (cause: unknown) => {
    broken ??= cause
    child.stdout.destroy()
  }
  child.on('error', breaks)
  child.stdin.on('error', breaks)
  child.stderr.resume()
  try {
    child.stdin.end(ids.map((id) => `${id}\n`).join(''))
    const bytes = new ByteQueue(child.stdout)
    for (const _ of ids) yield await nextBlob(bytes)
  } catch (cause) {
    signal.throwIfAborted()
    throw failure(args, root, broken ?? cause)
  } finally {
    child.kill('SIGKILL')
    await closed
  }
}

/** One record: `id blob size`, line feed, content, line feed; or `id missing`. */
async function nextBlob(bytes: ByteQueue): Promise<Buffer | null> {
  const header = await bytes.line()
  const size = /^[0-9a-f]+ blob (\d+)$/.exec(header)?.[1]
  if (size === undefined) return null
  const content = await bytes.take(Number(size) + 1)
  return content.subarray(0, -1)
}

/** Bytes of a stream, taken by count or by line. */
class ByteQueue {
  readonly #source: AsyncIterator<Buffer>
  #held: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  async take(count: number): Promise<Buffer> {
    while (this.#held.length < count) await this.#more()
    const taken = this.#held.subarray(0, count)
    this.#held = this.#held.subarray(count)
    return taken
  }

  async line(): Promise<string> {
    let end = this.#held.indexOf(10)
    while (end === -1) {
      await this.#more()
      end = this.#held.indexOf(10)
    }
    return (await this.take(end + 1)).toString('latin1', 0, end)
  }

  async #more(): Promise<void> {
    const next = await this.#source.next()
    if (next.done === true) throw new Error('it ended before it had answered everything')
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value])
  }
}
