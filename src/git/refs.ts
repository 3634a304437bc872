import { checkCommit, checkRef } from './names.ts'
import type { Git, GitPlace } from './run-git.ts'

/** Moves one ref. `from` null: it must not be there yet. `to` null: it goes away. */
export interface RefMove {
  readonly ref: string
  readonly from: string | null
  readonly to: string | null
}

/** The commit of a ref. Null: there is none. */
export async function readRef(git: Git, place: GitPlace, ref: string, signal: AbortSignal): Promise<string | null> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${checkRef(ref)}^{commit}`]
  const { code, stdout } = await git({ place, args, signal, accept: [0, 1] })
  return code === 0 ? text(stdout) : null
}

/** Moves a ref from exactly one commit to another. False: it was neither here nor there any more, and nothing happened. */
export async function moveRef(git: Git, place: GitPlace, move: RefMove, signal: AbortSignal): Promise<boolean> {
  const zero = '0'.repeat((move.to ?? move.from ?? '').length)
  const [from, to] = [move.from ?? zero, move.to ?? zero]
  const args = ['update-ref', '--no-deref', '--end-of-options', checkRef(move.ref), checkCommit(to), checkCommit(from)]
  try {
    await git({ place, args, signal })
    return true
  } catch (cause) {
    const now = signal.aborted ? null : await readRef(git, place, move.ref, signal)
    if (signal.aborted || now === move.from) throw cause
    // It may have moved all the same, when git died before it could say so.
    return now === move.to
  }
}

function text(stdout: Buffer): string {
  return stdout.toString('utf8').trim()
}
