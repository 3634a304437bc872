import { readdirSync, readFileSync } from 'node:fs'

/** Processes that sleep for a time that only one test uses. */
export function sleepers(nap: string): readonly number[] {
  return pidsWith((line) => /^(?:\S+\/)?sleep\0/.test(line) && line.endsWith(`\0${nap}\0`))
}

/** Ends them and whoever else names that time, so that a test which fails leaves nothing behind. */
export function endAll(nap: string): void {
  for (const pid of pidsWith((line) => line.includes(nap))) process.kill(pid, 'SIGKILL')
}

function pidsWith(says: (line: string) => boolean): readonly number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
  return pids.filter((pid) => says(commandLine(pid))).map(Number)
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    // It ended between the listing and the look.
    return ''
  }
}
