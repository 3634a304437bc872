import { EchelonError } from '../domain/errors.ts'

/** A full object name. Everything shorter could mean something else tomorrow. */
export function checkCommit(commit: string): string {
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) return commit
  throw new EchelonError(
    'internal',
    `"${commit.slice(0, 80)}" is no full commit id; resolve names before they get here.`,
  )
}

/** A ref that is safe on every file system and that git takes for nothing else. */
export function checkRef(ref: string): string {
  if (isRef(ref)) return ref
  throw new EchelonError('internal', `"${ref.slice(0, 80)}" is no name for a ref of ours.`)
}

function isRef(ref: string): boolean {
  const parts = ref.split('/')
  if (ref.length > 240 || parts[0] !== 'refs' || parts.length < 3) return false
  return parts.every(
    (part) => /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(part) && !part.includes('..') && !/(?:\.lock|\.)$/i.test(part),
  )
}
