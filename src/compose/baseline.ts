import { openArchive } from '../archive/folder.ts'
import { applyBaseline, isOpen } from '../domain/baseline.ts'
import type { Debt } from '../domain/debt.ts'
import { EchelonError } from '../domain/errors.ts'
import { Lock } from '../runtimes/embedded/lock.ts'
import { locate } from './locate.ts'
import type { Place } from './prepare.ts'
import { redactorFor } from './redaction.ts'

export interface Baseline {
  /** Debts that this baseline accepted. */
  readonly accepted: readonly Debt[]
  /** Debts that stay open: those too grave to accept. */
  readonly open: readonly Debt[]
}

/** Accepts the debts of the register that may wait, so that later audits show what is new. No run may be at work. */
export async function acceptBaseline(place: Pick<Place, 'repo' | 'state'>): Promise<Baseline> {
  const { folders } = await locate(place, new AbortController().signal)
  const redactor = redactorFor(process.env)
  const archive = openArchive({ state: folders.state, documents: folders.state, redactor })
  const known = await archive.readRegister()
  if (known.debts.length === 0)
    throw new EchelonError(
      'not-found',
      `There is no register with debts in ${folders.state}. Make one with "echelon full-stack-audit" first.`,
    )
  const lock = Lock.take(folders.state, `process ${process.pid}, the baseline`)
  try {
    const before = await archive.readRegister()
    const after = applyBaseline(before)
    await archive.writeRegister(after)
    const open = new Set(before.debts.filter(isOpen).map(({ id }) => id))
    return {
      accepted: after.debts.filter(({ id, state }) => state === 'accepted' && open.has(id)),
      open: after.debts.filter(isOpen),
    }
  } finally {
    lock.release()
  }
}
