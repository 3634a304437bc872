import { createHash } from 'node:crypto'

/** Longer names do not fit some file systems together with a folder. */
const longest = 60

/** The last part of a branch for one attempt. Two different attempts never share one, whatever their task is called. */
export function branchName(task: string, attempt: string): string {
  const plain = `${task}-${attempt}`
  // Lower case: some file systems, and so git's refs there, see no other.
  if (/^[a-z0-9_]{1,60}$/.test(task) && /^[0-9]{1,9}$/.test(attempt)) return plain
  const safe = plain
    .replaceAll(/[^A-Za-z0-9_]{1,300}/g, '-')
    .replace(/^-/, '')
    .replace(/-$/, '')
  const digest = createHash('sha256')
    .update(JSON.stringify([task, attempt]))
    .digest('hex')
    .slice(0, 16)
  return `${safe.slice(0, longest) || 'task'}-x${digest}`
}

/** The part of a ref that stands for a run. Names of our own runs stay as they are. */
export function runName(run: string): string {
  const safe = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,79}$/.test(run) && !/-x[0-9a-f]{16}$/.test(run)
  return safe ? run : branchName(run, 'run')
}
