/** `Task-Id: 7` in the last paragraph of a commit message. */
export interface Trailer {
  readonly token: string
  readonly value: string
}

/**
 * The trailers of a message, as git reads them: those of the last paragraph, when it is not the first and when each of its
 * lines is a trailer or the continuation of one.
 */
export function trailersOf(message: string): readonly Trailer[] {
  const lines = endOf(message.split('\n'))
  const start = lines.findLastIndex((line) => line.trim() === '')
  if (start === -1) return []
  const trailers: { token: string; value: string }[] = []
  for (const line of lines.slice(start + 1)) {
    const last = trailers.at(-1)
    const [, token, value] = /^([A-Za-z0-9-]+)[ \t]*:(.*)$/.exec(line) ?? []
    if (token !== undefined && value !== undefined) trailers.push({ token, value: value.trim() })
    else if (last !== undefined && /^[ \t]/.test(line)) last.value = `${last.value} ${line.trim()}`
    else return []
  }
  return trailers
}

/** Lines that git, a forge or a reader could take for ours, or for the end of the message, are marked as quoted. */
export function quoteForgeries(lines: readonly string[]): readonly string[] {
  // Git stops reading at its scissors line, whatever sign of comment a user has set.
  const whole = lines.map((line) => line.replaceAll('- >8 -', '- 8 -'))
  return whole.map((line) => (isForgery(line) ? `> ${line.trimStart()}` : line))
}

function isForgery(line: string): boolean {
  return (
    /^\s*(task-id|attempt|debt|reviewed-by|assisted-by|run|signed-off-by|co-authored-by)\s*:/i.test(line) ||
    /^\s*(\(cherry picked from commit|---|#|diff |index |conflicts:)/i.test(line)
  )
}

/** Without the empty and the commented lines at the end, and without what stands below the scissors. */
function endOf(lines: readonly string[]): readonly string[] {
  const scissors = lines.indexOf(`# ${'-'.repeat(24)} >8 ${'-'.repeat(24)}`)
  const kept = scissors === -1 ? lines : lines.slice(0, scissors)
  const last = kept.findLastIndex((line) => line.trim() !== '' && !line.startsWith('#'))
  return kept.slice(0, last + 1)
}
