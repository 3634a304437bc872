import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EchelonError } from '../domain/errors.ts'
import { hasCommit } from '../git/commits.ts'
import { settleGitDir, writeGitDir } from '../git/git-dir.ts'
import { moveRef, readRef } from '../git/refs.ts'
import { fetchCommit } from '../git/transfer.ts'
import { refs, type Store } from './store.ts'

/** Makes the mirror if it is not there, and puts its settings back to ours. */
export async function settleMirror({ layout, format, source }: Store): Promise<void> {
  const safe = [source, join(source, '..')].map((path) => `directory = ${JSON.stringify(path)}`)
  await writeFile(join(layout.home, 'gitconfig'), ['[safe]', ...safe, ''].join('\n'))
  const head = 'ref: refs/heads/none'
  if (!existsSync(layout.mirror)) {
    const half = `${layout.mirror}.new`
    await rm(half, { recursive: true, force: true })
    await mkdir(half, { recursive: true, mode: 0o700 })
    await writeGitDir({ path: half, format, head })
    await rename(half, layout.mirror)
  }
  await settleGitDir({ path: layout.mirror, format, head })
}

/** Brings the base with its whole history into the mirror and starts the trunk there, unless that has happened. */
export async function fetchBase(store: Store, signal: AbortSignal): Promise<void> {
  const { git, mirror, base, source } = store
  if ((await readRef(git, mirror, refs.base(store), signal)) !== base) {
    try {
      await fetchCommit(git, { from: source, to: mirror, commit: base, ref: refs.base(store) }, signal)
    } catch (cause) {
      if (signal.aborted) throw cause
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new EchelonError(
        'environment',
        `Commit ${base} could not be fetched from ${source}, so nothing is started: ${why}`,
        { cause },
      )
    }
  }
  if (!(await hasCommit(git, mirror, base, signal)))
    throw new EchelonError('not-found', `Commit ${base} is not in ${source}; was history removed there?`)
  const trunk = await readRef(git, mirror, refs.trunk(store), signal)
  if (trunk === null) await moveRef(git, mirror, { ref: refs.trunk(store), from: null, to: base }, signal)
}
